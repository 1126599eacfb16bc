"""Whether a sentence orders something now: questions, negations, plans and tales never become deeds."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from jarvisd.agent.understand.excepting import apart
from jarvisd.agent.understand.others_en import not_ours
from jarvisd.agent.understand.spoken import Spoken, bare, plain
from jarvisd.messages import Language

# order: it may be one. question: it asks. no: it forbids, or wants things left as they are. later: not now, or only if something is so.
# told: it tells what was, or what others say.
Kind: TypeAlias = Literal["order", "question", "no", "later", "told"]

_NUMBER_EN = r"(?:\d+(?:[.:]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|a|an|half|a few|a couple of|several)"
_SPAN_EN = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|nights?|while|bit|moment)"
_DAYPART = r"(?:morning|afternoon|evening|night|sunset|sunrise|dusk|dawn|bedtime|noon|midnight|lunch|dinner|breakfast|work|school)"
_WHO_EN = (
    r"(?:he|she|they|someone|somebody|anybody|everybody|everyone|nobody|people|mom|mum|mommy|mummy|dad|daddy|grandma|grandpa|(?:my|his|her|our|their|your|the|a|that|this|those|these)"
    r" (?!(?:light|lamp|bulb|blind|curtain|shade|fan|heat|tv|music|volume|temperature|room|door|window|other)s?\b)[\w']+(?: [\w']+)?)"
)
_EN: tuple[tuple[Kind, str], ...] = (
    ("question", r"^(?:(?:can|could|would) you )?(?:check|see|find out|look|tell me|let me know) (?:if|whether)\b"),
    ("later", r"^(?:do not|never) forget|\bremember to\b|^remind\b|\breminder\b|\b(?:timer|alarm) (?:for|at|in|to)\b|^(?:wake|text|call|email) (?:me|him|her|us|them)\b|^tell (?:him|her|them)\b|^tell (?:me|us)\b(?! (?:the|what|how|if|whether|which|who|where|is)\b)"),
    ("no", r"^(?:no|nope|nah)$|^(?:no |but |and |now |really )*(?:do not|never(?! mind,)|not(?! so| that| too| as)|no need|no more|stop (?:asking|telling|talking|saying|doing)|quit (?:it|that)|there is no need|i (?:really )?do not|we do not|you (?:do not|need not|must not|should not)|nobody (?!gets|comes)|rather not|forget (?:it|about|that)|hold on|hang on|wait\b|leave(?! .*\b(?:half|percent)\b)|keep(?! (?:the noise|it down|playing|on playing|it going|the music (?:going|playing)|going|the \w+(?: \w+)? at \d)))\b"),
    ("no", r"\b(?:do not|must not|should not|shall not|never|will not|would not|can not(?! (?:see|hear|read|talk|sleep|find))|could not|need not|no longer)\b(?! mind| want to| like to)|\bno need to\b|\bwithout (?:turning|touching|opening|closing|changing)\b|\binstead of\b|\bi would rather you\b|\bas (?:it is|they are|is)$"),
    ("later", r"^(?:if|when|whenever|once|unless|until|till|after|before|as soon as|every time|each time|in case|assuming|suppose|while|the moment|by the time)\b|\b(?:if|when|whenever|once|unless|until|till|as soon as|every time|each time|in case|the moment|by the time|whilst|while) (?:i|we|you|he|she|it|they|the|my|our|there|nobody|no one|someone|somebody|anyone|everyone|motion|\w+(?:s|ed|es)\b)"),
    ("later", rf"\b(?:in|after|for|within|every|another) (?:about |around |the next |another )?{_NUMBER_EN}(?: (?:and a half|more))? {_SPAN_EN}\b|\b{_NUMBER_EN} {_SPAN_EN} (?:from now|later|before|after)\b|\bfor (?:a while|a bit|the night|the day)$"),
    ("later", rf"\b(?:tomorrow|tonight|later|someday|eventually|afterwards|overnight|daily|nightly|weekdays|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|next (?:week|month|time|year)|this {_DAYPART}|every {_DAYPART}|each {_DAYPART}|(?:in the|at|by|before|after|until|till|around) (?:the )?{_DAYPART})\b(?! (?:light|lamp|room|mode|scene|stand))"),
    ("later", r"\b(?:at|by|around|until|till|before|after) (?:about )?(?:\d{1,2}(?::\d\d)?(?: ?[ap]\.? ?m\b| o'?clock| sharp| (?:tomorrow|tonight|today))|\d{1,2}:\d\d|(?:half|quarter) (?:past|to)|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:$| (?:thirty|fifteen|o'?clock|a ?m|p ?m|sharp|tonight|tomorrow|turn|switch|close|open|set|lock)))|\b\d{1,2} ?[ap]\.?m\b|\bo'?clock\b|^at \d{1,2}(?::\d\d)?\b|^(?!set|put|make|adjust|bring|change|lower|raise|dim|have|i ).*\b(?:at|by|around|until|till|before|after) \d{1,2}$"),
    ("question", r"^(?:(?:and|but|so|or) )?(?:what|whats|where|when|who|whom|whose|which|why|how(?! about (?:some|a bit|a little|we|you|turning|switching|opening|closing|dimming)))\b|^(?:is|are|was|were|am|does|did|has|had|should|shall|must|may i|can i|can we|could i|could we|may we)(?: not)? (?!(?:have|get) (?:some|the|a|more)\b)|^do (?:i|we|you|they|these|those|any)\b|^do (?:the|my|our) .*\b(?:have|need|work|go|come|look|seem|turn|open|close)\b|^have (?:i|we|you|they|the \w+ (?:been|got|come)|any)\b|^(?:any|anyone|anybody|anything|nobody)\b"),
    ("question", r"^(?:can|could) (?!(?:i|we|you|some\w+|any\w+|y'all)\b)(?!.*\b(?:be|go|come|have)\b(?! (?:opened|closed|turned|used|set|moved)))"),
    ("question", r"^(?:tell|show|ask|let|give) (?:me|us) (?:know )?(?:if|whether|what|which|how|who|where|when|why|about|the|a)\b|^see (?:if|whether|what|which|how|who|where|when|that)\b|^(?:check|find out|look|verify|confirm|report|explain|describe|know|wonder|happen to know|curious|list)\b|\b(?:i wonder|do you (?:know|think|remember|happen)|you know (?:if|whether|what|how)|any idea|wondering (?:if|whether|what|how))\b|, (?:right|is it|is not it|are they|did you|does it|correct|or what|or not|have not|did not)\b"),
    ("question", r"\w (?<!what )(?<!that )(?<!which )(?<!who )(?<!sure )(?<!know )(?<!if )(?<!whether )(?<!and )(?<!where )(?<!how )(?:is|are) (?:the|my|our) (?:(?!and\b|but\b|so\b|is\b)[\w'-]+ ){1,3}(?:on|off|open|closed|locked|unlocked|running|playing|charging)(?: or (?:not|what|off|closed))?(?: yet| now| still)?$"),
    ("told", r"^(?:turning|switching|putting|shutting|closing|opening|locking|unlocking|starting|stopping|leaving|having|setting|dimming|lowering|raising) "),
    ("told", r"^(?:i|we|you) (?:was|were|did|had|have|has|just|already|always|usually|often|sometimes|recently|once|also|think|thought|guess|believe|bet|mean|know|knew|hear|heard|see|saw|hate|liked|loved|wish|hope|felt|forgot|forget|remember|should|might|may|will|must|get|got|go|went|turn|turned|switch|switched|left|leave|told|said|asked|needed|wanted|used|bought|fixed|opened|closed|locked|unlocked|set|put|watched|spent|broke|replaced|never|walked|came|sleep|slept|keep|kept|tried|use|changed|live|lived|work|worked|paid|cleaned|painted|installed|noticed|brought|took|gave|hid|lent|sold|lost|found|threw|saw|made|met|sent|(?!need)[a-z]+ed)\b"),
    ("told", rf"^(?:and |but |so |then |yesterday |today |once )*{_WHO_EN} (?:\w+ly |just |always |never |still |also |only |often |already )?(?:says?|said|told|tells?|asks?|asked|wants?|wanted|thinks?|thought|likes?|loves?|hates?|turns?|turned|switch(?:es|ed)?|forgot|left|opens?|opened|closes?|closed|locks?|locked|is|are|was|were|has|have|had|will|would|should|can|could|might|must|does|did|goes|went|gets?|got|keeps?|kept|needs?|needed|came|comes|broke|looks?|looked|makes?|made|runs?|ran|plays?|played|sets?|put|puts|uses?|used|works?|worked|sleeps?|slept|sounds?|knows?|knew)\b"),
    ("told", r"\b(?:get|buy|need|order|fit|install|want) (?:a|an|some|another|the) new\b|\b(?:he|she|they) (?:said|told|asked|says|tells|asks|wants|wanted|thinks|thought|yelled|shouted|whispered|replied|answered)\b|\b(?:yesterday|last (?:night|week|month|year|time)|ago|earlier today|this morning|back then|used to|in the (?:movie|film|book|story|song|show|game|news))\b(?! room)|\bsaid to\b|^(?:imagine|once upon|apparently|supposedly|according to|speaking of|thanks for|thank you for|that is|there (?:was|were)|here (?:is|are)|these|those|this)\b"),
)  # fmt: skip
_IMPERATIVE_EN = re.compile(r"^(?:now |and |then |all |everything )*(?:turn|switch|put|set|make|open|close|shut|lock|unlock|dim|brighten|lower|raise|start|stop|play|pause|mute|unmute|resume|skip|increase|decrease|change|crank|kill|cut|hit|bring|draw|pull|roll|run|activate|deactivate|power|light|vacuum|clean|mow|send|give|warm|cool|heat|adjust)\b")  # fmt: skip

# What is to be avoided by an order forbids nothing: "lamp on at five percent so I don't wake him".
_SO_NOT = re.compile(
    r"(?<=\w),? so (?:that )?(?:i|we|you|he|she|it|they|nobody|(?:the|my|our|his|her) \w+(?: \w+)?|[a-z]+) "
    r"(?:do not|does not|will not|would not|can not|could not|is not|are not|am not)\b.*$"
)

_NUMBER_ZH = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百半几]+)"
_WHO_ZH = r"(?:他|她|它们|他们|她们|人家|别人|有人|大家|老师|妈妈?|爸爸?|老婆|老公|奶奶|爷爷|外婆|外公|姐姐?|哥哥?|弟弟?|妹妹?|同事|朋友|孩子|宝宝|儿子|女儿|医生|领导|老板|邻居|室友|隔壁|客人|阿姨|叔叔|师傅|物业|小[王李张刘陈明红华美丽军芳]|老[王李张刘陈])"
_ZH: tuple[tuple[Kind, str], ...] = (
    ("later", r"(?:别|不要|不能)忘|记得(?!.{0,6}吗)|提醒|闹钟|计时|倒计时|叫醒|叫我|通知我"),
    ("no", r"(?<![特告个分区识级差])别(?![的墅处人样扭名]|[放播扫割讲唱念转吹喷响闪抽煮照]了|[放播扫]$|那么|太|割草了|出声|再放|再播|放这|[冻热闷渴淋摔磕绊][着坏到了]|吵[着到醒]|晒[着坏黑]|吹(?:感冒|着|凉|坏)|着凉|感冒|浪费|费[电水]|让.{1,4}(?:跑|进来|冻|着凉|看见|出去)|[开打调放]那么)|(?<!要)不要(?!太|那么|[放播讲唱念转吹喷响闪抽煮照]了)|不用|不必|甭|不许|不准|不可以|不能(?!不)|没必要|没让你|没叫你|没说|先不|不想|不需要|不该|不应该|无需|用不着|禁止|(?<![要能可开关拉锁调对除])不(?:关|开|打开|拉[上开]|锁|调)(?![^,]{0,5}(?:[吗呢行成]|就))|算了|等等再|留着|保持(?!.*度)|让它(?:开|关|亮)着|就(?:这样|那样)(?:吧)?$|(?:开|关|亮)着(?:就好|就行|吧|别动)"),
    ("question", r"([冷热黑亮高低大小吵闷湿干贵远快慢多少])不\1|^(?:你|您)?(?:知道|猜|觉得|说说|讲讲|告诉我|看看|查|帮我看|问)|(?<=[了着上好])没有?(?=,)|(?:吗|么|呢|没有?|不是|否|[着了的]不)[,]?$(?<!什么)|(?<!那)(?<!那个)什么|怎么|为啥|为何|哪(?![吒怕])|谁|几(?=个|盏|点|度|次|台|扇|楼|号|级|档|天|多)|(?<!那)(?<!那个)啥(?!都|也)|多少|多久|多长|多远|多[高热冷亮大]|是不是|有没有|是否|开没开|关没关|锁没锁|如何|何时|要不要|该不该|会不会|能不能|好不好[用看]|干嘛|咋|是.{1,5}还是|(?<=.{2})没(?:关|锁)[好上掉]?$"),
    ("later", r"如果|除非|倘若|要是|假如|假设|万一|只要|一旦|的话|时候|(?:等|当).{1,12}(?:再|就|时|后|之后|以后|了)|一.{1,6}就|以后(?!的)|之后|之前|直到|一直到|到时|(?<!以)前(?:关|开|把|打)|(?:睡|出门|起床|回家|到家|吃饭|下班|上班)[^模场]{0,2}[前后时]"),
    ("later", rf"明天|后天|大后天|今晚|今夜|明早|明晚|晚上|早上|早晨|上午|中午|下午|傍晚|凌晨|半夜|夜里|天黑|天亮|日落|日出|周[一二三四五六日末]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|下周|下个?月|每[天晚周日早夜次]|(?:等|待|过)(?:一)?会儿?|(?:一会儿?|回头|稍后|随后|晚点|晚些|过段时间|等一下|等下)(?!,)|{_NUMBER_ZH}(?:个半?)?(?:分钟|小时|钟头|秒钟?|刻钟|天)|半个?(?:小时|钟头)|(?:{_NUMBER_ZH}(?<!一)|[\d十百]一|(?<![㐀-鿿])一(?=点[钟半整]))点(?:钟|半|整|一刻|三刻|过|{_NUMBER_ZH}分|前|后|以后|之前|就|再|把|开|关|打|叫|到|准时|$)(?!度)|\d{{1,2}}:\d\d|定时|预约"),
    ("told", r"昨[天晚]|前天|刚才|刚刚|已经|上次|上周|去年|以前|从前|曾经|总是|老是|经常|每次|平时|一向|听说|据说|好像|似乎|可能|也许|估计|应该是|原来|本来|难怪|其实|居然|竟然|忘记?了?(?:关|开|锁)|又(?:没|坏|忘)|说(?:是)?(?:要|让|把|过|了|道|：|,)|说[:,]"),
    ("told", rf"^(?:今天|然后|后来|结果|那天|当时)?{_WHO_ZH}(?:们)?(?:家)?[^,]{{0,8}}(?:说|讲|让|叫|问|告诉|要求|喊|觉得|想|喜欢|总|又|把|已经|在|会|要|不|没|忘|刚|也|都|去|来|正|最|就|给|买|开|关|打|睡|用|很|了|的)"),
    ("told", r"^我(?!们?(?:现在|还)?(?:想|要|希望|需要|好?[冷热]|很[冷热]|怕[冷热]|有点|看不|听不|快|太|这))|^(?:你|您)(?:把|刚|又|总|是|的|真|太|怎|昨|今天|这|看|说|听|觉|没|不|很|也|们|会)|电视(?:里|上)|新闻|电影(?:里|院)|小说|书上|广告|节目(?:里|上)|故事(?:里|书|会|讲)"),
    ("told", r"^(?:各位|听众|观众)|^[开关]着|一[亮开关](?=大家|就|他|她|我|全)|着[^,]{0,4}呢$|坏了|卡住|(?:就|又)不动了|(?:快|要|又|都)不行了|寿命|该(?:换|洗|清洗|保养|淘汰)了|修好|没电|停电|跳闸|漏水|(?:真|好|太|挺|蛮|很|特别|非常|有点|比较|越来越)(?:漂亮|好看|贵|便宜|好用|难看|省电|费电|大声了呢|不错|丑|旧|新|方便|厉害|麻烦|老)|买了|换了(?:一|个|盏|新)|装了|安装"),
)  # fmt: skip


_PATTERNS: dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]] = {
    language: tuple((found, re.compile(pattern)) for found, pattern in table) for language, table in (("en", _EN), ("zh", _ZH))
}


# Asked of somebody who is not this house; and how a thing is taken apart, and where its buttons are.
_THEIRS = re.compile(r"[你您]们?(?:家|那边|那儿|那里)|是不是[你您他她]们?[关开拿动忘][^,]*的")
_PARTS = re.compile(
    r"哪(?:[儿里]|个地方)?(?:能|可以)?(?:[拆装洗倒换买按修清调]|设置)|哪(?:个|一个)?(?:键|按钮|按键|旋钮)|(?:遥控器?|说明书|滤网|滤芯|尘盒|墨盒)在哪"
)


def strange(text: str, language: Language) -> bool:
    """A question that this house has no answer to, whatever it names."""
    said = plain(text, language)
    if language != "zh" or not (_THEIRS.search(said) or _PARTS.search(said)):
        return False
    return kind_of(bare(text, language), language) == "question"


def kind(text: str, language: Language) -> Kind:
    """Read from the words alone. What is no order by this never is one; an order may still be somebody else's."""
    if language == "en" and not_ours(plain(text, language)):
        return "told"
    if strange(text, language):
        return "told"
    parts = apart(text, language)
    return kind_of(bare(parts.order if parts.but else text, language), language)


def kind_of(spoken: Spoken, language: Language) -> Kind:
    said = spoken.text if language == "zh" else _SO_NOT.sub("", spoken.text)
    for found, pattern in _PATTERNS["zh" if language == "zh" else "en"]:
        if found == "question" and spoken.polite and language == "zh":
            continue
        if pattern.search(said):
            return found
    if spoken.asked and not spoken.polite and not (language == "en" and _IMPERATIVE_EN.search(spoken.text)):
        return "question"
    return "order"
