"""Which of a person's own sentences tell how something is: questions, orders, guesses, hearsay and chatter do not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jarvisd.memory.edits import instructs
from jarvisd.memory.words import clean, content_words, index_tokens

LONGEST = 600  # characters of a turn: what is longer was pasted, not said
_CLAUSE = 160  # characters of a fact
_COVERS = 0.6  # part of a clause's words that a fact names, so that it is that clause and not a piece of it

_INSIDE = r"(?<=\d)[.](?=\d)|(?:(?<=\bMr)|(?<=\bMs)|(?<=\bDr)|(?<=\bSt)|(?<=\bMrs))[.](?= )"  # 2.5, Mr. Brown
_SENTENCE = re.compile(rf"[^.!?。！？;；\n]*(?:(?:{_INSIDE})[^.!?。！？;；\n]*)*[.!?。！？;；]*")
_BETWEEN = re.compile(
    r"\s*[,，]\s*(?:and |but |so )?|\s+(?:and|but)\s+(?=(?:i|we|he|she|they|it|my|our|the|[A-Z]\w*)\b)|而且|但是|不过|并且|然后"
)
_QUOTED = re.compile(r"[\"“「『《][^\"”」』》]*[\"”」』》]?")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_LEAD = _any(
    r"^(?:(?:(?:hey |ok |okay )?jarvis|by the way|oh|well|so|ok|okay|yes|no|yeah|actually|also|and|but|you know|just so you know"
    r"|you should know(?: that)?|as i said|i told you(?: that)?|i(?:'d| would)? like you to know(?: that)?|fyi"
    r"|for your information|(?:please )?(?:remember|note)(?: that)?)\b[,: ]*"
    r"|(?:贾维斯|对了|顺便说一下|顺便说|其实|你知道吗|我跟你说|我告诉你|告诉你|嗯|哦|那个|好的|是的|另外|还有|请?你?记住"
    r"|记一下)[，,：: ]*)+"
)
_QUESTION = _any(
    r"[?？]|[吗呢么]\W*$|什么|怎么|哪[里儿个天些]|为何|多少|几点|几号|是不是|有没有|能不能|可不可以|谁|哪\W*$",
    r"^\W*(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|will|would|shall|should|may)\b",
    r"^\W*(?:has|have|had)\b",
)
_ORDER = _any(
    r"^\W*(?:please|let(?:'s| us| me)|forget|remind|turn|switch|set|play|stop|open|close|lock|unlock|call|tell|give|show|read)\b",
    r"^\W*(?:find|search|look|put|add|buy|make|start|cancel|delete|wake|send|order|write|say|sing|dim|raise|lower|pause|check)\b",
    r"^\W*(?:repeat|translate|explain|summari[sz]e|go|come|take|bring|get|i (?:want|need|would like|'d like) you|i'd like you)\b",
    r"^\W*(?:announce|broadcast|shuffle|roll|flip|toss|spell|count|guess)\b",
    r"^(?:请|麻烦|帮|给我|替我|把|打开|关|开|提醒|叫|播放|放|停|取消|设|调|查|告诉我|说|念|找|忘|撤销|删|唱|讲|翻译|总结|解释)",
    r"^\W*(?:leave|keep|hold|wait|do not|don'?t|never|no|not)\b",
    r"^[去来定订别喊]|^不要|^留着|^广播|^通知|^再[来给放加设]",
)
_GUESS = _any(
    r"\b(?:if|unless|maybe|perhaps|might|probably|possibly|i (?:guess|think|suppose|wonder|hope|wish|dreamed|dreamt)|imagine)\b",
    r"\b(?:suppose|pretend|kidding|joking|would be|could be|seems?)\b",
    r"如果|要是|假如|假设|也许|可能|大概|好像|似乎|估计|说不定|我猜|我想知道|希望|开玩笑|梦见",
)
_HEARSAY = _any(
    r"\b(?:according to|i (?:read|heard)|web ?sites?|web|internet|online|e-?mails?|mail|article|news|newspaper|document|pdf)\b",
    r"\b(?:letter|the user|you (?:said|told|think|know|are)|your)\b",
    r"听说|据说|网上|网页|网站|邮件|文章|新闻|文件|信里|写着|用户|你(?:说|告诉|觉得|是|的)",
)
_MOOD = _any(
    r"^(?:i(?:'m| am)|we(?:'re| are)) (?:\w+ )?(?:hungry|thirsty|tired|bored|cold|hot|home|back|here|late|busy|sad|happy|fine)\b",
    r"^(?:i(?:'m| am)|we(?:'re| are)) (?:\w+ )?(?:ok|okay|good|sure|sorry|done|ready|sick|afraid|leaving|going|coming|off)\b(?! to\b)",
    r"^(?:it(?:'s| is)|the weather|what a)\b|^(?:good|hello|hi|thanks?|thank you|bye|nice|great|cool|wow|never mind)\b",
    r"^我?们?(?:今天|今晚|现在|刚刚?)?(?:好|很|真|太|有点|也)?(?:饿|渴|累|困|冷|热|忙|开心|难过|高兴|无聊|回来|到家|出门|走)",
    r"^(?:今天|昨天|明天)?(?:天气|又?下雨|又?下雪)|^(?:谢谢|你好|早上好|晚安|再见|好的|没事|不客气)",
)
_VAGUE = _any(r"^(?:he|she|it|they|this|that|these|those|there|here|his|her|hers|their|its)\b", r"^[他她它这那]")
_STANDING = _any(
    r"\b(?:from now on|in future|in the future|every time|whenever|always)\b",
    r"从现在起|从现在开始|从今以后|从今往后|今后|以后|每次|每当|总是|永远",
)
_NOT = _any(r"\b(?:not|no|never|none|nor|without|hardly|stopped|quit|\w+n['’]?t)\b", r"[不没别未无]")
_PREFERS = _any(r"^(?:i|we)(?:'d| would)? (?:prefer|rather|like it (?:when|better))\b", r"^我们?(?:更喜欢|宁愿|比较喜欢|喜欢你)")

# A subject with its verb: "Anna lives in Graz" and 我女儿对花生过敏, but not "flip a coin" or 风扇开半小时.
_TELLS = _any(
    r"^(?:i|we|my|our)\b",
    r"^(?!\w+ (?:a|an|the|my|our|your|some|any|all|me|us|it|them|that|this|\d+|one|two|three|four|five|six|ten)\b)\w+(?: [\w'-]+){0,4}?"
    r" (?:is|are|was|were|has|had|will|does|did|can't|won't|\w{2,}(?:s|ed)|got|went|came|bought|left|gave|met|put|took|made|sold|broke)\b",
    r"^(?:the|a|an) [\w' -]+? (?:is|are|was|were|has|have|had|will|\w{2,}(?:s|ed)|go|come|went|came)\b",
    r"\w+'s (?!light|lamp|room|lights|lamps|fan|tv)",
    r"^[我咱俺]|[是有在叫姓住属会怕爱]|喜欢|讨厌|过敏|生日|不吃|不能|搬|换|买|结婚|毕业|上班|上学|了$|(?<!跳)过$",
)


def sentences(text: str) -> list[str]:
    """Of what was said, with the mark at the end of each; none of what was pasted or quoted."""
    if len(text) > LONGEST:
        return []
    said = _QUOTED.sub(" … ", clean(text.replace("\n", " \n")).replace("’", "'"))
    return [sentence.strip() for sentence in _SENTENCE.findall(said) if sentence.strip() and "…" not in sentence]


def statements(text: str) -> list[str]:
    """The clauses that may be facts, as the person said them, and each sentence of several as a whole."""
    found: list[str] = []
    for sentence in sentences(text):
        if _plain(sentence):
            whole = _bare(sentence)
            found += [part for part in [*(_bare(clause) for clause in _BETWEEN.split(whole)), whole] if _states(part)]
    return list(dict.fromkeys(found))


def tells(text: str) -> bool:
    """Something is so, in the shape of a statement."""
    return any(_TELLS.search(clause) for clause in statements(text))


def told(fact: str, text: str) -> str:
    """The words of `text` that say what `fact` says, as the person said them; "" where no plain statement of theirs does.

    A fact is found in a clause (else in a whole sentence) whose words it has in their order, from its first one on, as often denied.
    """
    return next((part for part in statements(text) if _same(fact, part)), "")


def rules(text: str) -> list[str]:
    """The sentences that tell the house what to do from now on."""
    said = [sentence for sentence in sentences(text) if len(sentence) <= _CLAUSE and not _QUESTION.search(_bare(sentence))]
    return [_bare(sentence) for sentence in said if _STANDING.search(sentence) and instructs(sentence)]


def prefers(clause: str) -> bool:
    """It says how somebody would have things: good to know in every talk."""
    return bool(_PREFERS.search(clause))


def _plain(sentence: str) -> bool:
    """It states something, on the person's own word."""
    bare = _bare(sentence)
    doubtful = any(pattern.search(sentence) for pattern in (_QUESTION, _GUESS, _HEARSAY))
    return not (doubtful or _QUESTION.search(bare) or _ORDER.search(bare) or instructs(sentence))


def _states(clause: str) -> bool:
    """Complete enough to be read alone, and more than a mood."""
    long_enough = len(content_words(clause)) >= 2 and 4 <= len(clause) <= _CLAUSE
    return long_enough and not any(pattern.search(clause) for pattern in (_VAGUE, _MOOD, _ORDER, _QUESTION))


def _same(fact: str, clause: str) -> bool:
    named, said = _telling(fact), _telling(clause)
    if not said or not named or named[0] != said[0] or len(named) < _COVERS * len(said):
        return False
    rest = iter(said)
    return all(word in rest for word in named) and len(_NOT.findall(clause)) == len(_NOT.findall(fact))


def _telling(text: str) -> Sequence[str]:
    """Its words but the small ones, English ones without their endings."""
    words = content_words(text)
    return [re.sub(r"(?<=[a-z]{3})(?:ies|es|s|ed|ing)$", "", token) for token in index_tokens(text) if token in words]


def _bare(sentence: str) -> str:
    return _LEAD.sub("", sentence.strip()).strip(" \t,，.。!！;；:：…")
