"""The words that change a time when they stand beside it: where one of them was not read, the time is not understood.

In English these are words of closed classes (relations, quantities, frequencies, negations, corrections) and the nouns of time; any other
word may be a name for what is to be done.
"""

from __future__ import annotations

import re

from jarvisd.messages import Language
from jarvisd.when import words_zh
from jarvisd.when.read_en import MONTH, ORD, UNDER, UNIT, WD, N, one_of
from jarvisd.when.read_zh import THING, I


def _any(words: str) -> str:
    return "|".join(words.split())


def _none_of(endings: str) -> str:
    """Behind none of these words."""
    return "".join(f"(?<!{word})" for word in endings.split())


# Between a word and the time beside it these change nothing.
_GLUE = r"(?:(?:of|the|on|at|in|a|an|and|for|my|this|that|then|about|around)\s+)*"
_RELATIONS = _any(
    "before after until till til since during between within throughout near nearer nearest circa"
    " beyond past ago early earlier earliest late later latest mid middle midway halfway"
    " prior previous previously preceding following subsequent upcoming forthcoming former"
    " penultimate ultimate eventual eventually amid afterwards thereafter hereafter overnight anytime sooner soonest"
    " shortly recently lately immediate immediately momentarily forever indefinitely"
)
_QUANTITIES = _any(
    "every each either neither both any other another half double twice thrice several few fewer many much most mostly least less more than"
    " nearly almost barely hardly scarcely minus plus maximum minimum max min tops zero odd alternate alternating consecutive successive"
    " random randomly various certain entire total negative per annual biannual bimonthly lunar quite"
)
_FREQUENCIES = _any(
    "always never ever seldom rarely sometimes occasionally often usually normally typically frequently constantly continually"
    " continuously regularly intermittently"
)
_DENIALS = _any(
    "or nor none without except excluding barring unless if whether when whenever while whilst despite unlike such same similar"
)
_HEDGES = _any("maybe perhaps possibly probably preferably ideally sometime someday somewhere")
_CLOSED = rf"{_RELATIONS}|{_QUANTITIES}|{_FREQUENCIES}|{_DENIALS}|{_HEDGES}"
_PART_OF = r"(?:middle|end|start|beginning|rest|remainder|last|halfway\s+through)(?=\s+of\b)"
# Nouns of time: beside the time itself they belong to it ("bank holiday Monday"); "game night on Friday" is a night of its own.
_NOUNS = (
    r"seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|weekdays?|fortnights?|months?|quarters?|years?|mornings?|afternoons?|evenings?|noon|midday"
    r"|midnight|dawn|dusk|sunset|sunrise|holidays?|eve|half|first|second|third|fourth|last|next|final|times|o['’]clock"
)
_CORRECTING = (
    r"or|nor|not(?!\s+to\b)|except|but|bar|save|excluding|unless|until|till?|if|only\s+if|i\s+mean|scratch|rather|sorry|make\s+(?:it|that)"
    r"|correction|actually|wait|no\b"
)
_ZONES = (
    r"gmt|utc|zulu|[ecmp][sd]t|cest?|bst|[ji]st|aest|(?:eastern|central|pacific|mountain|greenwich|local)(?:\s+(?:standard|daylight|summer))?(?:\s+time)?"
    r"|(?:(?!(?:it['’]?s|is|was|to|for)\b)\w+\s+){1,2}time(?=\s*(?:$|[,.!?]|to\b|for\b|and\b|please\b|remind\b|in\b|on\b))"
)
_AFTER_ONLY = (
    r"not(?!\s+to\b)|but|bar|save|no\b(?!\s+\w+\s+than)|i\s+mean|scratch|rather|sorry|make\s+(?:it|that)|correction|actually|wait|only\s+if|ish"
    r"|end\s+of|ends?\b(?=\s*$)|starts?\s+of|beginning|through"
    r"|lent|advent|ramadan|summer|winter|autumn|term(?!\s+(?:starts?|begins?|ends?)\b)|(?:some|a\s+(?:bit|little))(?=\s*$)|change(?=\s*$)|counting|even\s+(?:days?|dates?|weeks?|months?)|(?:a|the)\s+(?:week|day|month|year)\b"
    r"|(?:just\s+)?gone|apart|running|in\s+a\s+row|straight|onwards?|at\s+(?:most|least|the\s+earliest)|and\s+(?:a\s+)?(?:bit|half|quarter)|short\s+of|left\b|remaining"
)
_NUMBER = rf"(?:{ORD}|{UNDER}|\d+)"
_BEFORE_EN = (
    rf"(?:\b(?:{_CLOSED}|{_PART_OF}|{ORD}|all\s+of|not|no|non|pre|post|some|whole|full|but|bar|save|last|first|next|(?:closer?|near(?:er)?)\s+to)\s+{_GLUE}|(?<!good\s)\b(?:{_NOUNS})\s+(?:(?:of|the)\s+)*"
    rf"|\b(?:{_NUMBER}|half|quarter)(?:[.:/]\s?|\s+(?:(?:of|to|past|till|and)\s+)+(?:the\s+)?)|\d\s?[-–/.]\s?\d+\s+|\w[-'’])$"
)
# Verbs and names have these beside them ("turn it over at six", "channel 4 at eight"); before a bare word of time they change it.
BEFORE_BARE = re.compile(
    rf"\b(?:over|under|above|below|past|by|inside|point|{_NUMBER}|(?:standard|daylight|(?!this|next|last|same|up|story|quiet|play|you|to|please|just|and\b)[a-z]+)\s+time)\s+$",
    re.IGNORECASE,
)
BARE = re.compile(
    r"(?!(?:at|on|in|by|for|every|each|from|to(?:day|night|morrow)|this|next|around|about|the|daily|weekly)\b)", re.IGNORECASE
)
_BEHIND_EN = (
    rf"(?:['’]s\b(?!\s+(?:alarm|timer|reminder)\b)|-(?=[a-z])(?!ish)|[.:/]\d|\s+{_GLUE}(?:{_CLOSED}|{_ZONES}|{_AFTER_ONLY}|(?!first\b|second\b|third\b|fourth\b|final\b)(?:{_NOUNS}|birthday(?!\s+(?:party|cake|cards?|presents?|gifts?|call|dinner|lunch))|anniversary))\b"
    rf"|\s+(?:to|of)\s+(?:the\s+)?(?:last|{MONTH}|{UNDER}|{ORD})\b|\s+(?:to|past)\s*[.?!]?$|[\s,;.]+(?:{_CORRECTING})\b)"
)
# The same for Chinese, sign by sign, for its words have no edges: 后半夜, 倒数第二个. As the end of another word (挂号, 床单) such a sign
# says nothing of time, nor as its beginning (日料, 周老师).
_TIMELY = (
    r"零〇一二两三四五六七八九十百千\d每上下这本今明后前去几半第多整全双单初中早晚夜凌傍大周星期月日天年节假旬季度作"
    r"当那哪有同某隔次翌头昨安夕个小"
)
_ENDING = _none_of(
    "到时 准时 按时 及时 同时 随时 计时 定时 计个时 定个时 计着时 加时 限时 然后 之后 以后 今后 早点 晚点 快点 有点"
    " 日期 生日 纪念日 节日 家中 聊天 提前 还有 差不多 倒数 ^数 请假 度假 休假 销假 延期 过期 换季 人数 次数 步数 锅底 鞋底"
)
_SIGNS_BEFORE = rf"(?:(?:(?<![一-鿿])|(?<=[{_TIMELY}]))[年月日天周时秒分点号早晚午夜晨多半双单]|[前后初末底旬季期假数每第]){_ENDING}"
_UNITS_BEHIND = (
    r"[年月日天周时秒早晚午夜晨初末底旬季头整全]"
    r"(?=$|[^一-鿿]|[零一二两三四五六七八九十初底末中前后内间亮黑数出落头分刻段上晨些点晚里夜半尾天周月年日的和跟与到]"
    r"|提醒|[叫喊]|通知|告诉|我|就|都|再|每|还)"
)
_SIGNS_BEHIND = (
    rf"(?!时[候间]|天台|日[语本]|日常|早[点上][吃心]|早餐|晚[点上]?会|月[中]?考|年[中终]|年[会夜]|第一件|整理|末班|初[中]|早晚[饭餐]|全天候){_UNITS_BEHIND}"
    r"|第[一二三四五六七八九十\d]+(?:$|[^一-鿿]|个?(?:周|星期|礼拜|月|天|日|季|年)|个(?=$|[，。]))|一整[天夜晚]|[一二三两四\d]*[餐顿]"
    r"|一?(?:上班|下班|放学|上学|起床|睡醒|到家|回家|出门|进门|吃完饭|散会)(?:就|时|前|后|的时候|之前|之后|以前|以后)"
)
# Chinese words of closed classes, as above: relations, quantities, frequencies, conditions.
_RATHER = _any(
    "可能 也许 或许 大致 经常 常常 总是 偶尔 有时 时不时 平常 一般 通常"
    " 从不 从来 永远 一直 始终 持续 轮流 交替 推迟 延后 同样 相同 不同"
    " 逢年过节 未必 否则 不等 光景 开外 之际 之中 之间 以上 以下 上下 接近"
    " 如果 要是 假如 万一 除非 要么 至少 至多 最多 最少 起码 顶多 尽量"
    " 最早 最晚 最迟 不含 不包括 不算 农历 阴历 夏令时 夏天 冬天 春天 秋天"
    " 寒假(?!班|作业|工|营) 暑假(?!班|作业|工|营) 节假日(?!值|安) 任何 任意 某 另外 另一 别的 其他 其它 若干 好几"
    " 奇数 偶数 单数 双数 加上 减去 正负 为止 截止"
)
_RATHER_BEFORE = (
    rf"(?:{_RATHER}|(?<![一-鿿])头|以?内|期间|最后一个|除[去开]|没|未|无|分之|至|直到|自从|早些|晚些|同一|整个|所有|各|余|以外|上个|下个|上上|下下|[减加把每隔逢]"
    r"|[零一二两三四五六七八九十百几\d]|(?<![设定订来弄开始加建搞给要])[一两三几]个)$"
)
_RATHER_BEHIND = (
    rf"(?:{_RATHER}|那[天周]|那几[天周]|那阵子|那会儿|那段|每|[逢隔](?!壁|离)|最后一|上上|下下|[上下]个|哪个|几个|平时|非(?!常)|超过|刚过|快(?=$|提醒|叫)|将近|至(?!尊|少)|直到|自从|再一次|提早"
    r"|过了?(?=$|[，。,]|提醒|叫)|现在|目前|[加减](?=[一二三四五六七八九十半\d]+个?(?:点|分|小时|钟头|天|刻|周))|起(?=$|[，。,])|农历|北京时间|(?:(?![看盯有没着花抽找用省差到留，,])\S){1,4}时间(?![表计管线段戳安])|[两二三四五六七八九]个(?=$|提醒|叫)|许(?=$)|余(?=$))"
)
# The same of words and numbers that stand right beside it, joined to it or not.
_NEXT_BEFORE_EN = (
    rf"(?:\b(?:except|until|not|or|minus|between|past|before|after|nearly|{MONTH}|half|quarter|never|don['’]t|{N}\s+(?:to|and)|{ORD}\s+to|day\s+of"
    rf"|{ORD}\s+and(?:\s+the)?|(?:every|each)(?:\s+\S+){{0,3}})|[-−])\s*$"
)
_NEXT_BEHIND_EN = (
    rf"[\s,]*(?:(?:and\s+(?:then\s+)?(?:again\s+)?(?:in|at)|except|until|minus|or|past|to\s+{N}\b|{UNIT}|o['’]clock|and\s+(?:a\s+)?(?:half|quarter)"
    rf"|(?:and\s+)?(?:at\s+)?{N}\b"
    rf"|(?:before|after)\s+(?:the|my|i|we|he|she|sun|lunch|school|next)"
    rf"|on\s+(?:my|his|her|our|their|your)\s|{WD})\b|[-−]\s*\d)"
)
_NEXT_BEFORE_ZH = (
    r"(?:除了|(?<!之)(?<!以)(?<!然)[前后]|不是|或者?|负|零下|[-−]|不要在|[一二三四五六七八九十\d]月份?的?|\d/\d+"
    r"|第[一二三四五\d]个?的?)\s*$"
)
_NEXT_BEHIND_ZH = (
    r"\s*(?:或|除(?![草尘湿以夕螨虫锈冰雪])|(?:之|以)?内(?![容衣科存裤部务销训])"
    r"|或者|之?[前后](?![往面天台者续院来门座勤备妈爹厨期卫背任男女端锋列排])|以[前后]|半(?!价|成|个)|刻(?![章光字苦意碟录印])|点(?![外菜餐单名歌赞火灯蜡心东水奶痣眼])|号(?!码|线|楼|门|房|机|店)"
    r"|分钟|小时|的?.{0,3}生日(?=提醒|叫|喊|的?(?:[之以]?[前后]|那|当|提前|提早|过后|第二天|次日|头一天))|[\s，,]*.{0,5}除外|放?假期?后"
    r"|[零〇一二两三四五六七八九十\d]{1,3}(?=$|[，。,\s]|提醒|叫)|[零〇一二三四五六七八九十\d]+(?:点|分|月"
    rf"|号{THING}))"
)
BEFORE = {
    "en": re.compile(rf"{_BEFORE_EN}|{_NEXT_BEFORE_EN}", re.IGNORECASE),
    "zh": re.compile(
        r"(?:哪一?个|某一?个|任何|任意|随便|(?<!北京)(?<![着点看有没盯空])时间|[年月周天日季][里内份]的?|不?早于|不?晚于|不?超过|不到|至少|除了?|非|(?<![一-鿿])单|之?前|之?后|或者?|还是|不是|不要|[上中下]旬(?:的)?|几|若干|快|快到|将近|啊不|不对|哦不|过了?|其[他它余]|剩下|平时|(?<!出)差|(?:别|不要|不用|甭)在?)[，,\s]*$"
        rf"|(?:{_SIGNS_BEFORE}|\d\.)的?$|[零一二三四五六七八九十\d](?:到|至|或|、|[-–~/])\d*$|" + _RATHER_BEFORE + "|" + _NEXT_BEFORE_ZH
    ),
}
BEHIND = {
    "en": re.compile(rf"{_BEHIND_EN}|{_NEXT_BEHIND_EN}", re.IGNORECASE),
    "zh": re.compile(
        r"(?!周|星期|礼拜).{1,4}?(?:之前|以前|(?<![目面眼提之以])前)(?=$|[，。,]|提醒|叫)|(?!的?时候?)[^，。,]{1,10}?(?:[之以]?[后前]|(?<!到)时候?|那天|当天|完)[就再都要请]*(?=提醒|叫|喊|通知|告诉)|[\s，,]*的?(?:[上中下]旬|过后|(?:早|晚|迟)(?:点儿?|些|一点)(?=提醒|叫|喊|起|$|[，。])|比(?!赛|较|例|如)|左右|前后|之间|随便|.{0,4}都[行成可]|倒数(?=第|[一二三四五六七八九])|早中晚|早晚(?!饭|餐)|下晚|擦黑|茶(?=时间|$)|之?[前后](?![往面天台者续院来门座勤备妈爹厨期卫背任男女端锋列排])|以[前后]"
        r"|除外|以外|之外|为止|[之以]?内(?![容衣科存裤部务销训])|期间|假期|整点|多(?![吃喝买穿带加运看睡读练肉媒功样])|出头|不到|或者?|还是(?!要|得)|啊不|不对|哦不|错了|不是|算了|如果|要是|要么"
        rf"|一?(?:半(?!价|成|个)|刻(?![章光字苦意碟录印]))|次|遍|(?:千万|可)?(?:别|不要|不行|不用|不必)(?=$|[，。]|提醒|叫|喊|响)|{_RATHER_BEHIND}|{_SIGNS_BEHIND})|{_NEXT_BEHIND_ZH}"
    ),
}  # fmt: skip
# A number of things behind an hour that is whole: "at three p.m. one plumber comes".
_WHOLE = re.compile(r"(?:[ap]\.?\s?m\.?|noon|midnight|morning|afternoon|evening|tonight|tomorrow|today)$", re.IGNORECASE)
_MANY = re.compile(
    rf"\s+{N}\s+(?!(?:{UNIT}|past|to|till?|until|o['’]?clock|[ap]\.?m|hundred|and|or|times?|more|before|after|{N})\b)[a-z]{{3,}}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\btime\s+$", re.IGNORECASE)
