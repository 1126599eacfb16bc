"""The talk with one device: woken, it hears, has the mind answer, says it, and listens again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime

from jarvisd.agent import Answer
from jarvisd.agent.assistant import saying
from jarvisd.devices import Device
from jarvisd.errors import DeviceError, EngineError, foremost
from jarvisd.events import Failed, Feed, Heard, Replied, Spoke, Transcribed, TurnEnded, Woke
from jarvisd.messages import Caller, Request
from jarvisd.speech import Transcript, Wakeup
from jarvisd.speech.stt.clean import without_wake_word
from jarvisd.voice import Setting, sounds
from jarvisd.voice import speaker as speaking
from jarvisd.voice.announce import Announcement
from jarvisd.voice.listener import Listener, Quiet
from jarvisd.voice.over import Over
from jarvisd.voice.speaker import Sound, Speaker
from jarvisd.voice.turns import Draft, Turn
from jarvisd.voice.waiting import Waiting

log = logging.getLogger(__name__)

_STT_DEADLINE = 15.0  # seconds for the words of one utterance
_CONSIDER_DEADLINE = 10.0  # seconds for finding who answers
_TAIL = 0.25  # seconds after a reply that are not listened to on a device that hears itself
_HUSH = 0.8  # seconds in which nobody spoke before something is announced
_WAITS, _ALARM_WAITS = 15.0, 3.0  # seconds for which it waits for that: a television speaks without end


class Conversation:
    """One device. `id` joins its turns in memory; `expects_answer` says that the last reply was a question."""

    def __init__(
        self,
        device: Device,
        setting: Setting,
        feed: Feed,
        now: Callable[[], datetime],
        id: str = "",
        expects_answer: bool = False,
    ) -> None:
        self.id = id or device.id
        self.expects_answer = expects_answer
        self.resting = asyncio.Event()  # set while nobody is being answered
        self._device = device
        self._setting = setting
        self._engines = setting.engines
        self._feed = feed
        self._now = now
        self._listener = Listener(device, self._engines.wake(), self._engines.vad(), setting.endpoint, setting.vad_threshold)
        self._speaker = Speaker(self._engines.synthesizer, device)
        self._over = Over(device, self._listener, setting, feed, self._request)
        self._waiting = Waiting()

    @property
    def room(self) -> str:
        return self._device.room

    async def announce(self, one: Announcement) -> bool:
        """Said between two turns; True once it was heard, False where the device went away before."""
        return await self._waiting.say(one)

    async def run(self) -> None:
        """Until the device ends; DeviceLost when it goes away."""
        wake: Wakeup | None = None
        try:
            while wake is not None or not self._listener.ended:
                if wake is None and not self.expects_answer:
                    self.resting.set()
                    wake = await self._called()
                self.resting.clear()
                wake = await (self._turn(wake) if wake is not None or self.expects_answer else self._announced())
        except StopAsyncIteration:
            pass
        except ExceptionGroup as several:  # of a turn's tasks: that the device went says more than what followed from it
            raise foremost(several, DeviceError) from several
        finally:
            self.resting.set()
            self._waiting.close()

    async def _called(self) -> Wakeup | None:
        """The next wake word; None where there is something to announce."""
        async with asyncio.TaskGroup() as group:
            listens = group.create_task(self._wakeup())
            waits = group.create_task(self._waiting.some())
            await asyncio.wait({listens, waits}, return_when=asyncio.FIRST_COMPLETED)
            ended = listens.done() and listens.result() is None
            woken = listens.result() if listens.done() else None
            for task in (listens, waits):
                task.cancel()
        if ended:
            raise StopAsyncIteration
        return woken

    async def _wakeup(self) -> Wakeup | None:
        """None at the end of the device, which a task cannot raise."""
        try:
            return await self._listener.wakeup()
        except StopAsyncIteration:
            return None

    async def _announced(self) -> Wakeup | None:
        """Says what waits, with its sound before it, and hears what is said to it: "stop" needs no wake word for a moment."""
        wish = self._waiting.take()
        if wish is None:  # whoever wanted it gave up just now
            return None
        one, turn, wake, waits = wish.one, Turn(str(next(self._setting.turns))), None, False
        try:
            if one.wanted() and (wake := await self._listener.hush(_HUSH, _ALARM_WAITS if one.importance == "alarm" else _WAITS)):
                self._waiting.put_back(wish)
                waits = True
                return wake
            if one.wanted():
                async with asyncio.TaskGroup() as group:
                    if one.sound is not None:
                        wake = await self._over.play(group, turn, self._device.play(one.sound))
                    if one.text and turn.outcome == "answered":
                        reply = saying(one.text, one.language)
                        wake = await self._over.play(group, turn, self._speaker.speak(reply, speaking.Heard()))
                if turn.outcome == "interrupted" and wake is None and one.stopped is not None:
                    await one.stopped()
                elif wake is None and one.asks:
                    self.expects_answer = turn.outcome == "answered"
                    if not self._device.echo_cancelled:
                        self._listener.skip(_TAIL)
                elif wake is None:
                    if not self._device.echo_cancelled:
                        self._listener.skip(_TAIL)
                    wake = await self._turn(None, one.listen)
            wish.came(True)
        finally:
            if not waits:
                wish.came(False)
        return wake

    async def _turn(self, wake: Wakeup | None, listen: float = 0.0) -> Wakeup | None:
        """From the wake word (None: a follow-up) to the end of the reply. A wake word that interrupted it is returned.

        listen: seconds in which an announcement may be answered; then only what stops or puts off what rings is taken for an answer.
        """
        turn = Turn(str(next(self._setting.turns)))
        followed, self.expects_answer = self.expects_answer, False
        if wake is not None:
            self._tell_woke(turn, wake)
        async with asyncio.TaskGroup() as group:  # owns the drafts, the chime and the reply of this turn
            opening = listen or (self._setting.talk.follow_up if wake is None and followed else self._setting.endpoint.no_speech)
            draft = await self._hear(group, turn, wake, opening)
            if draft is not None and await draft.only_the_name():
                draft = await self._hear(group, turn, None, opening)
            if draft is None:
                self.expects_answer = followed and self._listener.ended  # a file that ends is no silence: the next may hold the answer
                return None
            if listen and not await draft.meant_for_a_ring():
                draft.drop()
                return None
            return await self._answer(group, turn, draft)

    async def _hear(self, group: asyncio.TaskGroup, turn: Turn, wake: Wakeup | None, opening: float) -> Draft | None:
        """The whole utterance, prepared; None where nobody spoke."""
        draft: Draft | None = None
        async with aclosing(self._listener.utterances(wake, opening, self._engines.drafts)) as cuts:
            async for cut in cuts:
                if isinstance(cut, Quiet):
                    if self._setting.talk.chime and wake is not None:
                        group.create_task(self._device.play(sounds.chime()))
                    continue
                if draft is not None and draft.cut.ended != cut.ended:
                    draft.drop()
                    draft = None
                if draft is None:
                    draft = Draft(cut)
                    draft.task = group.create_task(self._prepare(group, draft))
                if cut.final:
                    draft.decided_at = asyncio.get_running_loop().time()
                    return draft
        if draft is not None:
            draft.drop()
        return None

    async def _prepare(self, group: asyncio.TaskGroup, draft: Draft) -> None:
        """Words, answer and first sound of a cut. Nothing here acts, sounds or is remembered."""
        clock = asyncio.get_running_loop().time
        try:
            async with asyncio.timeout(_STT_DEADLINE):
                heard = await self._engines.transcriber.transcribe(draft.cut.audio)
            draft.transcript = replace(heard, text=without_wake_word(heard.text), others=tuple(map(without_wake_word, heard.others)))
            draft.only_name = bool(heard.text) and not draft.transcript.text
            draft.transcribed_at = clock()
            if not draft.transcript.text:
                return
            draft.request = self._request(draft.transcript)
            async with asyncio.timeout(_CONSIDER_DEADLINE):
                draft.answer = await self._setting.assistant.consider(draft.request)
        except (EngineError, TimeoutError) as error:
            draft.error = str(error) or "took too long"
            return
        if not draft.answer.exact:
            return  # speech may well go on: its first sentence would be made for nothing, and a voice at work cannot be stopped
        self._listener.hasten()
        if draft.answer.preview:
            draft.sound = Speaker.first_sentence(draft.answer.preview, draft.answer.language)
            draft.making = group.create_task(self._speaker.make(draft.sound))

    async def _answer(self, group: asyncio.TaskGroup, turn: Turn, draft: Draft) -> Wakeup | None:
        """The turn is committed: from here things act, sound and are remembered."""
        clock = asyncio.get_running_loop().time
        wake: Wakeup | None = None
        self._tell_heard(turn, draft)
        if draft.task is not None:
            await draft.task
        turn.at["transcribed"] = draft.transcribed_at
        if draft.transcript is not None and draft.transcript.text:
            heard = draft.transcript
            self._feed.tell(Transcribed(turn.id, draft.transcribed_at or clock(), heard.text, heard.language, heard.confidence))
        if draft.answer is None or draft.request is None:
            turn.outcome = "failed" if draft.error else "unheard"
            if draft.error:
                self._feed.tell(Failed(turn.id, clock(), "hearing", draft.error))
            await self._device.play(sounds.miss())
        else:
            wake = await self._reply(group, turn, draft.request, draft.answer, draft.sound)
        draft.drop()
        turn.at["done"] = clock()
        self._feed.tell(TurnEnded(turn.id, clock(), turn.outcome, turn.timings, turn.position))
        return wake

    async def _reply(self, group: asyncio.TaskGroup, turn: Turn, request: Request, answer: Answer, ready: Sound | None) -> Wakeup | None:
        """Says it, while listening for an interruption."""
        clock = asyncio.get_running_loop().time
        heard = speaking.Heard()
        async with self._setting.assistant.turn(request, answer) as reply:
            try:
                wake = await self._over.play(group, turn, self._speaker.speak(reply, heard, ready))
            finally:
                reply.spoken = heard.text
            self.expects_answer = reply.expects_answer and turn.outcome == "answered"
            turn.at |= {"first_text": heard.first_text_at, "first_audio": heard.first_at}
            known = heard.first_text_at or clock(), heard.last_text_at or clock()
            self._feed.tell(Replied(turn.id, known[1], known[0], reply.text, reply.by))
            if heard.first_at is not None:
                self._feed.tell(Spoke(turn.id, clock(), heard.first_at, heard.text, heard.seconds))
        if self.expects_answer and not self._device.echo_cancelled:
            self._listener.skip(_TAIL)
        return wake

    def _request(self, heard: Transcript) -> Request:
        caller = Caller(room=self._device.room, origin="voice")
        return Request(heard.text, self.id, caller, heard.language, heard.confidence, self._now(), heard.others, heard.ear)

    def _tell_woke(self, turn: Turn, wake: Wakeup) -> None:
        at = self._listener.time_of(wake.at)
        self._feed.tell(Woke(turn.id, at, self._device.id, wake.phrase, wake.score, wake.ended))

    def _tell_heard(self, turn: Turn, draft: Draft) -> None:
        cut = draft.cut
        turn.speech_ended = self._listener.time_of(cut.ended)
        turn.position = cut.ended
        turn.at["endpoint"] = draft.decided_at
        self._feed.tell(Heard(turn.id, draft.decided_at, self._device.id, cut.ended - cut.began, turn.speech_ended, cut.ended))
