"""A sound card where there is none: a virtual microphone to speak into, a virtual speaker to listen to.

Needs pulseaudio, pulseaudio-utils, libportaudio2, libasound2-plugins. PortAudio sees the devices MICROPHONE and SPEAKER in every process
that has the card's environment.
"""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

from jarvisd.audio import RATE, Audio

MICROPHONE = "jarvis_mic"
SPEAKER = "jarvis_spk"
PATIENCE = 10.0  # seconds for anything here

# norewinds: without it the first 1.9 s that are played into the microphone are lost
_SERVER = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/pulse.sock
load-module module-null-sink sink_name=vmic_sink rate={rate} channels={channels} norewinds=1
load-module module-remap-source source_name=vmic master=vmic_sink.monitor
load-module module-null-sink sink_name=vspk rate={rate} channels=2 norewinds=1
set-default-sink vspk
set-default-source vmic
"""
_ALSA = f"""\
</usr/share/alsa/alsa.conf>
pcm.!default {{ type pulse hint {{ show on description "default" }} }}
ctl.!default {{ type pulse }}
pcm.{MICROPHONE} {{ type pulse device "vmic" hint {{ show on description "virtual microphone" }} }}
pcm.{SPEAKER} {{ type pulse device "vspk" hint {{ show on description "virtual speaker" }} }}
"""


class Recording:
    """What the virtual speaker gives, at 16 kHz, from the moment it was made."""

    def __init__(self, process: Popen[bytes]) -> None:
        self._process = process
        self._heard = bytearray()
        self._more = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()
        self.wait(0.02)

    @property
    def seconds(self) -> float:
        return len(self._heard) // 2 / RATE

    @property
    def audio(self) -> Audio:
        with self._more:
            return Audio(bytes(self._heard[: len(self._heard) // 2 * 2]))

    def wait(self, seconds: float) -> Audio:
        """The recording once it is that long."""
        with self._more:
            if not self._more.wait_for(lambda: self.seconds >= seconds, seconds + PATIENCE):
                raise TimeoutError(f"the virtual speaker gave only {self.seconds:.1f} s of {seconds:.1f} s")
        return self.audio

    def _read(self) -> None:
        assert self._process.stdout is not None
        while block := self._process.stdout.read1(4096):  # type: ignore[attr-defined]  # a pipe of Popen's is a BufferedReader
            with self._more:
                self._heard += block
                self._more.notify_all()


class VirtualSound:
    """One sound server with its card. Everything it started ends with the context of virtual_sound()."""

    def __init__(self, folder: Path, rate: int, channels: int, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        (folder / "server.pa").write_text(_SERVER.format(folder=folder, rate=rate, channels=channels))
        (folder / "asound.conf").write_text(_ALSA)
        (folder / "run").mkdir(mode=0o700)
        self.env = {
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "HOME": str(folder),
            "PULSE_SERVER": f"unix:{folder}/pulse.sock",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        self.server = self.start()

    def start(self) -> Popen[bytes]:
        """The sound server, ready; also after it was killed."""
        (self._folder / "pulse.sock").unlink(missing_ok=True)
        (self._folder / "notify").unlink(missing_ok=True)
        options = ["--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes", "--realtime=no", "--high-priority=no"]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(str(self._folder / "notify"))
            ready.settimeout(PATIENCE)
            words = ["pulseaudio", "-n", "-F", str(self._folder / "server.pa"), *options]
            self.server = self._process(words, {"NOTIFY_SOCKET": str(self._folder / "notify")})
            while b"READY=1" not in ready.recv(4096):
                pass
        return self.server

    def kill(self) -> None:
        """The server dies as in a crash."""
        self.server.kill()
        self.server.wait(PATIENCE)

    def pactl(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self._env(), timeout=PATIENCE, check=True, capture_output=True, text=True)
        return done.stdout

    def unplug(self) -> None:
        """The microphone goes; the sound server stays."""
        self.pactl("unload-module", "module-remap-source")

    def plug(self) -> None:
        self.pactl("load-module", "module-remap-source", "source_name=vmic", "master=vmic_sink.monitor")
        self.pactl("set-default-source", "vmic")

    def say(self, path: Path) -> Popen[bytes]:
        """A sound file is spoken into the microphone; wait() for its end."""
        return self._process(["paplay", "--device=vmic_sink", str(path)])

    def listen(self) -> Recording:
        """What the speaker gives from now on."""
        words = ["parec", "--device=vspk.monitor", "--format=s16le", f"--rate={RATE}", "--channels=1", "--latency-msec=20"]
        return Recording(self._process(words, stdout=PIPE))

    def _process(self, words: list[str], env: dict[str, str] | None = None, stdout: int = DEVNULL) -> Popen[bytes]:
        process = Popen(words, env=self._env() | (env or {}), stdin=DEVNULL, stdout=stdout, stderr=DEVNULL)
        self._stack.callback(process.__exit__, None, None, None)
        self._stack.callback(process.kill)
        return process

    def _env(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **self.env}


@contextmanager
def virtual_sound(folder: Path, *, rate: int = 48_000, channels: int = 1) -> Iterator[VirtualSound]:
    """rate and channels of the microphone. The folder's path must be short: it holds a socket."""
    with ExitStack() as stack:
        yield VirtualSound(folder, rate, channels, stack)
