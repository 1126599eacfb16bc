"""The time, the date, the weather and "never mind", whatever is said around them: nothing is done by these, so they need not stand alone."""

from __future__ import annotations

import re

from jarvisd.agent.understand import Command, Heard
from jarvisd.agent.understand.names import names_of
from jarvisd.agent.understand.spoken import plain
from jarvisd.agent.understand.things import kinds
from jarvisd.messages import Language

_WEATHER_EN = r"(?:rain|snow|freeze|clear up|be (?:sunny|rainy|wet|dry|windy|cold|hot|warm|nice|foggy|icy|frosty|stormy|cloudy))"
_LOOKS = {
    "en": (
        ("HassGetCurrentTime", re.compile(
            r"\bwhat time is it(?! (?:in|when|that|over|for)\b)|\bwhat(?: is)? the time(?= is it\b| right\b| now\b| please\b|,|$| (?:i|my|we) )|\b(?:give|tell) (?:me|us) (?:the time|what time it is)\b"
            r"|\b(?:you )?(?:got|have) the time(?=$|,| (?:please|on you|there)\b)|\b(?:time|clock) check\b|^(?:the )?(?:current |exact )?time(?: now)?,? please$")),
        ("HassGetCurrentDate", re.compile(
            r"\b(?:what|which) (?:day|date)(?: of the week| of the month)? (?:is (?:it|today)|are we)(?! (?:in|for|when|that|of)\b)|\bwhat is (?:today's date|the date|today)(?=$|,| (?:today|again|please|now|it is|i|my|we)\b)")),
        ("HassGetWeather", re.compile(
            rf"\b(?:what|how) is the weather(?! (?:in|app|channel|forecast on)\b(?! the))|\bweather (?:forecast|report)(?: for (?:today|tomorrow))?$|^(?:the )?(?:today's )?weather(?:,? please| today| for today| tomorrow| right now)+$|\b(?:is it|will it) (?:going to )?{_WEATHER_EN}\b|^(?:\w+ ){{0,2}}is it (?:raining|snowing|hailing|windy|icy)\b"
            r"|\b(?:do|will|should) (?:i|we) (?:need|take|bring|wear) (?:an? |my |the )?(?:umbrella|brolly|coat|jacket|raincoat|wellies|sunscreen|hat|scarf)\b|\bwhat is it (?:going to be )?like (?:out(?:side)?|outdoors)\b")),
    ),
    "zh": (
        ("HassGetCurrentTime", re.compile(r"(?:现在|这会儿?|眼下)(?:是|都)?(?:几点|什么时间|啥时候)|几点(?:钟)?[了啦]|报(?:一?下|个)时间?|(?:看|说)(?:一下|下)(?:几点|时间)")),
        ("HassGetCurrentDate", re.compile(r"(?:今天|今儿个?|今日)(?:是|到底)?(?:几月几[号日]|几[号日]|多少号|星期几|周几|礼拜几|什么日子|哪[天日])")),
        ("HassGetWeather", re.compile(
            r"天气.{0,4}(?:怎么样|怎样|如何|咋样|好不好|好吗|预报|报)|(?:报|查|看|说)(?:一?下|下)?.{0,4}天气|(?:会不会|要不要|是不是|会|要)下[雨雪]|下不下[雨雪]|下[雨雪](?:吗|不|没有?)$|刮不刮风|(?:用不用|要不要|需不需要|得)(?:带|打)伞"
            r"|(?:外面|外头|今天|明天)(?:冷不冷|热不热)")),
    ),
}  # fmt: skip
# What stands on a list of this house.
_OF_LIST = {
    "en": (r"^(?:\w+ ){0,3}(?:what is|what have (?:i|we) got|what do (?:i|we) have|what did (?:i|we) put|anything|is there anything)(?: \w+)? on (?:the |my |our )?({lists})\b|\b(?:read|tell) (?:me|us|out) (?:what is on )?(?:the |my |our )?({lists})(?: out)?$"),
    "zh": (r"({lists})(?:里头|里面|里边|里|上面|上)?(?:都|还|现在|目前|一共)*(?:有|是|剩|记了?|写了?|列了?)(?:些|的|了)?(?:什么|啥|哪些|多少|几)"),
}  # fmt: skip
_DROPPED = {  # "forget that" is an order to memory
    "en": re.compile(
        r"^(?:(?:oh|ah|h+m+|no|nah|nope|um|uh|ok|okay|actually|sorry|right|well|do not bother|it is fine|it is ok)[, ]+)*(?:never ?mind(?! (?:the|my|your|his|her|their|about the)\b)|forget (?:about )?it\b|(?:scrap|cancel|ignore|drop) (?:it|that|about it|about that|what i said)\b|cancel$|do not bother(?: then| now| after all)?$|i changed my mind\b|do not worry about it)"
    ),
    "zh": re.compile(
        r"^(?:(?:哦|啊|嗯|那|呃|不|哎呀?|唉|哎哟|诶|额|好吧|点错了|说错了|叫错了|弄错了|错了),?)*(?:算了(?!一|算)|没事(?:了|儿|没事|,|$)|没什么(?:,|了|$)|取消(?:吧|了)?$|不用了|用不着了|当我没说|没你的?事|没叫你|退下)"
    ),
}


def looked(heard: Heard) -> tuple[Command, ...]:
    """What only looks, wherever in the sentence it is asked, in the order of the words."""
    said = plain(heard.text, heard.language)
    found = sorted((match.start(), intent) for intent, pattern in _LOOKS[heard.language] if (match := pattern.search(said)))
    if not found and (name := _list_of(said, heard)):
        return (Command("HassGetState", {"name": name}, 1.0, "exact", "what stands on a list"),)
    return tuple(Command(intent, {}, 1.0, "exact", "asked among other words") for _, intent in found)


def _list_of(said: str, heard: Heard) -> str:
    lists = {
        form: one.name
        for one in heard.house.entities
        if one.domain == "todo"
        for name in (one.name, *one.aliases)
        for form in _forms(name, heard.language)
    }
    either = "|".join(map(re.escape, sorted(lists, key=len, reverse=True)))
    found = re.search(_OF_LIST[heard.language].replace("{lists}", either), said) if lists else None
    return lists[next(filter(None, found.groups()))] if found else ""


def _forms(name: str, language: Language) -> tuple[str, ...]:
    said = plain(name, language)
    return (said, f"{said} list") if language == "en" and not said.endswith("list") else (said,)


def dropped(heard: Heard) -> Command | None:
    """ "Never mind", where nothing of the house is spoken of."""
    said = plain(heard.text, heard.language)
    if not _DROPPED[heard.language].search(said) or kinds(said, heard.language) or names_of(heard.house).find(said, heard.language):
        return None
    return Command("HassNevermind", {}, 1.0, "exact", "taken back")
