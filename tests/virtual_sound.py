"""The virtual sound card of the tests is the one that the benches use."""

from jarvisd.bench.virtual_sound import MICROPHONE, PATIENCE, SPEAKER, Recording, VirtualSound, virtual_sound

__all__ = ["MICROPHONE", "PATIENCE", "SPEAKER", "Recording", "VirtualSound", "virtual_sound"]
