"""Everything that can go wrong, as one tree.

JarvisError                 its text is for the person in front of the machine: what happened, and what to do
├── ConfigError             a key, a value or a file of the configuration
├── AudioError              a sound file that cannot be read
├── DeviceError             a microphone, a speaker or a satellite
│   └── DeviceLost          it was there, it went away; its supervisor opens it again
├── ModelError              weights that are missing, broken or cannot be fetched
│   ├── ModelMissing        never fetched
│   └── ModelBroken         the file on disk is not the one in the catalogue
├── EngineError             a speech engine failed on one piece of work
├── LanguageModelError      a language model that could not answer
│   ├── ModelStarting       it is still loading, or reading what it must know first; in a moment it can
│   ├── AnswerMisfit        it answered, in another form than was asked for
│   └── CallUnreadable      it meant to call a tool, and nobody can read how; a model can correct itself by the text
├── ToolError               a tool that could not do it; the text may be read by a model and spoken
│   └── ToolUnsure          whether it was done is not known
│   └── CalendarError       a calendar that cannot be read, written or reached
│   └── HomeTrouble         whoever runs the things of the home did not do it; said in the language of who asked (tools/home)
├── MemoryRefused           an edit of memory that was not made; a model can correct itself by the text
│   └── NotKnown            what was meant is not in memory
├── NotRepeated             a step of a run that changes something was cut short; it is not done a second time
├── DocumentUnreadable      a file that was to be taken into the archive
├── ScheduleError           what is to ring later cannot be kept as it was asked
│   └── ScheduleFull        so much is kept already that one more is not
├── StorageError            the state folder or the database
│   └── StateLocked         another jarvisd owns this state folder
├── ControlError            the daemon behind the Unix socket did not do as asked
├── ServiceError            systemd did not do as asked, or is not there
└── DataMissing             what a bench measures on is not there
"""


class JarvisError(Exception):
    """The root: str(error) is one sentence for people, ending in what they can do."""


class ConfigError(JarvisError):
    pass


class AudioError(JarvisError):
    pass


class DeviceError(JarvisError):
    pass


class DeviceLost(DeviceError):
    pass


class ModelError(JarvisError):
    pass


class ModelMissing(ModelError):
    pass


class ModelBroken(ModelError):
    pass


class EngineError(JarvisError):
    pass


class LanguageModelError(JarvisError):
    pass


class ModelStarting(LanguageModelError):
    pass


class AnswerMisfit(LanguageModelError):
    pass


class CallUnreadable(LanguageModelError):
    def __init__(self, tool: str, sentence: str) -> None:
        super().__init__(sentence)
        self.tool = tool  # as the model wrote it; "" where not even that can be read


class ToolError(JarvisError):
    pass


class ToolUnsure(ToolError):
    pass


class CalendarError(ToolError):
    pass


class HomeTrouble(ToolError):
    def __init__(self, why: str, sentence: str = "", **about: str) -> None:
        super().__init__(sentence or why)
        self.why = why  # a key of jarvisd/tools/home/troubles.py
        self.about = about


class MemoryRefused(JarvisError):
    pass


class NotKnown(MemoryRefused):
    pass


class NotRepeated(JarvisError):
    pass


class ScheduleError(JarvisError):
    pass


class ScheduleFull(ScheduleError):
    def __init__(self, sentence: str, count: int) -> None:
        super().__init__(sentence)
        self.count = count  # that are kept


class StorageError(JarvisError):
    pass


class DocumentUnreadable(JarvisError):
    pass


class StateLocked(StorageError):
    pass


class ControlError(JarvisError):
    pass


class ServiceError(JarvisError):
    pass


class DataMissing(JarvisError):
    pass


def foremost(several: BaseExceptionGroup[BaseException], kind: type[Exception]) -> BaseException:
    """The one exception of several that matters most: the first of that kind, else the first."""
    found: BaseException = several.subgroup(kind) or several
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found
