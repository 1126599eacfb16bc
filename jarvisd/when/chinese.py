"""The Chinese ways to say when: patterns, each with what it says."""

from __future__ import annotations

from jarvisd.when import read_zh as read
from jarvisd.when import words_zh as words
from jarvisd.when.pieces import (  # fmt: skip
    Amount,
    Bad,
    Clock,
    Date,
    Every,
    Feast,
    Lapse,
    Length,
    Mark,
    Near,
    Nth,
    Offset,
    Part,
    Period,
    Times,
    Weekday,
    Workday,
)
from jarvisd.when.read_en import Say, every_unit, one_of
from jarvisd.when.read_zh import AMOUNT, DAY, STREET, THING, WD, I, N

_H = rf"(?P<h>{I})"
_DEGREE = "[暗亮高低大小慢冷热暖凉轻重多少强弱静响深浅柔软硬厚薄宽窄紧松稳好红蓝黄白绿干湿清近远长短粗细甜咸淡声开关降升加减拉放抬有]"  # a bit of it
_AFTER = r"(?:之后|以后|过后|后)"
_MIN = r"(?P<m>[零〇](?:\d|[一二三四五六七八九])|\d\d|[一二三四五六七八九]?十[一二三四五六七八九]?|(?:\d|[一二三四五六七八九])(?=分(?!之)))"  # not 三点一
_COUNTED = r"(?:个|岁|位|人(?![民家工])|元|块钱|斤|公里|页|倍|层|米(?![饭粉线]))"  # 十点二十人
_EVERY = r"(?:每过?一?个?|每逢)"
_A = rf"(?P<a>{AMOUNT})"
_WORK = r"(?:工作日|上班日|上班的日子|上学日)"
_NOT_A_DAY = r"(?![点号月个:\d十分小直共起定样些般边块家次把楼层班级单])"  # 周三一起, 周三二楼
_THIS = r"(?P<p>这个?|本|下+个?|上+个?)"
_LAST_DAY = r"(?:最后|最末|末尾|末)(?:的?那)?一?天"
_NTH = r"(?P<n>第[一二三四五1-5]|头一?|(?:最后|最末|末尾|倒数第)一?)"

