"""What is asked before something is done in the home: it names the thing and what would happen to it."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.messages import Language
from jarvisd.tools.home import Entity
from jarvisd.tools.home.called import article, joined, named
from jarvisd.tools.home.steps import Step

_MOST = 3  # names in one question

# Service -> English verb and Chinese form; by the bare name where the domain does not matter.
_DOES: dict[str, tuple[str, str]] = {
    "lock.unlock": ("unlock {what}", "打开{lock}"),
    "lock.lock": ("lock {what}", "锁上{what}"),
    "alarm_disarm": ("disarm {what}", "撤防{what}"),
    "alarm_arm_home": ("set {what} to home", "把{what}改成在家布防"),
    "alarm_arm_night": ("set {what} to night", "把{what}改成夜间布防"),
    "stop_cover": ("stop {what}", "让{what}停下"),
    "stop_valve": ("stop {what}", "让{what}停下"),
    "open_cover": ("open {what}", "打开{what}"),
    "open_valve": ("open {what}", "打开{what}"),
    "set_cover_position": ("open {what}", "打开{what}"),
    "set_valve_position": ("open {what}", "打开{what}"),
    "close_cover": ("close {what}", "关上{what}"),
    "close_valve": ("close {what}", "关上{what}"),
    "script.turn_on": ("run {what}", "运行{what}"),
    "scene.turn_on": ("set {what}", "启动{what}"),
    "press": ("press {what}", "按下{what}"),
    "start_mowing": ("start {what}", "启动{what}"),
    "turn_off": ("turn off {what}", "关掉{what}"),
    "turn_on": ("turn on {what}", "打开{what}"),
}
_ELSE = ("change {what}", "改变{what}")
_MORE = {"en": "{n} others", "zh": "另外{n}个"}


def question(aims: Sequence[tuple[Entity, Step]], language: Language) -> str:
    """ "Shall I unlock the front door?"; "" where nothing is meant."""
    if not aims:
        return ""
    step = aims[0][1]
    things = [thing for thing, other in aims if other.service == step.service]
    names = [named(thing, language) for thing in things]
    if language != "zh":
        names = [article(name) for name in names]
    if len(names) > _MOST:
        names = [*names[:_MOST], _MORE["zh" if language == "zh" else "en"].format(n=len(names) - _MOST)]
    what = joined(names, language)
    english, chinese = _DOES.get(step.service) or _DOES.get(step.service.partition(".")[2], _ELSE)
    if language == "zh":
        return f"要{chinese.format(what=what, lock=what if what.endswith('锁') else what + '的锁')}吗？"
    return f"Shall I {english.format(what=what)}?"