# Ten minutes of tablet time, screen time half an hour: no zone, for it is no hour.
_LONG = re.compile(r"(?:minutes?|mins?|hours?)$", re.IGNORECASE)
# 开学日早上七点, 老婆生日晚上七点: which day that is, was not said.
_HOUR_FIRST = re.compile(rf"{one_of(words_zh.PARTS)}|{I}点|\d{{1,2}}:")
_DAY_OF = re.compile(f"[日天夜节]{_none_of('聊天 谈天 航天 熬夜 宵夜 守夜 细节 情节')}的?[，,]?$")
_LONG_ZH = re.compile("(?:分钟?|小时|钟头|秒钟?)半?的?$")
_TIME_OF, _TIME_FOR = re.compile("(?<=[一-鿿]{2})时间$"), re.compile("^[，,]?的?[一-鿿]{1,4}?时间")  # 游戏时间四十分钟, 一个小时的专注时间
_FROM_NOW = re.compile(r"\s+(?:starting|beginning|from)\s+now$", re.IGNORECASE)
_FREE = re.compile(r"\s+(?:of\s+)?(?!(?:this|that|the|same)\b)[a-z]+\s+time\b", re.IGNORECASE)


def leads(time: str, before: str, language: Language) -> bool:
    """Whether before a time one of the words stands that always change it."""
    before = _TIME_OF.sub("", before) if language == "zh" and _LONG_ZH.search(time) else before
    if language == "zh" and _HOUR_FIRST.match(time) and _DAY_OF.search(before):
        return True
    return BEFORE[language].search(before[-60:]) is not None


def changed_before(time: str, before: str, language: Language) -> bool:
    """Whether what stands right before a time makes another of it."""
    if leads(time, before, language):
        return True
    bare = language == "en" and BARE.match(time) and not (_LONG.search(_FROM_NOW.sub("", time)) and _TIME.search(before))
    return bool(bare) and BEFORE_BARE.search(before[-60:]) is not None


def changed_behind(time: str, behind: str, language: Language) -> bool:
    """Whether what stands right behind a time makes another of it."""
    behind = _TIME_FOR.sub("", behind) if language == "zh" and _LONG_ZH.search(time) else behind
    many = language == "en" and _WHOLE.search(time) and _MANY.match(behind)
    free = language == "en" and _LONG.search(time) and _FREE.match(behind)
    return not (many or free) and BEHIND[language].match(behind) is not None