# Each beside what it says; of several that match at a place the longest holds, of equals the first.
PATTERNS: tuple[tuple[str, Say], ...] = (
    (r"[大小老好]半(?:天|个?小时|年|个月)(?:之后|以后|后)?|[前后上下]半[天夜晌]|[三深]更半夜|[次翌]日|第二天", lambda m: (Bad("unclear"),)),
    (r"半天(?!之后|以后|后)|倒数第", lambda m: (Bad("unclear"),)),  # a long while; the last but one
    # how much: a bit darker is no hour
    (rf"(?:{_DEGREE}|快(?![一1]点了))[一1]点儿?(?![钟半整过零〇一二两三四五六七八九十\d前后叫喊提]|[之以][前后]|[，,]?提醒)", lambda m: ()),
    (r"一点儿?(?=[都也][不没])", lambda m: ()),
    # the clock
    (rf"{_H}点(?:钟整|钟|整)?(?:过(?=[{'零一二三四五六七八九十'}\d]))?\s?(?:(?P<half>半)(?!成品)|(?P<q>[一三123])刻|(?P<qh>[一三])客|{_MIN}分?(?!钟|号|月|天|点|之(?![前后内间])|{_COUNTED}))?(?!\d)", read.clock),  # 客: misheard
    (rf"{_H}点(?:钟整|钟|整)?", read.clock),
    (rf"{_H}点[一二三四五]?十[一二三四五六七八九](?={_COUNTED})", lambda m: (Bad("unclear"),)),  # 八点二十五个人
    (rf"早晚的?{_H}点(?:钟整|钟|整)?(?:(?P<half>半)|(?P<q>[一三13])刻|{_MIN}分?)?", lambda m: (Part("morning"), *read.clock(m), Part("evening"), *read.clock(m))),
    (rf"{_H}时(?:(?P<half>半)|{_MIN}分|整)", read.clock),
    (rf"{_H}时(?!间|候|装|代)", read.clock),
    (rf"差(?:(?P<q>[一三])刻|(?P<m>{I})分钟?)(?:钟)?(?:就)?(?:到)?{_H}点(?:钟)?", read.before),
    (rf"{_H}点(?:钟)?差(?:(?P<q>[一三])刻|(?P<m>{I})(?:分钟?)?(?![个天点月]))", read.before),
    (r"(?P<h>\d{1,3}):(?P<m>\d\d)(?::(?P<s>\d\d))?(?!\d)", read.digits),
    (r"每(?:个)?(?:小时|钟头)?的?整点|每到整点", lambda m: (Every("HOURLY"), Clock(-2, exact=True))),
    (r"下一?个整点", lambda m: (Clock(-2, exact=True),)),
    (r"零点(?:整|钟)?", lambda m: (Clock(0, exact=True),)),
    (rf"(?:正午|晌午)(?={I}点)", lambda m: (Part("noon"),)),
    (r"(?:每个?月)(?:的)?倒数第一天", lambda m: (Every("MONTHLY"), Date(-1))),
    (r"正午|中午时分|晌午", lambda m: (Clock(12, exact=True),)),
    (r"午夜(?=$|[，。,!！]|提醒|叫)|半夜十?二点(?!半)", lambda m: (Clock(24, exact=True),)),
    (r"半夜十?二点半", lambda m: (Clock(0, 30, exact=True),)),
    (r"(?:的)?(?:这个时候|这个时间|这个钟?点|同一时间|同样的?时间|此时|(?<=[天周年月])的现在|(?<=[天日一二三四五六月后周末])的?这会儿?)", lambda m: (Clock(-1, exact=True),)),
    # parts of the day
    (rf"{one_of(words.ALONE)}(?:的?时候|里)?", lambda m: (Part(read.named(m[0], words.PARTS)),)),
    (rf"(?:(?:我|等我)\s*)?{one_of(words.MOMENTS)}", lambda m: (Part(read.named(m[0], words.MOMENTS)),)),
    (rf"(?P<s>[今明昨]|后(?=[天日儿]))(?:天|日|儿)?(?P<pt>{one_of(words.PARTS)})(?<!早(?=[饭餐点]))(?<!晚(?=[饭餐点些]))", read.day_part),
    (rf"(?P<s>[今明后])(?:天|日|儿)?(?P<pt>早|晚|晨|夜)(?={I}点)", read.day_part),
    (rf"(?P<pt>早|晚)(?={I}点)", lambda m: (Part(words.PARTS[m["pt"]]),)),
    (r"(?<=[天日号末一二三四五六])的?(?:全天|一?整天)(?=[一-鿿])(?!候|都|每|提醒|叫)", lambda m: ()),
    (r"(?<=今天)的?晚些时候|(?<![周一二三四五六日天号日])左右|准时", lambda m: ()),
    (r"的?晚些时候|偏晚|偏早", lambda m: (Bad("unclear"),)),
    (rf"(?P<b>睡觉?前|临睡前|上班前|下班前|下班后|放学前|(?:[早午晚]|吃)饭[前后]){_A}", lambda m: read.beside(m["b"], m["a"])),
    (rf"(?:下班|午饭|午餐|晚饭|晚餐)前(?={I}点)", lambda m: (Part({"下": "end_of_day", "午": "noon", "晚": "dinner"}[m[0][0]]),)),
    (rf"早[饭餐]前(?={I}点)", lambda m: (Part("breakfast"),)),
    (rf"下班(?={I}点)", lambda m: (Part("after_work"),)),
    # days
    (r"今天|今日|今儿个?|明天|明日|明儿个?|大+后天|后天|后日|后儿个?|昨天|大?前天|昨日", lambda m: read.shift(m[0])),
    (rf"{_THIS}?{WD}(?P<d>{DAY})", read.weekday),
    (rf"{_THIS}(?:星期|礼拜|周)(?:的)?(?=[^一二三四五六日天末1-7]|$)", lambda m: (Bad("past"),) if "上" in m["p"] else (Period("week", read.week(m["p"]) or 0),)),
    (rf"{_THIS}?周末", lambda m: (Bad("past"),) if "上" in (m["p"] or "") else (Weekday(5, read.week(m["p"] or ""), weekend=True),)),
    (r"(?P<p>这个?|本|下+个?|上+个?)月(?:份)?(?:的)?", lambda m: (Bad("past"),) if "上" in m["p"] else (Period("month", read.week(m["p"]) or 0),)),
    (r"今年|明年|后年|去年|前年", lambda m: (Bad("past"),) if m[0] in ("去年", "前年") else (Period("year", {"今": 0, "明": 1, "后": 2}[m[0][0]]),)),
    (rf"(?P<p>(?:这个?|本|下+个?)(?:月的?(?=月))?)?月(?:底|末)(?:的?{_LAST_DAY})?|(?:这个?|本|下+个?)月的?{_LAST_DAY}", lambda m: (Period("month", read.week(m[0]) or 0), Date(-1))),
    (r"(?P<y>今年|明年|后年)?年?(?:底|末)(?<=年[底末])|(?P<y2>今年|明年)最后一天", lambda m: (Period("year", 1 if "明" in m[0] else 2 if "后年" in m[0] else 0), Date(-1, 12))),
    (r"(?P<y>今年|明年|后年)年?初", lambda m: (Period("year", {"今": 0, "明": 1, "后": 2}[m["y"][0]]), Date(1, 1))),
    (rf"(?P<p>这个?|本|下+个?)?月[初中](?={I}[号日])", lambda m: (Period("month", read.week(m["p"]) or 0),) if m["p"] else ()),
    (r"(?P<p>这个?|本|下+个?)?月(?:初|的?头一天|的?第一天)", lambda m: read.month_start(m[0])),
    (rf"(?:(?P<y>\d{{4}}|[二两][零〇一二三四五六七八九]{{3}})年|(?P<yr>今年|明年|后年)(?:的)?)?(?P<mo>{I})月(?:份)?(?P<d>{I})[号日]", read.date),
    (rf"(?:(?P<y>\d{{4}}|[二两][零〇一二三四五六七八九]{{3}})年|(?P<yr>今年|明年|后年)(?:的)?)?(?P<mo>{I})月(?:份)?(?P<d>(?!\d+点|{I}[点天个分小刻]){I})(?![点号日天个:分])", read.date),
    (rf"(?:(?P<y>\d{{4}}|[二两][零〇一二三四五六七八九]{{3}})年|(?P<yr>今年|明年|后年)(?:的)?)?(?P<mo>{I})月(?:份)?(?:的)?(?:[底末]的?{_LAST_DAY}|底|末|{_LAST_DAY})", lambda m: tuple(Date(-1, p.month, p.year) if isinstance(p, Date) else p for p in read.date(m))),
    (rf"(?<=[从自打])(?P<mo>{I})月(?:份)?(?=开始|起)", lambda m: (Date(1, int(words.number(m["mo"]))),)),
    (rf"(?P<mo>{I})月(?:份)?初", lambda m: (Date(1, int(words.number(m["mo"]))),)),
    (r"(?P<mo>\d{1,2})/(?P<d>\d{1,2})(?!\d|/)", read.date),
    (rf"(?P<mo>\d{{1,2}})\.(?P<d>\d{{1,2}})(?=号|日|{one_of(words.PARTS)})(?:号|日)?", read.date),
    (r"(?P<y>\d{4})[-/年](?P<mo>\d{1,2})[-/月](?P<d>\d{1,2})日?", read.date),
    (rf"(?P<p>这个?月|本月|下+个?月|上+个?月)?(?:的)?{STREET}(?P<d>{I})(?:号{THING}|日(?!元|子|语|本|报))", read.month_day),
    # 能力, 农力: how Whisper writes 农历 down
    (rf"(?:农历|阴历|旧历|能力|农力)(?:的)?(?P<leap>闰)?(?P<mo>[正冬腊]|{I})月(?P<d>初?{I})(?:日|号)?", read.lunar),
    (rf"(?:农历|阴历|旧历)的?每年的?(?P<leap>(?!))?(?P<mo>[正冬腊]|{I})月(?P<d>初?{I})(?:日|号)?", lambda m: (Every("YEARLY"), *read.lunar(m))),
    (rf"(?P<y>\d{{4}}|[二两][零〇一二三四五六七八九]{{3}})年的?(?=(?:农历)?{one_of(words.FEASTS)})", lambda m: (Date(0, None, int(words.number(m["y"]))),)),
    (rf"(?P<leap>闰)?(?P<mo>[正冬腊])月(?P<d>初?{I})(?:日|号)?", read.lunar),
    (rf"(?P<leap>闰)?(?P<mo>{I})月(?P<d>初[一二三四五六七八九十])", read.lunar),
    (r"(?:农历|阴历)?(?<![今明后每半])大?年(?P<leap>(?!))?(?P<mo>(?!))?(?P<d>初[二三四五六七八九十])", lambda m: read.lunar_new_year(m["d"])),
    (rf"(?P<p>这个?月|本月|下+个?月)?(?:的)?{_NTH}[个那]{WD}(?P<d>{DAY})", lambda m: (Period("month", read.week(m["p"]) or 0) if m["p"] else Period("month", 0), read.nth(m))),
    (rf"(?P<mo>{I})月(?:份)?(?:的)?{_NTH}[个那]{WD}(?P<d>{DAY})", lambda m: (Nth(read.nth(m).n, read.nth(m).weekday, int(words.number(m["mo"]))),)),
    (rf"(?:平安夜|跨年夜|除夕夜)(?!{one_of(words.PARTS)})", lambda m: (Feast(read.named(m[0], words.FEASTS)), Part("evening"))),
    (one_of(words.TERMS), lambda m: (Bad("unclear"),)),
    (rf"(?:第{I}|[当同]|同一)[天日晚夜]|头一?[晚夜]", lambda m: (Bad("unclear"),)),
    (rf"(?:农历|阴历)?{one_of(words.FEASTS)}(?:当天|那天|那一天|这天)?", lambda m: (Feast(read.named(m[0], words.FEASTS)),)),
    (r"十一(?=[假长]期?|那天|当天)", lambda m: (Feast("national_cn"),)),
    (rf"下一?个{_WORK}", lambda m: (Workday(table=True),)),
    # lengths
    (rf"{_A}(?=(?:(?![就只才这])[一-鿿]{{1,2}}|(?:提醒|[叫喊])我)一(?:次|遍|回))", lambda m: every_unit(read.amount(m["a"]), 1)),
    (rf"(?:连续|连着|接连)(?P<n>{I})天(?:每天)?(?=[早上中下晚傍夜]|[，,])", lambda m: (Every("DAILY"), Length(Amount(days=int(words.number(m["n"])))))),
    (rf"(?P<n>{I})个?(?:小时|钟头)(?P<m>{I})(?=$|[，。])", lambda m: (Length(Amount(seconds=int(words.number(m["n"])) * 3600 + int(words.number(m["m"])) * 60)),)),
    (r"前后(?=$|[，。]|提醒|叫)|(?<=[点半刻分])前后(?![随脚都两一])|一到(?=[今明后早晚上下中周每]|[零〇一二两三四五六七八九十]+点)", lambda m: ()),
    (r"(?:再)?(?:过)?(?:一两|两三|二三|三两|三四|三五|四五|五六|六七|七八|八九|十来)(?:个)?(?:小时|分钟|钟头|天|周|星期|礼拜|个月|月|年|秒)(?:之后|以后|后)?", lambda m: (Bad("unclear"),)),
    (rf"(?:(?:接下来|未来|以后)的?(?P<n>{N})|(?<![定设订来弄开加建搞要])(?P<m>(?!一个){N}))个{WD}(?P<d>{DAY})", lambda m: (Every("WEEKLY", days=(words.WEEKDAYS[m["d"]],)), Times(int(words.number(m["n"] or m["m"]))))),
    (rf"(?:再)?(?:过)?{_A}(?:左右)?{_AFTER}", lambda m: (Lapse(read.amount(m["a"])),)),
    (rf"(?:(?:再)?[过等]|再有|[从打自]现在(?:开始)?(?:算)?起)(?:个)?{_A}(?:再)?(?!{_AFTER})", lambda m: (Lapse(read.amount(m["a"])),)),
    (rf"{_A}(?:之前|以前|前)(?=$|[，。,的])|{_A.replace('<a>', '<b>')}(?:之前|以前)", lambda m: (Bad("past"),)),
    (rf"[负零-]\s?{_A}(?:钟)?{_AFTER}", lambda m: (Bad("past"),)),
    (rf"(?<!计时)(?<!定时)(?<!倒数)再?{_A}(?=(?:就|再)?(?:提醒我|[叫喊]醒?我|通知我|告诉我))", lambda m: (Lapse(read.amount(m["a"])),)),
    (rf"(?:连续|一共|总共|持续|共|连着)?{_A}(?:的|时间|长|左右)?", lambda m: (Length(read.amount(m["a"])),)),
    (r"(?:几|好几|若干|多少)(?:个)?(?:小时|分钟|钟头|天|周|星期|个月|月|年|秒)(?:之后|以后|后)?|(?:等|待|过)(?:一?会儿?|一下(?![，,])|些时候)(?!(?<=等会)[，,]|(?<=等会儿)[，,])|(?<!等)一会儿|改天|以后再|有空(?![吗么没])(?:的时候)?|稍后|(?:^晚点儿?|晚点儿?(?=提醒|[叫喊]|再|$|[，。]))|过两天|这两天|最近|(?:日出|日落|天黑|天亮|太阳下山)(?:的时候|以后|之后|后|前|时)?", lambda m: (Bad("unclear"),)),
    (rf"(?:(?<=节)|(?<=夕)|(?<=旦)|(?<=至)|(?<=日)|(?<=号)|(?<=点)|(?<=半)|(?<=刻)|(?<=分)|(?<=[一二三四五六天])|(?<=明)|(?<=诞)|(?<=秋)|(?<=午)|(?<=国庆)|(?<=夜))(?:的|之|以)?(?P<d>前|后){_A}|(?:的)?(?:(?:前|(?<!最)后)一|头一?)(?:天|日)|(?:的)?(?:前夜|前夕)", lambda m: read.around(m[0])),
    (rf"(?<=[一-鿿])(?<![之以目面提眼先最])(?P<d>前|后){_A}(?=提醒|叫|喊|通知|告诉|记得|$|[，。,])", lambda m: read.around(m[0])),
    (rf"(?:之|以)?(?P<dir>[前后])(?:面)?的?(?:那个?|一个|第一个|最后一个)?{WD}(?P<d>{DAY})", lambda m: (Near(words.WEEKDAYS[m["d"]], -1 if m["dir"] == "前" else 1),)),
    (rf"{_A}(?:之前|以前|前)(?=\S)", lambda m: (Bad("unclear"),)),
    (r"(?:找|挑|选|哪|某|有|换|改|任选|随便)(?:一|个)*(?:天|日子|时间|时候)|哪会儿|什么时候", lambda m: (Bad("unclear"),)),
    (r"(?:从今以后|从今往后|(?<![一-鿿])(?:以后|往后))(?=每|天天)", lambda m: ()),
    (rf"{_A}(?:之|以)?内(?=每|天天)", lambda m: (Length(read.amount(m["a"])),)),
    (rf"(?<![一二三四五六\d])(?P<ds>一三五|二四六)(?=的?(?:{one_of(words.PARTS)}))", lambda m: (Every("WEEKLY", days=read.days(m["ds"])),)),
    (rf"(?:往后[推挪移延拖调]|[推延]后|推迟|顺延|延迟|延长)(?:了)?{_A}", lambda m: (Offset(read.amount(m["a"])),)),
    (rf"(?<![说今明后昨早傍夜当每一两二三四五六七八九十])晚(?:了|个)?{_A}", lambda m: (Offset(read.amount(m["a"])),)),
    (rf"(?:往前[提挪移调]|提前|提早|(?<![今明后昨大么一很太赶])早){_A}", lambda m: (Offset(read.amount(m["a"]).times(-1)),)),
    (rf"每?{WD}[八九十]", lambda m: (Bad("impossible"),)),
    # again and again
    (rf"{_EVERY}(?P<pt>早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|晚|早)", lambda m: (Every("DAILY"), Part(words.PARTS[m["pt"]]))),
    (rf"{_EVERY}(?P<n>{N})?(?P<u>秒钟|秒|分钟|分|刻钟|个?小时|个?钟头|天|日|晚上|晚|个?星期|个?礼拜|周|个月|月|个?季度|年)(?:一次|都)?(?![一二三四五六日天末1-7]?(?<=周)[一二三四五六日天末])", read.every),
    (rf"{_EVERY}?(?P<skip>每?隔)(?P<n>{N})?(?:个)?(?P<u>分钟|个?小时|个?钟头|天|日|个?星期|个?礼拜|周|个月|月|年)(?:一次)?", read.every),
    (r"每?隔(?:个)?半(?:个)?(?:小时|钟头)|每半(?:个)?(?:小时|钟头)(?:一次)?", lambda m: (Every("MINUTELY", 30),)),
    (rf"每(?P<a>{N}个半小时|{N}小时半)", lambda m: every_unit(Amount(seconds=read.amount(m["a"]).seconds), 1)),
    (rf"每隔(?:一)?(?:个)?{WD}的?{WD}?(?P<d>{DAY})|(?:每)?(?:隔周|双周|每两个?{WD})的?(?:{WD})?(?P<d2>{DAY})", lambda m: (Every("WEEKLY", 2, (words.WEEKDAYS[m["d"] or m["d2"]],)),)),
    (r"每?(?P<n>[一两二三四五六七八九十\d]+)(?:个)?(?P<u>周|星期|礼拜|个月|天|年)(?:做|来|去)?一次的?", read.every),
    (r"隔天|隔日", lambda m: (Every("DAILY", 2),)),
    (rf"(?:每个?|每?逢){WD}(?P<d>{DAY}(?:[、,，和跟与及]?\s?(?:{WD})?{DAY}{_NOT_A_DAY})*)", lambda m: (Every("WEEKLY", days=read.days(m["d"])),)),
    (rf"(?<!不是){WD}(?P<one>{DAY})(?!(?P=one))(?:[、,，和跟与及]?\s?(?:{WD})?{DAY}{_NOT_A_DAY})+", lambda m: (Every("WEEKLY", days=read.days(m[0])),)),
    (rf"(?:{_EVERY}|每{WD}的?)?{WD}(?P<a>{DAY})[到至]{WD}?(?P<b>{DAY})(?!点|号)", read.between),
    (rf"(?P<p>这个?|本|下+个?){WD}(?P<a>{DAY})[到至]{WD}?(?P<b>{DAY})(?!点|号)", read.in_week),
    (rf"每(?:星期|周|礼拜)(?P<a>{DAY})[到至]{WD}?(?P<b>{DAY})", read.between),
    (rf"(?:{_EVERY}|在|逢)?{_WORK}(?:的)?", lambda m: (Every("WEEKLY", days=(0, 1, 2, 3, 4), workdays=True),)),
    (r"(?:每个?|逢)周末|每逢周末|每个?(?:双休日|休息日)|(?<![这下本])(?<![这下]个)双休日", lambda m: (Every("WEEKLY", days=(5, 6)),)),
    (r"天天(?!向上)|每日|日日", lambda m: (Every("DAILY"),)),
    (rf"(?:每个?月)(?:的)?逢?(?P<d>{I})[号日]", lambda m: (Every("MONTHLY"), Date(int(words.number(m["d"])) or 99))),
    (rf"每个?月(?:的)?(?P<d>{I}(?:[号日]?(?:[、,，和跟与及]|还有|以及){I}|[号日]{I})*[号日]?(?:(?:[、,，和跟与及]|还有|以及){I}|(?<=[号日]){I})[号日])", lambda m: (Every("MONTHLY"), read.days_of_month(m["d"]))),
    (rf"每个?月(?:的)?(?P<n>第[一二三四五1-5]个?(?:{WD}(?P<dd>{DAY}))?(?:[、,，和跟与及]第?[一二三四五1-5]个?)+){WD}(?P<d>(?(dd)(?P=dd)|{DAY}))", lambda m: (Every("MONTHLY"), read.nths(m))),
    (rf"(?:每个?月)(?:的)?(?:{_LAST_DAY}|月?[底末](?:的?{_LAST_DAY})?)|每逢?月(?:底|末)", lambda m: (Every("MONTHLY"), Date(-1))),
    (rf"每个?月(?:的)?初[一二三四五六七八九十]+|每个?月(?:农历|阴历)(?:初|十){I}", lambda m: (Bad("unclear"),)),
    (r"每半年(?:一次)?", lambda m: (Every("MONTHLY", 6),)),
    (r"(?:每个?月)(?:的)?(?:月?初|第一天|头一天)", lambda m: (Every("MONTHLY"), Date(1))),
    (rf"(?:每个?月)(?:的)?{_NTH}[个那]{WD}(?P<d>{DAY})", lambda m: (Every("MONTHLY"), read.nth(m))),
    (r"(?P<p>这个?月|本月|下+个?月)(?:的)?(?P<n>第一|最后一)个工作日", lambda m: (Period("month", read.week(m["p"]) or 0), Nth(1 if m["n"] == "第一" else -1, None))),
    (r"(?:每个?月)(?:的)?(?P<n>第一|最后一)个工作日", lambda m: (Every("MONTHLY"), Nth(1 if m["n"] == "第一" else -1, None))),
    (r"每年(?:的)?(?=\S)", lambda m: (Every("YEARLY"),)),
    (r"每逢|每到|每个?(?=圣诞|春节|元旦|中秋)", lambda m: (Every(),)),
    (rf"(?:一周|每周|一个?星期|每个?星期)[一二两三四五六七][次遍回](?=[，,]?{WD}{DAY})", lambda m: (Every("WEEKLY"),)),
    (rf"(?:一天|每天|每日)[一二两三四五六][次遍回](?=[，,\s在]*(?:每天)?(?:{one_of(words.PARTS)}){I}点)", lambda m: (Every("DAILY"),)),
    (r"(?:一天|每天|一周|每周|一星期)[一二两三四五六七八九十\d]+[次遍回]", lambda m: (Bad("unclear"),)),
    (r"(?<=[点半刻分\d一二三四五六七八九十])(?:时?候?)?[都分]?别?各(?=[一-鿿]{0,4}[一1])", lambda m: ()),  # 八点和九点各一次
    (r"(?<![共只就仅])一(?:次|遍|回)", lambda m: ()),  # 每天提醒我一次: once each time
    (rf"(?:(?:一共|总共|共)[一-鿿]{{0,2}}?)?(?<!第)(?P<n>{I})(?:次|遍|回)", lambda m: (Times(int(words.number(m["n"]))),)),
    (r"直到|一直到|持续到|到(?!时候|点[了就叫提喊]|时[叫提喊])(?=\S)|至(?=\S)|截止到?", lambda m: (Mark("until"),)),
    (rf"(?:一共|总共|共)[一-鿿]{{0,2}}?(?P<n>{I})(?:节课?|堂课?|场|期)", lambda m: (Times(int(words.number(m["n"]))),)),
    (r"为止|(?<=[号日底末])就?(?:结束|截止|停止)(?=$|[，。就了])", lambda m: ()),  # what stands before it has its 到
    (r"从现在(?:开始|起)?(?=[到至])", lambda m: ()),
    (r"从(?!来|事|前|[今明后]天的)|自(?=[明今下从\d])|(?:开始|算起)(?![，,]?提前|[之以]?[前后]|时)|(?<=[一二三四五六日天号周月])起(?=$)|起(?=[，,每连到至隔天]|[一二两三四五六七八九十半\d]+个?(?:半)?(?:小时|钟头|天))", lambda m: (Mark("from"),)),
    (rf"[，,]?(?P<w>{WD}(?P<d>{DAY})|周末)(?:除外|以外|不算)", lambda m: (Mark("except"), Weekday(words.WEEKDAYS[m["d"]]) if m["d"] else Weekday(5, weekend=True))),
    (rf"[，,]?(?P<ds>{WD}{DAY}(?:[、和跟]?(?:{WD})?{DAY})+)(?:除外|以外|不算)", lambda m: (Mark("except"), Every("WEEKLY", days=read.days(m["ds"])))),
    (rf"除了?(?P<w>{WD}(?P<d>{DAY})|周末)(?:之外|以外|外)(?:的)?(?:所有的?)?", lambda m: (Mark("except"), Weekday(words.WEEKDAYS[m["d"]]) if m["d"] else Weekday(5, weekend=True))),
    (r"除了|(?<![扫清拆删解开免])除|不包括|不算", lambda m: (Mark("except"),)),
)  # fmt: skip
