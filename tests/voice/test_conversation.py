"""Talks on a time line, on a clock that skips waiting: wake, speak, interrupt, follow up, fail."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from itertools import pairwise

import numpy as np
import pytest

from jarvisd.audio import Audio
from jarvisd.devices.wavfile import WavFile
from jarvisd.errors import DeviceLost
from jarvisd.events import Failed, Heard, Interrupted, Replied, Spoke, Transcribed, TurnEnded, Woke
from jarvisd.speech import Transcript
from tests.fakes import FakeSynthesizer, FakeTranscriber, Line
from tests.voice.house import House

QUESTIONS = [("what time is it", "It is ten past three.", "en"), ("现在几点", "现在是下午三点十分。", "zh")]


@pytest.fixture
def house() -> House:
    made = House()
    for asked, answered, language in QUESTIONS:
        made.lines[asked] = Line(answered, preview=answered, language=language)
    made.lines["tell me a story"] = Line("Once there was a house. | It stood by the sea. | It still does.", exact=False)
    made.lines["stop"] = Line("OK.", stops=True, preview="OK.")
    made.lines["lock the door"] = Line("Really?", asks=True)
    made.lines["yes"] = Line("Done.")
    made.lines["turn on the light"] = Line("The light is on.")
    return made


@pytest.mark.parametrize(("asked", "answered", "language"), QUESTIONS)
async def test_a_question_is_heard_answered_and_said(house: House, asked: str, answered: str, language: str) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say(asked), 1.5))
    assert heard.one(Woke).phrase == "jarvis"
    assert heard.one(Transcribed).text == asked
    assert heard.one(Transcribed).language == language
    assert heard.one(Replied).text == answered
    assert heard.one(Spoke).text == answered
    assert heard.one(TurnEnded).outcome == "answered"
    assert [turn.answered for turn in heard.recall.turns] == [answered]
    assert {event.turn for event in heard.events} == {"1"}


class Deaf:
    """An ear that hears nothing the second time."""

    async def again(self, names: Sequence[str]) -> tuple[str, ...]:
        return ()


async def test_what_the_ear_may_have_heard_instead_comes_along_without_the_name(house: House) -> None:
    room = house.room
    ear = Deaf()
    house.transcriber = FakeTranscriber(room, others=("Hey Jarvis, turn on the lights", "贾维斯，开灯"), ear=ear)
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("turn on the light"), 1.5))
    assert heard.one(Transcribed).text == "turn on the light"
    assert set(heard.script.others) == {("Turn on the lights", "开灯")}
    assert set(heard.script.ears) == {ear}


async def test_nobody_is_answered_who_did_not_call(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.say("what time is it"), 2.0))
    assert heard.events == []
    assert heard.transcriber.asked == 0
    assert heard.loud() == []


async def test_the_end_of_speech_is_where_it_was(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.4, room.say("what time is it", 1.0), 1.5))
    assert heard.one(Heard).position == pytest.approx(2.5, abs=0.05)
    assert heard.one(TurnEnded).position == heard.one(Heard).position


async def test_a_known_sentence_is_committed_early_and_its_first_sound_was_made_in_the_silence(house: House) -> None:
    room = house.room
    ended = (await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it"), 1.5))).one(TurnEnded)
    assert ended.timings["endpoint"] == pytest.approx(330, abs=50)  # draft at 0.2 s, words at 0.3 s, the chunk after that
    assert ended.timings["first_audio"] == pytest.approx(ended.timings["endpoint"] + 20, abs=40)


async def test_a_sentence_that_may_go_on_waits_for_the_whole_silence(house: House) -> None:
    room = house.room
    ended = (await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.5))).one(TurnEnded)
    assert ended.timings["endpoint"] == pytest.approx(500, abs=50)


async def test_a_command_in_one_breath_is_heard_whole(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), room.say("turn on the light"), 1.5))
    assert heard.one(Transcribed).text == "turn on the light"
    assert heard.one(Heard).seconds == pytest.approx(0.8, abs=0.05)


async def test_what_the_name_left_in_a_command_in_one_breath_fades_away(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), room.say("lock the door"), 1.5))
    sound = np.abs(heard.transcriber.heard[-1].samples.astype(int))
    loudest = [int(sound[start : start + 160].max()) for start in range(0, 6 * 160, 160)]  # of each hundredth of a second
    assert loudest == sorted(loudest)
    assert loudest[0] < 0.05 * sound.max()


async def test_a_command_after_a_pause_is_invited_by_a_chime(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 2.0, room.say("turn on the light"), 1.5))
    assert heard.one(Transcribed).text == "turn on the light"
    chime, answer = heard.loud()[0], heard.loud()[-1]
    assert chime[0] == pytest.approx(1.5, abs=0.15)
    assert answer[0] > 3.9


async def test_no_chime_is_played_into_a_command_in_one_breath_or_where_it_is_switched_off(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), room.say("turn on the light"), 1.5))
    assert heard.loud()[0][0] > 1.9
    house.set(chime=False)
    heard = await house.hears(room.line(0.5, room.name(), 2.0, room.say("turn on the light"), 1.5))
    assert heard.loud()[0][0] > 3.9


async def test_a_draft_is_dropped_without_a_trace_when_speech_goes_on(house: House) -> None:
    room = house.room
    house.lines["turn on the light and lock the door"] = Line("Both done.")
    heard = await house.hears(room.line(0.5, room.name(), room.say("turn on the light"), 0.28, room.say("and lock the door"), 1.5))
    assert heard.one(Transcribed).text == "turn on the light and lock the door"
    assert heard.script.considered[0] == "turn on the light"
    assert house.lines["turn on the light"].acted == 0
    assert [turn.asked for turn in heard.recall.turns] == ["turn on the light and lock the door"]
    assert heard.one(Replied).text == "Both done."


async def test_without_drafts_each_utterance_is_transcribed_once(house: House) -> None:
    room = house.room
    house.drafts = False
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it"), 1.5))
    assert heard.transcriber.asked == 1
    assert heard.one(TurnEnded).timings["transcribed"] == pytest.approx(600, abs=60)


async def test_the_second_sentence_is_made_while_the_first_is_heard(house: House) -> None:
    room = house.room
    house.synthesizer = FakeSynthesizer(seconds=0.3)
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.5))
    spans = heard.loud()
    assert len(spans) == 1 or max(after[0] - before[1] for before, after in pairwise(spans)) < 0.05
    assert heard.one(Spoke).text == "Once there was a house. It stood by the sea. It still does."


async def test_the_wake_word_silences_at_once_and_what_was_not_heard_is_not_remembered(house: House) -> None:
    room = house.room
    clip = room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.2, room.name(), 0.1, room.say("what time is it"), 1.5)
    heard = await house.hears(clip)
    interrupted = heard.one(Interrupted)
    assert interrupted.by == "wake word"
    first, second = heard.all(TurnEnded)
    assert (first.outcome, second.outcome) == ("interrupted", "answered")
    assert heard.all(Replied)[1].text == "It is ten past three."
    told = heard.recall.turns[0].answered
    assert told != "Once there was a house. It stood by the sea. It still does."
    assert "Once there was a house. It stood by the sea. It still does.".startswith(told)
    named = 0.5 + 0.6 + 0.1 + 0.8 + 1.2 + 0.6
    assert all(not (named + 0.15 < end < named + 0.9) for _, end in heard.loud())


async def test_a_bare_stop_silences_a_device_that_does_not_hear_itself(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.say("stop", 0.3), 3.0))
    assert heard.one(Interrupted).by == "stop"
    assert heard.one(TurnEnded).outcome == "interrupted"
    assert heard.loud()[-1][1] < 4.3


async def test_a_stop_that_the_wake_word_detector_hears_silences_at_once_and_wakes_nobody(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.stop(), 3.0))
    assert heard.one(Interrupted).by == "stop"
    assert heard.one(TurnEnded).outcome == "interrupted"
    assert heard.loud()[-1][1] < 0.5 + 0.6 + 0.1 + 0.8 + 1.0 + 0.2
    assert len(heard.all(Woke)) == 1


async def test_a_stop_that_nobody_spoke_over_is_no_name(house: House) -> None:
    room = house.room
    assert (await house.hears(room.line(0.5, room.stop(), 2.0))).events == []


async def test_other_words_over_a_reply_do_not_interrupt_it(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.say("what time is it", 0.5), 3.0))
    assert heard.all(Interrupted) == []
    assert heard.one(Spoke).text.endswith("It still does.")


class _Puzzled(FakeTranscriber):
    """Never comes to an end with what is no word."""

    async def transcribe(self, audio: Audio) -> Transcript:
        heard = await super().transcribe(audio)
        await asyncio.sleep(1000.0 if heard.text == "mm" else 0.0)
        return heard


async def test_what_cannot_be_made_out_over_a_reply_keeps_nobody_from_ending_it(house: House) -> None:
    room = house.room
    house.lines["tell me a story"] = Line("Once there was a house, and it stood by the sea, as it still does. " * 6)
    house.transcriber = _Puzzled(room)
    clip = room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.say("mm", 0.3), 8.0, room.name(), 3.0)
    heard = await house.hears(clip)
    assert heard.one(Interrupted).by == "wake word"


class _Deaf(WavFile):
    """Hears itself, so that a bare word over a reply may be its own."""

    echo_cancelled = False


async def test_a_bare_stop_does_nothing_where_the_device_hears_itself(house: House) -> None:
    room = house.room
    clip = room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.say("stop", 0.3), 3.0)
    heard = await house.hears(clip, lambda sound: _Deaf(sound, tail=2.0))
    assert heard.all(Interrupted) == []


async def test_nor_does_one_that_the_wake_word_detector_would_hear(house: House) -> None:
    room = house.room
    clip = room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 1.0, room.stop(), 3.0)
    heard = await house.hears(clip, lambda sound: _Deaf(sound, tail=2.0))
    assert heard.all(Interrupted) == []


async def test_a_question_is_answered_without_the_wake_word(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("lock the door"), 2.0, room.say("yes", 0.3), 2.0))
    assert [event.text for event in heard.all(Replied)] == ["Really?", "Done."]
    assert len(heard.all(Woke)) == 1


async def test_the_follow_up_window_closes(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("lock the door"), 9.0, room.say("yes", 0.3), 2.0))
    assert [event.text for event in heard.all(Replied)] == ["Really?"]


@pytest.mark.parametrize(("silence", "open"), [(0.2, True), (4.0, True), (9.0, False)])
async def test_a_question_stays_open_where_the_sound_ends_before_the_window_does(house: House, silence: float, open: bool) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("lock the door"), silence))
    assert heard.one(Replied).text == "Really?"
    assert heard.talk.expects_answer is open


async def test_a_conversation_goes_on_from_a_question_asked_before(house: House) -> None:
    house.expects_answer = True
    heard = await house.hears(house.room.line(0.5, house.room.say("yes", 0.3), 1.5))
    assert heard.one(Replied).text == "Done."


async def test_the_name_alone_is_forgiven(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 10.0, room.name(), 0.1, room.say("what time is it"), 1.5))
    assert len(heard.all(Woke)) == 2
    assert heard.one(Replied).text == "It is ten past three."


async def test_the_rest_of_the_name_is_no_command(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), room.say("Jarvis.", 0.4), 1.5, room.say("what time is it"), 1.5))
    assert heard.one(Transcribed).text == "what time is it"
    assert heard.one(TurnEnded).outcome == "answered"


async def test_a_device_that_goes_in_mid_talk_is_the_supervisor_s(house: House) -> None:
    room = house.room

    class Unplugged(WavFile):
        async def __anext__(self) -> Audio:
            if self.position > 2.0:
                raise DeviceLost("the microphone went away")
            return await super().__anext__()

    with pytest.raises(DeviceLost):
        await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story", 5.0)), lambda sound: Unplugged(sound, tail=1.0))

    class Mute(WavFile):
        async def play(self, audio: Audio) -> None:
            raise DeviceLost("the speaker went away")

    with pytest.raises(DeviceLost):
        await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 2.0), lambda sound: Mute(sound, tail=1.0))


async def test_two_commands_in_one_file_are_two_turns(house: House) -> None:
    room = house.room
    one = room.line(0.5, room.name(), 0.1, room.say("what time is it"), 4.0)
    heard = await house.hears(room.line(one, one))
    assert [event.turn for event in heard.all(TurnEnded)] == ["1", "2"]


async def test_speech_without_words_ends_in_the_falling_notes(house: House) -> None:
    room = house.room
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say(""), 1.5))
    assert heard.one(TurnEnded).outcome == "unheard"
    assert heard.all(Replied) == []
    assert len(heard.loud()) == 1
    assert heard.recall.turns == []


async def test_a_transcriber_that_fails_is_said_and_the_next_turn_works(house: House) -> None:
    room = house.room
    house.transcriber = FakeTranscriber(room, fails=1)
    house.drafts = False
    one = room.line(0.5, room.name(), 0.1, room.say("what time is it"), 3.0)
    heard = await house.hears(room.line(one, one))
    assert heard.one(Failed).where == "hearing"
    assert [event.outcome for event in heard.all(TurnEnded)] == ["failed", "answered"]


async def test_a_transcriber_that_hangs_is_not_waited_for(house: House) -> None:
    room = house.room
    house.transcriber = FakeTranscriber(room, seconds=1000)
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it"), 1.5))
    assert heard.one(TurnEnded).outcome == "failed"


async def test_a_voice_that_fails_leaves_a_sound_and_the_answer_is_still_kept(house: House) -> None:
    room = house.room
    house.synthesizer = FakeSynthesizer(fails=True)
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it"), 1.5))
    assert heard.one(Replied).text == "It is ten past three."
    assert len(heard.loud()) == 1


async def test_an_answer_that_breaks_is_an_honest_sentence(house: House) -> None:
    room = house.room

    class Broken(Line):
        async def parts(self) -> AsyncGenerator[object, None]:  # type: ignore[override]  # never yields: the point of the test
            raise OSError("the disk is gone")
            yield

    house.lines["what time is it"] = Broken("never")
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it"), 1.5))
    assert "sorry" in heard.one(Replied).text.lower()
    assert heard.one(TurnEnded).outcome == "answered"


async def test_steady_talk_is_cut_after_the_longest_utterance(house: House) -> None:
    room = house.room
    house.set(longest=3.0)
    heard = await house.hears(room.line(0.5, room.name(), 0.1, room.say("what time is it", 6.0), 1.5))
    assert heard.one(Heard).seconds == pytest.approx(3.0, abs=0.2)


def _cancel(task: asyncio.Task[None] | None) -> None:
    assert task is not None
    task.cancel()


async def test_ending_in_mid_reply_keeps_what_was_heard(house: House) -> None:
    room = house.room
    talking = asyncio.current_task()
    assert talking is not None

    class Unplugged(WavFile):
        async def play(self, audio: Audio) -> None:
            asyncio.get_running_loop().call_later(audio.seconds + 0.1, _cancel, talking)
            await super().play(audio)

    with pytest.raises(asyncio.CancelledError):
        await house.hears(room.line(0.5, room.name(), 0.1, room.say("tell me a story"), 20.0), lambda sound: Unplugged(sound, tail=1.0))
    talking.uncancel()
    assert [turn.answered for turn in house.recall.turns] == ["Once there was a house."]
