"""Carries out routines when they are due: understood anew, judged anew, told of in the room of whoever set them."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from jarvisd.agent import briefing
from jarvisd.agent.assistant import NOBODY, Assistant, Reply
from jarvisd.errors import JarvisError
from jarvisd.events import Announced, Feed
from jarvisd.messages import Caller, Request
from jarvisd.schedule import Ring, aloud
from jarvisd.schedule.opened import Schedule
from jarvisd.tools.bus import Bus
from jarvisd.voice import sounds
from jarvisd.voice.announce import Announcement, Announcer, Importance

log = logging.getLogger(__name__)

_LONGEST = 180.0  # seconds that one may take, its words too
_QUESTION = 40  # seconds in which a question that is open in the room is waited for


class Routines:
    """One after another, as they fall due. bus: knows whether a question is open in a talk."""

    def __init__(self, assistant: Assistant, bus: Bus, schedule: Schedule, announcer: Announcer, feed: Feed) -> None:
        self._assistant = assistant
        self._bus = bus
        self._schedule = schedule
        self._announcer = announcer
        self._feed = feed
        self._due: asyncio.Queue[Ring] = asyncio.Queue()

    def add(self, ring: Ring) -> None:
        self._due.put_nowait(ring)

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            ring = await self._due.get()
            done = False
            try:
                async with asyncio.timeout(_LONGEST):
                    done = await (self._tell(ring) if ring.stale or ring.again else self._do(ring))
            except (JarvisError, TimeoutError) as error:
                log.warning("routine %d failed: %s", ring.reminder.id, error or "it took too long")
            with suppress(JarvisError):
                await self._schedule.ringing.done(ring.reminder.id, done)
            log.info("routine %d %s", ring.reminder.id, "is done" if done else "was not done, and waits as missed")

    async def _do(self, ring: Ring) -> bool:
        """As if its person said it in its room now. A question that it leads to is put there; where nobody is, nothing is done."""
        one = ring.reminder
        talk = self._announcer.talk(one.room)
        conversation = talk.id if talk is not None else f"routine-{one.id}"
        await self._question_over(conversation)
        caller = Caller(one.person, one.room, "voice", frozenset(one.deed.get("scopes", ("home",))))
        request = Request(one.text, conversation, caller, one.language, at=self._schedule.clock.now())
        answer = await self._assistant.consider(request)
        async with self._assistant.turn(request, answer) as reply:
            async for _ in reply:
                pass
            reply.spoken = ""  # until it is said: where that takes too long nobody heard its question
            wanted = reply.expects_answer or reply.by == briefing.NAME
            heard = await self._say(ring, reply.text, "alarm" if wanted else "chatter", reply.expects_answer)
            reply.spoken = reply.text if heard else ""
        if reply.expects_answer and not heard:
            await self._bus.begin(conversation, self._schedule.clock.now())  # nobody can say yes
        return _done(reply) and (heard or not wanted)

    async def _question_over(self, conversation: str) -> None:
        for _ in range(_QUESTION):
            if await self._bus.waiting(conversation) is None:
                return
            await asyncio.sleep(1.0)

    async def _tell(self, ring: Ring) -> bool:
        """What fell due long ago or was cut off is not done now, only told of."""
        await self._say(ring, aloud.undone(ring, self._schedule.clock.now()), "chatter", False)
        return False

    async def _say(self, ring: Ring, text: str, importance: Importance, asks: bool) -> bool:
        one = ring.reminder
        heard = await self._announcer.say(Announcement(text, one.language, one.room, importance, sounds.chime(), asks=asks))
        at = asyncio.get_running_loop().time()
        self._feed.tell(Announced("", at, one.room, one.kind, one.id, heard, ring.late, ring.again))
        return heard


def _done(reply: Reply) -> bool:
    """What was asked about first is not done yet, and is done by the yes."""
    failed = any(result.error for result in reply.results)
    return reply.whole and not failed and reply.by != NOBODY
