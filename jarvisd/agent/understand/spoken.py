"""What was said without wake word, fillers and manners: what is left says what is wanted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from jarvisd.messages import Language

LONGEST = 400  # characters: nobody orders more in one breath

# Old characters of the words that are said to a house, one sign for one sign.
_MODERN = str.maketrans(
    "開關燈調亮廳臥廚溫度風視樓門鎖窗簾電機腦熱涼點個這裡邊頭將給讓幫請問說聽嗎麼現時間還沒過來書陽臺臺車庫層間衛廁體設為從對當應該別樣動靜聲響軟硬紅藍綠黃紫橙顏變換暫繼續換歲後東西兩種樂掃塵澆陰氣灑濕淨態備幾",
    "开关灯调亮厅卧厨温度风视楼门锁窗帘电机脑热凉点个这里边头将给让帮请问说听吗么现时间还没过来书阳台台车库层间卫厕体设为从对当应该别样动静声响软硬红蓝绿黄紫橙颜变换暂继续换岁后东西两种乐扫尘浇阴气洒湿净态备几",
)
# What speech recognition writes for words of the house that sound alike, and for 了 said lazily.
_SLIPS = {
    "关登": "关灯", "开登": "开灯", "关等": "关灯", "把登": "把灯", "的登": "的灯", "的等关": "的灯关", "的等开": "的灯开", "等都关": "灯都关", "等打开": "灯打开",
    "等关掉": "灯关掉", "一丢丢": "一点", "一丁点": "一点", "调倒": "调到", "条到": "调到", "跳到": "调到", "打开登": "打开灯", "窗莲": "窗帘", "风上": "风扇", "音像": "音箱", "音香": "音箱", "握室": "卧室",
    "在把": "再把", "部队": "不对", "灯盒": "灯和", "灯合": "灯和", "灯合适": "灯合适", "灯合上": "灯合上", "空跳": "空调", "空条": "空调", "窗连": "窗帘", "床帘": "窗帘", "窗联": "窗帘", "电是": "电视", "电事": "电视", "风善": "风扇", "灯光了": "灯关了", "登打开": "灯打开", "登关": "灯关",
    "关喽": "关了", "关咯": "关了", "关啦": "关了", "开喽": "开了", "开咯": "开了", "开啦": "开了", "关灯喽": "关灯", "声儿": "声音", "外头": "外面", "天儿": "天气", "咋样": "怎么样",
    "整栋房子": "全屋", "整栋楼": "全屋", "整个房子": "全屋", "整个屋子": "全屋", "整幢房子": "全屋", "家里头": "家里", "楼上楼下": "全屋", "满屋子": "全屋", "热乎": "暖和", "暖乎": "暖和", "亮堂": "亮", "敞亮": "亮", "黑咕隆咚": "好黑", "黑漆漆": "好黑", "黑乎乎": "好黑", "凉爽": "凉快", "瞅一眼": "看看", "瞧一眼": "看看", "瞅瞅": "看看", "瞧瞧": "看看", "看一眼": "看看", "点儿声": "点声",
}  # fmt: skip
_SLIPS_ZH = re.compile("|".join(sorted(_SLIPS, key=len, reverse=True)))
_SET_ZH, _TAKEN_ZH = re.compile(r"掉到(?=\d|百分|[一二三四五六七八九十]+度|最)"), re.compile(r"^(?:吧|巴|爸)(?=灯|空调|窗帘|电视|风扇)")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": " ", "”": " ", '"': " ", "「": " ", "」": " ", "…": ","})
_SHORT = (  # written out, so that a sentence has one form
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"), (re.compile(r"\bwon't\b"), "will not"), (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(i|you|we|they)'d\b"), r"\1 would"), (re.compile(r"\bi'm\b"), "i am"), (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(it|that|what|where|who|how|there|here)'s\b"), r"\1 is"), (re.compile(r"'(?:ll)\b"), " will"),
    (re.compile(r"'re\b"), " are"), (re.compile(r"'ve\b"), " have"), (re.compile(r"\bgonna\b"), "going to"), (re.compile(r"\bwanna\b"), "want to"),
    (re.compile(r"\bdont\b"), "do not"), (re.compile(r"\bair[- ]con\b|\ba/c\b|\ba\.c\.?(?=\s|$)"), "ac"), (re.compile(r"\bt\.?\s?v\b\.?"), "tv"),
    (re.compile(r"\b(turn|switch|shut|power)(ed|ing|s)? of\b"), r"\1\2 off"), (re.compile(r"\bof(?=$|,| (?:please|in here|in hear|it is|now|thanks)\b)"), "off"),  # as speech recognition writes it
    (re.compile(r"\bin hear\b"), "in here"), (re.compile(r"\b(?:flat|apartment)\b"), "house"),
)  # fmt: skip
_MARKS = re.compile(r"(?<!\d)[.](?!\d)|[!?;:！？；：。]|[.](?=\s|$)")
_HAN_GAP = re.compile(r"(?<=[㐀-鿿]) +(?=[㐀-鿿])")

_LEAD_EN = re.compile(
    r"^(?:(?:hey|hi|hello|hiya|ok|okay|so|well|u+m+|u+h+m*|e+r+m*|a+h+|o+h+|hm+|please|kindly|jarvis|alright|all right|right|just|quickly|quick|listen"
    r"|yeah|yes|yep|sorry|excuse me|pardon me|dear|buddy|anyway|also|now then|right then|good morning|good evening|thanks|thank you|great|perfect|cool(?=,| (?:now|so|and|then|please|thanks|can|could|will|would)\b)"
    r"|(?:you know what)|you(?! (?:can|could|may|might|should)\b)|go ahead and|go and|come on|c'mon|hurry up and|be (?:a dear|a darling|an angel|so kind|so good|nice) and"
    r"|be (?:so |very )?(?:kind|good|nice) (?:enough |as )?to|do me a favou?r and|do us a favou?r and|do me a favou?r|would you mind(?: awfully| terribly)?|(?:i|we) would appreciate it if you(?: could| would| can)?"
    r"|if you (?:could|can|would|do not mind|please)|whenever you (?:can|get a chance|are ready)|when you (?:can|get a chance|have a (?:second|moment|minute))"
    r"|(?:i|we)(?: would)? (?:really )?(?:want|need|like|love|prefer|wish) (?:you|for you|us) to|(?:i|we)(?: would)? (?:really )?(?:want|need|like|love) to"
    r"|(?:i|we)(?: would)? (?:really )?(?:want|need|like|love)(?: to (?:have|see))?(?= (?:some|the|it|them|all|more|less|everything|a (?:bit|little)|my)\b.*\b(?:on|off|open|closed?|shut|up|down|dimmed|brighter|dimmer|warmer|cooler|locked|light|music|at|to|muted|red|blue|green|white)\b)|i was (?:wondering|hoping) if you (?:could|can|would|might)|i (?:think )?(?:it is )?(?:time|about time) (?:to|you|we)|it is (?:about )?time to|time to|let us|let me"
    r"|(?:can|could|would|will)(?: not)? you(?: (?:please|kindly|just|maybe|possibly|also|quickly|perhaps))*(?: mind| be able to| be so kind as to| be kind enough to| be a dear and| go ahead and| do me a favou?r and)?"
    r"|would it be possible to|is it possible to|do you mind|any chance you (?:could|can)|you (?:can|could|may|might|should)(?: please| now| just)*"
    r"|why do not you|feel free to|make sure (?:to|you|that you)|be sure to|try to|i say|i said|go on and)"
    r"(?:\s*,\s*|\s+|$))+")  # fmt: skip
_LEAD_ZH = re.compile(
    r"^(?:(?:嗯+|呃+|额+|啊+|哦+|喂+|嘿+|嗨|哎+呀?|诶+|唉+|那个?什么|那个?啥|那个|那么|那就?|这样|好的?吧?|行|可以|对了|话说|你好|您好|早上好|晚上好|贾维斯|hey jarvis|jarvis"
    r"|请(?!问)|麻烦(?:你|您|一下)?|劳驾(?:你|您)?|拜托(?:你|您)?|辛苦(?:你|您)?了?|打扰一下|不好意思|谢谢(?:你)?|你|您|咱们?|我们"
    r"|能不能|可不可以|能否|可否|可以|能(?!量|源|耗)|可(?=把|帮)|方便|帮我们?|帮(?:个)?忙|帮(?=把|关|开|我|调|打)|给我们?|替我们?|为我"
    r"|我们?(?:现在)?(?:想|要|想要|希望|需要|想让|想请|要求)(?:你|您)?|希望(?:你)?|让(?:我们|咱们)|去(?=把|关|开|打)|来(?=把|给|帮|点(?:音乐|光|灯光))|快点?儿?(?=把|给|帮|去|关|开|打)|赶紧|赶快|马上|立刻|立即|现在|顺便|直接|就(?=把|关|开)|先(?=把|关|开|帮|给))"
    r"[\s,，、]*)+")  # fmt: skip
_TAIL_EN = re.compile(
    r"(?:[\s,]+(?:please|thanks(?: a lot| so much| very much)?|thank you(?: so much| very much| kindly)?|jarvis|for (?:me|us)|right now|right away|now|immediately|at once|straight away"
    r"|will you|would you|could you|can you|wo not you|will you not|ok|okay|alright|all right|(?:if|when(?:ever)?) you (?:can|could|would|do not mind|please|get a chance)"
    r"|if (?:that is|it is|it's) (?:ok|okay|possible|alright|all right|not too much trouble|no trouble)|real quick|quickly|quick|asap|a s a p|mate|buddy|dear|man|already|and thanks|cheers|then|yeah|eh|huh|uh|um))+$"
)  # fmt: skip
_TAIL_ZH = re.compile(
    r"(?:[\s,，、]*(?:谢谢(?:你|您|啦|了)?|多谢(?:了|啦)?|感谢|麻烦(?:你|您)?(?:了|啦)|辛苦(?:你|您)?(?:了|啦)|拜托(?:你|您)?(?:了|啦)?|贾维斯|好吗|好嘛|好么|行吗|行么|成吗|可以吗|可以么|好不好|行不行|可不可以|能行吗|吧|啊|呀|哦|喔|噢|(?<!干)嘛|呗|哈|咯|哇|诶|欸|嗯"
    r"|(?<=[了掉上开])(?:啦|哈)))+$")  # fmt: skip
_ASKS_ZH = re.compile(  # 我能... asks for leave, 这灯能变色吗 what it can do
    r"^(?:[嗯呃额啊哦喂嘿嗨诶,，\s]|那个|请|麻烦|你好|你|您|贾维斯|现在)*(?:(?:能不能|可不可以|能否|可否)|(?:可以|能)(?=.{1,40}(?:吗|么|不)$))"
    r"|(?<![我们])(?:能不能|能否|可以|能).{0,12}(?:帮|把|一下|下|调|设|关掉|打开).{0,20}(?:吗|么)?$"
    r"|(?:好吗|行吗|可以吗|好不好|行不行|可不可以|成吗|好么|好嘛)$"
)
_QUESTION_MARK = re.compile(r"[?？]\s*$")
_GERUND = {
    "turning": "turn", "switching": "switch", "closing": "close", "opening": "open", "dimming": "dim", "setting": "set", "making": "make",
    "locking": "lock", "unlocking": "unlock", "putting": "put", "shutting": "shut", "starting": "start", "stopping": "stop", "pausing": "pause",
    "playing": "play", "raising": "raise", "lowering": "lower", "changing": "change", "bringing": "bring", "turned": "turn", "increasing": "increase",
    "decreasing": "decrease", "muting": "mute", "activating": "activate", "running": "run", "brightening": "brighten", "killing": "kill",
    "getting": "get", "adjusting": "adjust", "powering": "power", "sending": "send", "skipping": "skip", "resuming": "resume", "giving": "give",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """text: in lower case, no marks but commas, without manners."""

    text: str
    polite: bool  # there were manners before it: "can you ..." asks for nothing but a deed
    asked: bool  # it ended on a question mark


@lru_cache(maxsize=512)  # a sentence and the names of a house are looked at many times over
def plain(text: str, language: Language) -> str:
    """One form for what is written in several: lower case, short forms written out, no marks but commas."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().translate(_QUOTES)
    if language == "zh":
        text = _TAKEN_ZH.sub("把", _SET_ZH.sub("调到", text)).replace("百分之负", "负百分之")
        text = _SLIPS_ZH.sub(lambda slip: _SLIPS[slip.group()], _HAN_GAP.sub("", text.translate(_MODERN)))
    for pattern, instead in _SHORT:
        text = pattern.sub(instead, text)
    text = _MARKS.sub(",", text.replace("，", ",").replace("、", "," if language == "en" else "、").replace("。", ","))
    return re.sub(r"\s*,[\s,]*", ", " if language == "en" else ",", " ".join(text.split())).strip(" ,，、")


