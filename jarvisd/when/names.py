"""Names that look like a time and are none: "text April", "TGI Fridays", 星期五餐厅, 周一鸣, 三年级."""

from __future__ import annotations

import re

from jarvisd.messages import Language
from jarvisd.when import words_en, words_zh
from jarvisd.when.read_en import MONTH, ORD, UNDER, WD, N, one_of

_GIVEN = r"(?:april|may|june|august)"  # months that people are called by
_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_NO_DATE = rf"(?!\s*(?:,?\s*(?:the\s+)?(?:\d|{ORD}\b|{UNDER}\b)))(?!['’]s\s+(?:end|start))"
_TITLE = r"(?:mr|mrs|miss|ms|dr|doctor|aunt|auntie|aunty|uncle|nanny|sister|cousin|nurse|professor)\.?"
_MET = (
    r"(?:with|calls?|texts?|rings?|asks?|tells?|phone|email|message|meets?|visits?|collect|fetch|invite|thank|pay|give|send|help|feed|see|sees|seeing"
    r"|drop|pick\s+up|take|bring|skype|facetime|walk|bath|drive)"
)
_DOES = (
    r"(?:is|isn['’]?t|has|had|was|wants|needs|said|says|called|comes|turns|arrives|gets|goes|likes|asked|told|will"
    r"|and\s+(?:her|his|i|the)\b)"
)
_FEAST = one_of(words_en.FEASTS)
_PLACE = r"(?:caf[eé]|restaurant|bar|pub|bistro|club|band|hotel|diner|inn|salon|bakery|grill|lounge|boutique)"
_OF_TITLE = (  # a word of what is to be played
    r"(?!(?:at|on|in|for|until|till|every|each|from|tomorrow|tonight|today|this|next|after|before)\b|\d{1,2}\s*(?:[ap]m\b|:))[\w'’]+(?![\w'’])"
)
_NUMBERED = (
    r"(?:room|flat|house|number|bus|gate|platform|page|chapter|channel|lane|row|seat|aisle|ward|unit|apartment|locker|episode|season|lesson|class|size|(?<!the\s)year|form|key\s+stage|group|grade|phase|stage|volume|court|pitch|bay"
    r"|route|flight\s+(?!(?:at|on|in|is|to|by|of|my)\b)[a-z]{1,2}(?:\s+[a-z])?)"
)
# These may as well be the day itself: only where another one is said.
_DOUBTFUL = {"en": frozenset("gijuA"), "zh": frozenset("a")}
_SIGN = "[零〇一二两三四五六七八九十百\\d]"
_EVERYWHERE = {"en": frozenset(""), "zh": frozenset("m")}  # who is told to be somebody
_ANY_DAY = {
    "en": re.compile(
        rf"\b(?:{_DAY}|today|tonight|tomorrow|this\s+(?:morning|afternoon|evening)|the\s+{ORD}|{MONTH}\s+{ORD})\b", re.IGNORECASE
    ),
    "zh": re.compile(
        r"(?:星期|礼拜|周)[一二三四五六日天]|[今明后]天|[今明]晚|明早|[号日](?=上|下|早|晚|中|傍|凌|\d|[一二三四五六七八九十])"
    ),
}
_CALLED = f"(?:{one_of([*words_zh.FEASTS, *words_zh.TERMS])}|[一二三四五六七八九十]月)"  # 立秋是我同学
_NAMES = {
    "en": re.compile(
        rf"\b(?:mr|mrs|miss|ms)\.?\s+(?P<a>{_DAY})\b|\b{_TITLE}\s+(?P<m>{_GIVEN}|january|february|july|september|october|november|december)\b{_NO_DATE}"
        rf"|\b{_MET}\s+(?P<b>{_GIVEN}(?:\s+and\s+{_GIVEN})?)\b{_NO_DATE}"
        rf"|(?<!in\s)(?<!of\s)(?<!next\s)(?<!this\s)(?<!last\s)(?<!by\s)(?<!until\s)\b(?P<c>{MONTH})['’]s\s+[a-z]"
        rf"|^(?P<d>{_GIVEN})(?=\s+{_DOES}\b)|\b(?:that|so|because|when|if)\s+(?P<e>{_GIVEN})(?=\s+{_DOES}\b)"
        rf"|\b(?P<f>tgi\s*f?ridays?|tgi\s+fridays?|ruby\s+tuesdays?|man\s+friday|girl\s+friday|freaky\s+friday|wednesday\s+addams|mayfair)\b"
        rf"|\b(?P<g>(?:{_GIVEN}|{_DAY})(?:['’]?s)?)\s+(?:\w+\s+)?{_PLACE}\b"
        rf"|\b(?:{_MET}|for|and)\s+(?P<G>(?:max|dawn|eve|summer|autumn)(?:['’]s)?)\b(?!\s+(?:of|for|until|holidays?|term|party|fair|break)\b|\s+{UNDER}\b)"
        rf"|\b(?:called|named)\s+(?P<i>{_GIVEN}|{_DAY})\b"
        rf"|\bthe\s+(?P<j>{WD}\s+(?:night\s+)?(?:[a-z]+\s+)?(?:club|times|telegraph|mirror|express|post|papers?|supplement|league|quiz\s+team))\b"
        r"|\b(?P<l>(?:parents['’]?|parent['’]s|game|games|quiz|bingo|date|movie|film|family|girls|poker|curry|open|sports|inset|training|spa|wash|baking"
        r"|pizza|book|music|opening|hen|stag|coffee|pub|theatre|club|snow|field|pyjama|pajama|non[- ]uniform|mufti|jury)"
        r"\s+(?:evening|night|day|morning|afternoon)s?)\b"
        r"|\b(?P<A>sunday\s+(?:roast|lunch|dinner|school|best|service|league)|saturday\s+(?:job|kitchen)|(?:friday|saturday|sunday)\s+night\s+(?:film|movie|football|pizza|takeaway))\b"
        rf"|\bthe\s+(?P<E>{one_of(words_en.TENS)}[-\s]second)(?=\s+(?:bus|tram|train|floor|street|edition|birthday|anniversary|page|chapter|flat|house)\b)"
        rf"|\b(?:call|ring|phone|dial)\s+(?P<F>{UNDER}(?:[-\s]+(?:oh[-\s]+)?{UNDER})+)(?=\s+(?:about|for|to|and)\b)"
        rf"|\bon\s+(?:the|my|your|our)\s+(?P<H>{ORD})(?=\s+(?:floors?|storey|shelf|page|row|step|stair|landing|level|hook|drawer|try|attempt|lap|line|track|tee|green)\b)"
        r"|\b(?P<D>(?:quiet|opening|office|visiting|school|happy|rush|lunch)\s+hours?)\b"
        r"|\b(?P<n>(?:cup|football|rugby|league|tennis|dance|grand|darts|snooker|cricket|regional)\s+(?:semi[- ]?)?finals?)\b"
        r"|\b(?P<I>finals?)(?=\s+(?:on|at|is|in|tomorrow|tonight|today|this|next)\b)"
        rf"|\b(?:for|about)\s+(?P<p>(?:my\s+)?\w+(?:['’]s)?\s+(?:{ORD}\s+)?birthday)\b"
        rf"|\b{_NUMBERED}\s+(?P<q>\d{{1,4}}|{UNDER}(?:[-\s]+oh[-\s]+{UNDER})?)\b(?!\s*(?:(?:past|to|minutes?|hours?|thirty|fifteen|forty|[ap]\.?\s?m)\b|o['’]?clock))"
        r"|\b(?:table|lunch|dinner|supper|seats?|tickets?|meal|recipe|room)\s+for\s+(?P<J>two|three|four|[2-4])\b(?!\s*(?:[:.]?\d|past\b|to\b|thirty|fifteen|forty|fifty|ten\b|twenty|five\b|[ap]\.?\s?m\b|o['’]?\s?clock))"
        rf"|\b(?:divided?|multipl(?:y|ied))\b.*?\bby\s+(?P<N>\d+|{UNDER})"
        rf"|^\W*(?:(?:hey\s+)?jarvis\W+|please\s+|(?:can|could)\s+you\s+)*play\s+(?P<K>(?!(?:dates?|rehearsal|group|school|park|time|day|it|that)\b){_OF_TITLE}(?:\s+{_OF_TITLE}){{0,5}}?)(?=\s+(?:at|in|on|for|until|every|from|tomorrow|tonight)\b|\W*$)"
        rf"|\b(?:volume|heating|heater|radiator|thermostat|temperature|oven|fan|lights?|lamps?|brightness|tv|telly|radio|speakers?|sound|blinds?|music)"
        rf"(?:\s+(?:up|down|back|right|in\s+the\s+\w+))*\s+to\s+(?P<O>(?:\d+|{UNDER}))\b(?!\s*(?:[:.]\d|thirty|fifteen|[ap]\.?m\b|o['’]?\s?clock|{UNDER}\s*[ap]m))"
        r"|\b(?P<L>second(?=[-\s]hand\b)|(?:an?|one|two|2)\s+minutes?['’]?s?['’]?\s+silence)\b|^\W*(?P<M>(?:wait|hang\s+on|hold\s+on)\s+(?:a|one|just\s+a)\s+(?:sec|second|minute|moment))\W*$"
        r"|\b(?P<r>(?:yesterday|last\s+(?:night|week|month|year))['’]s)\s+(?!(?:alarm|reminder|timer)\b)"
        r"|\b(?P<s>(?:quarter|semi)[- ]finals?)\b"
        rf"|\b(?:turns?|turning)\s+(?P<B>{UNDER})\b|\b(?:is|are|be)\s+(?P<C>(?:{one_of(words_en.TENS)})(?:[-\s]+{one_of(words_en.ONES)})?)(?=\s+(?:on|this|next|in)\b)"
        rf"|\b(?P<z>{_FEAST})(?=\s+(?:tree|trees|turkey|cards?|presents?|gifts?|shopping|lights|decorations|baubles|pudding|cake|jumper|stockings?|eggs?|costumes?"
        r"|outfits?|candy|sweets|flowers|chocolates?|list|songs?|music|bonnet|wreath|bunny|crackers|wrapping|holidays?|break)\b)"
        r"|\b(?:next|last|other|big|little|small|new|old|right|wrong|spare)\s+(?P<x>one)\b(?!\s+(?:o['’]?\s?clock|[ap]\.?\s?m\b))"
        rf"|\b(?:bake|roast|cook|oven|preheat|heat|grill|fan|simmer|warm)\b(?:\s+[a-z']+){{0,4}}?\s+(?:at|to)\s+(?P<y>(?:gas\s+mark\s+{N}|{N}\s+degrees|(?:(?:one|two|a|four)\s+)?hundred(?:\s+and\s+{UNDER})?|(?:one|two)\s+(?:sixty|seventy|eighty|ninety)|[12]\d\d)"
        rf"(?:\s+(?:degrees|celsius|fahrenheit|fan))*)(?=\s*$|\s+(?:for\s+(?:{N}|an?|half|three\s+quarters)|and|then|fan)\b)"
        r"|\b(?:before|after)\s+(?P<t>\w+['’]s\s+birthday)(?=\s+on\b)"
        rf"|\bthe\s+(?P<v>{MONTH})\s+(?:issue|edition|bill|statement|magazine|report|rent|newsletter|sales?|figures|numbers|rota|playlist)\b"
        rf"|\bthe\s+(?P<u>{_DAY})(?=\s+(?!(?:before|after|morning|afternoon|evening|night|lunch\w*|at|on|in|and|or|to|until|till|of|the|next|this|week|is|was"
        r"|from|by|for|one|week\w*)\b)[a-z]{3,})"
        rf"|\bat\s+(?P<o>{_DAY}['’]?s)(?=\s+(?:for|on|at|tomorrow|tonight|with|this|next)\b)"
        rf"|\bthe\s+(?P<k>sunday\s+(?:times|telegraph|mirror|express|post|papers?))\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?<=[在去到跟找约])(?P<s>(?:星期|礼拜|周)[一二三四五六日天])(?=西?餐[厅馆]|酒[吧馆]|咖啡)"
        r"|(?P<a>(?:星期|礼拜|周)[一二三四五六日天]|[一二三五六七八九十]月[一二三五七八九])(?=酒[楼家]|(?:西?餐[厅馆]|饭店|饭馆|茶[馆楼]|面馆|烧烤|火锅|酒吧|酒馆|酒店|咖啡|影院|乐队|书店|面包房|花店|超市|俱乐部|福(?![利建州])|生生|大福|画报|刊))"
        r"|(?:给|跟|和|找|约|问|帮|请|陪|接|送|见|是|姓|叫|同学|老师)(?P<b>周[一三四五六日])(?=[^\s早上下中晚夜凌傍的到至和跟与及、，。,前后那这当要去开有在之起是都还就会午半点号零一二三四五六七八九十\d提叫喊记得我他她你大一]"
        r"(?:先生|女士|老师|医生|同学|总|经理|师傅|阿姨|叔叔|回|打|发|送|说|买|借|还|聊|吃|见|看|补|过|一起|$|[，。,]))"
        r"|(?P<c>[一二三四五六七八九]年级(?:[一二三四五六七八九十\d]+班)?|[一二三四五六]年[（(]?[一二三四五六七八九十\d]+[）)]?班|五月天|七天连锁|七天酒店|三天两头|五四路|五一路|八一路|五一广场|六一班)"
        r"|(?<=[记醒说查问叫喊看等定设])(?P<f>一下)(?=[周个下星礼这月])"
        r"|(?P<g>第[一二三四五六七八九十\d]+(?:次|节|课|章|集|期|场|轮|届|名))|(?P<h>昨天|昨晚|昨日|前天|上周|上个?月|去年)(?=的(?!今天|这))"
        r"|(?<=[眯睡躺歇玩坐])(?P<e>一?会儿?)"
        rf"|(?P<m>{_CALLED})(?=是(?:[我你他她咱]们?家?|一[只条个位])的?(?!.{{0,6}}(?:生日|纪念|节|班|休|假|期|截|最后|第一|开学|考|的?(?:日子|那天))))"
        r"|(?P<l>[GDCZTK高动]?[零〇一二三四五六七八九十\d]{2,4}次)(?=列车|动车|高铁|航班|火车|车)"
        r"|(?:考|得|扣|拿|打|比)(?:了|到|过)?(?P<i>[零〇一二两三四五六七八九十百\d]+分(?!钟|之))"  # a score
        r"|(?<![过再等煮蒸烤泡炖焖时差点零〇一二三四五六七八九\d])(?P<j>十分)(?=[重感必需有不很着紧特满高开难喜辛抱危要想容方美精可珍宝实幸热急累忙冷简严认]|好[吃看用喝听玩])"
        r"|(?<![大一])(?P<k>[小老阿][一二三四五六七八九])(?=[今明后周下上早晚中说要和跟的在来去，,])"
        rf"|(?<![午上晚晨里夜早天日号周末零〇一二两三四五六七八九十])(?P<n>{_SIGN}+点{_SIGN}+(?=折|升|毫升|毫克|克|公斤|斤|千克|米|厘米|公里|倍|万|亿|英寸|平米|块|元|个百分))"
        rf"|(?P<o>(?:(?<=[有说写讲提列记这那])|(?=三点(?:水[的偏旁]|式))){_SIGN}点(?=意见|要求|建议|总结|想法|原因|要|式|水|体会|心得|注意|说明|内容))"
        rf"|(?P<p>{_SIGN}+点档)|(?P<q>去年(?=[会糕货])|百日(?=[宴咳誓])|(?<=[喝吃点约做])下午茶|下午茶(?=[零〇一二两三四五六七八九十\d]+点)|(?<=了)一(?:晚上|上午|下午|早上|中午|整?夜))"
        r"|(?<=[给跟和带陪找问帮约抱接送])(?P<r>天天|晨晨|早早|夜夜)"
        r"|(?P<d>(?<![点午上早晚号日])一点(?=东西|心意|事情))"
    ),
}  # fmt: skip
_INSTEAD = {"en": "x", "zh": "甲"}


def hidden(text: str, language: Language) -> str:
    """The text with other signs in the place of such names, as many as they have."""
    for found in _NAMES[language].finditer(text):
        name, (start, end) = next((name, found.span(name)) for name, said in found.groupdict().items() if said)
        if name in _DOUBTFUL[language] and not _ANY_DAY[language].search(f"{text[:start]} {text[end:]}"):
            continue
        if name in _EVERYWHERE[language]:
            text = text.replace(found[name], _INSTEAD[language] * (end - start))
        text = text[:start] + re.sub(r"\S", _INSTEAD[language], text[start:end]) + text[end:]
    return text
