"""Why something in the home was not done, said in English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from jarvisd.errors import HomeTrouble
from jarvisd.messages import Language, in_language
from jarvisd.text.choice import either
from jarvisd.tools.home.called import article, domain_words, joined, kind_words

_MOST = 4  # of what is asked about

_SAYS: dict[Language, dict[str, str]] = {
    "en": {
        "unreachable": "I can't reach the home right now.",
        "no_home": "No home is connected; set the address of Home Assistant in the configuration.",
        "token": "Home Assistant does not let me in; its token has to be renewed.",
        "cut": "The connection to the home broke off; I don't know whether it was done.",
        "silent": "The home did not answer in time; I don't know whether it was done.",
        "gone": "{name} is no longer there.",
        "refused": "The home refused it.",
        "refused_why": "The home refused it: {said}.",
        "no_name": "There is nothing called {name} here.",
        "no_area": "There is no room called {name} here.",
        "no_floor": "There is no floor called {name} here.",
        "no_such": "There is no {what} here.",
        "no_such_in": "There is no {what} in {where}.",
        "not_in": "{what} is not in {where}.",
        "cannot": "{name} cannot do that.",
        "cannot_dim": "{name} cannot be dimmed.",
        "cannot_color": "{name} cannot show colours.",
        "cannot_white": "{name} cannot change its white.",
        "cannot_position": "{name} can only be opened or closed.",
        "cannot_rooms": "{name} cannot clean one room alone.",
        "no_report": "{name} does not say where it stands; give me a number.",
        "which": "There are several called {name}: {rows}. Which one?",
        "which_any": "Which one: {rows}?",
        "twins": "Several things are called {name}; give one of them another name first.",
        "no_color": "I don't know the colour {name}.",
        "no_mode": "{name} has no mode called {mode}; it knows {known}.",
        "no_number": "{name} is not a number.",
        "bounds_degrees": "{said} degrees is out of range; it takes {low} to {high} degrees.",
        "bounds_brightness": "Brightness goes from {low} to {high} percent.",
        "bounds_percent": "That goes from {low} to {high} percent.",
        "bounds_kelvin": "White goes from {low} to {high} kelvin.",
        "nothing": "What should I change about {name}?",
        "unavailable": "{name} can't be reached.",
        "unchanged": "{name} did not do it.",
        "unstopped": "{name} does not report that it stopped.",
        "no_light_on": "No light is on.",
        "no_fan_on": "No fan is running.",
        "no_player": "Nothing is playing.",
        "cannot_search": "{name} cannot look for music.",
        "no_search": "No player here can look for music.",
        "no_media": "I found nothing called {name}.",
        "no_list": "There is no list called {name} here.",
        "repeats": "{name} repeats; tick it off where it is kept.",
        "more": "another", "in": "the one in {area}", "kind": "the {kind}", "thing": "such thing",
    },
    "zh": {
        "unreachable": "现在联系不上家里的系统。",
        "no_home": "还没有连接家居系统，请在配置里填上 Home Assistant 的地址。",
        "token": "家居系统不接受我的令牌，需要换一个新的。",
        "cut": "和家里的连接断了，不知道做成了没有。",
        "silent": "家里的系统没有及时回应，不知道做成了没有。",
        "gone": "{name}已经不在了。",
        "refused": "家里的系统拒绝了。",
        "refused_why": "家里的系统拒绝了。",  # its reason is English
        "no_name": "家里没有叫{name}的设备。",
        "no_area": "家里没有叫{name}的房间。",
        "no_floor": "家里没有叫{name}的楼层。",
        "no_such": "家里没有{what}。",
        "no_such_in": "{where}没有{what}。",
        "not_in": "{what}不在{where}。",
        "cannot": "{name}做不到。",
        "cannot_dim": "{name}不能调亮度。",
        "cannot_color": "{name}不能变颜色。",
        "cannot_white": "{name}不能调色温。",
        "cannot_position": "{name}只能打开或关上。",
        "cannot_rooms": "{name}不能只打扫一个房间。",
        "no_report": "{name}没有报告现在是多少，请说一个数。",
        "which": "有好几个叫{name}的：{rows}。要哪一个？",
        "which_any": "要哪一个：{rows}？",
        "twins": "有好几个设备都叫{name}，请先给其中一个改个名字。",
        "no_color": "我不知道{name}这种颜色。",
        "no_mode": "{name}没有{mode}模式，它有{known}。",
        "no_number": "{name}不是数字。",
        "bounds_degrees": "{said}度超出范围了，只能在{low}到{high}度之间。",
        "bounds_brightness": "亮度只能在{low}%到{high}%之间。",
        "bounds_percent": "只能在{low}%到{high}%之间。",
        "bounds_kelvin": "色温只能在{low}到{high}开之间。",
        "nothing": "{name}要改什么？",
        "unavailable": "{name}联系不上。",
        "unchanged": "{name}没有照做。",
        "unstopped": "{name}没有报告已经停下。",
        "no_light_on": "没有开着的灯。",
        "no_fan_on": "没有在转的风扇。",
        "no_player": "现在没有在播放。",
        "cannot_search": "{name}不能搜索音乐。",
        "no_search": "家里没有能搜索音乐的播放器。",
        "no_media": "没有找到{name}。",
        "no_list": "没有叫{name}的清单。",
        "repeats": "{name}是重复的事项，请在原来的地方勾掉。",
        "more": "别的", "in": "{area}的那个", "kind": "{kind}", "thing": "这样的设备",
    },
}  # fmt: skip


_MODES = {
    "cool": "制冷", "heat": "制热", "dry": "除湿", "fan_only": "送风", "auto": "自动", "heat_cool": "自动", "sleep": "睡眠", "eco": "节能",
    "away": "离家", "boost": "强力", "comfort": "舒适", "none": "普通", "normal": "普通", "home": "在家", "quiet": "静音", "baby": "婴儿",
    "low": "低", "medium": "中", "high": "高", "laundry": "干衣", "night": "夜间", "manual": "手动", "continuous": "连续",
}  # fmt: skip


def sentence(trouble: HomeTrouble, language: Language) -> str:
    says, about = in_language(_SAYS, language), dict(trouble.about)
    match trouble.why:
        case "which":
            return _which(about["name"], [row.split("\t") for row in about["rows"].split("\n")], language)
        case "no_such":
            named = bool(about["named"])
            about["what"] = about["what"] if named else kind_words(about["what"], language) or says["thing"]
            about["where"] = about["where"] if language == "zh" or not about["where"] else article(about["where"])
            form = ("not_in" if named else "no_such_in") if about["where"] else "no_such"
        case "bounds":
            form = f"bounds_{about['unit']}"
        case "refused" if about.get("said"):
            form = "refused_why"
        case "no_mode" as form:
            known = [_mode(one, language) for one in about["known"].split(", ")]
            about |= {"mode": _mode(about["mode"], language), "known": joined(known, language)}
        case why:
            form = why
    return says[form].format(**about) if form in says else str(trouble)


def _mode(mode: str, language: Language) -> str:
    plain = mode.replace("_", " ")
    return _MODES.get(mode, plain) if language == "zh" else plain


def _which(name: str, rows: Sequence[Sequence[str]], language: Language) -> str:
    """Told apart by room, or by kind, or by name: whichever tells them apart."""
    says = in_language(_SAYS, language)
    names, areas, kinds = ([row[column] for row in rows] for column in range(3))
    if not name:
        parts = names
    elif len(set(areas)) == len(areas):
        parts = [says["in"].format(area=area) if area else domain_words(kind, language) for area, kind in zip(areas, kinds, strict=True)]
    elif len(set(kinds)) == len(kinds):
        parts = [says["kind"].format(kind=domain_words(kind, language)) for kind in kinds]
    else:
        return says["twins"].format(name=name)
    shown = parts[:_MOST] + [says["more"]] * (len(parts) > _MOST)
    return says["which" if name else "which_any"].format(name=name, rows=either(shown, language))