def bare(text: str, language: Language) -> Spoken:
    """What is left without manners; where nothing is left but them, all of it."""
    asked = bool(_QUESTION_MARK.search(text))
    whole = plain(text, language)
    if language == "zh":
        return _bare_zh(whole, asked)
    rest = _TAIL_EN.sub("", whole)
    lead = _LEAD_EN.match(rest + " ")
    polite = bool(lead and re.search(r"\b(?:can|could|would|will|mind|possible|favou?r|why do not you)\b", lead.group()))
    rest = rest[lead.end() :] if lead and lead.end() < len(rest) else rest
    first, _, others = rest.partition(" ")
    rest = f"{_GERUND[first]} {others}" if polite and first in _GERUND and others else rest
    return Spoken(rest.strip(" ,") or whole, polite, asked)


def _bare_zh(whole: str, asked: bool) -> Spoken:
    polite = bool(_ASKS_ZH.search(whole))
    rest = re.sub(r"(?:吗|么|不)$", "", whole) if polite and not re.search(r"[好行成]不$", whole) else whole
    rest = _TAIL_ZH.sub("", whole if re.search(r"(?:好吗|行吗|可以吗|成吗|好么|好不好|行不行|可不可以)$", whole) else rest)
    lead = _LEAD_ZH.match(rest)
    rest = rest[lead.end() :] if lead and lead.end() < len(rest) else rest
    return Spoken(rest.strip(" ,，、") or whole, polite, asked)
