"""Chinese orders as a small transcriber writes them: 窗链纳上 is 窗帘拉上. Asked only where what was written down is understood by nobody."""

from __future__ import annotations

import re
from functools import cache

from jarvisd.agent import sounds

# What is said to a house all day, two characters and more: of what sounds like one of these it is the likeliest.
_WORDS = (
    "打开 开灯 关灯 关掉 关上 关了 关闭 关好 关紧 关一关 关一下 开一下 开启 拉上 拉开 拉满 升起来 放下来 收起来 调到 调成 调为 调高 调低 调亮 调暗 调大 调小 设为 设成 "
    "设到 降到 升到 换成 变成 弄成 亮度 色温 温度 湿度 音量 声音 风速 百分之 亮起来 亮着 灭了 熄灭 熄灯 熄了 熄掉 锁上 锁好 解锁 上锁 布防 撤防 暂停 播放 继续 下一首 上一首 静音 "
    "窗帘 纱帘 布帘 卷帘 帘子 百叶窗 百叶帘 遮光帘 遮阳棚 遮阳帘 雨棚 晾衣架 吊灯 台灯 顶灯 吸顶灯 床头灯 落地灯 壁灯 筒灯 射灯 灯带 灯条 夜灯 小夜灯 护眼灯 氛围灯 镜前灯 餐桌灯 水晶灯 "
    "星空灯 门廊灯 走廊灯 灶台灯 橱柜灯 感应灯 彩灯 大灯 灯光 客厅灯 餐厅灯 厨房灯 卧室灯 书房灯 阳台灯 空调 暖气 地暖 风扇 吊扇 电扇 排风扇 换气扇 抽油烟机 电视 音箱 音响 收音机 投影 "
    "热水器 加湿器 除湿机 净化器 新风 扫地机 扫地机器人 机器人 洗衣机 洗碗机 烘干机 电饭煲 热水壶 插座 开关 车库门 卷帘门 大门 前门 后门 院门 门锁 阀门 水阀 警报 摄像头 "
    "客厅 餐厅 饭厅 厨房 灶房 卧室 主卧 次卧 书房 阳台 卫生间 洗手间 浴室 厕所 走廊 过道 玄关 门厅 门廊 车库 花园 院子 阁楼 地下室 儿童房 孩子房间 客房 衣帽间 储物间 楼上 楼下 一楼 二楼 三楼 "
    "全屋 全家 家里 这屋 屋里 房间 所有 全部 全都 加到 记到 加进 别响了 粉红色 红色 蓝色 绿色 黄色 紫色 橙色 白色 暖光 冷光 充电 扫地 拖地 回去 购物清单 待办清单 清单 观影模式 回家模式 离家模式 睡眠模式 模式 场景 天气"
)
_LONGEST = 6
_LAMP = r"[等登灯瞪凳]"
_SINGLE = (  # single characters, where their neighbours leave no other reading
    (re.compile(rf"(?<=[室厅房台廊间里屋家园吊顶头壁夜筒光前的个楼]){_LAMP}(?=[关开打亮灭熄调全都换变弄给别太不一是式,，。]|$)"), "灯"),
    (re.compile(rf"(?<=[把开关熄]){_LAMP}(?![一待会候于])"), "灯"),
    (re.compile(rf"^{_LAMP}(?=[关开打亮灭熄给都全])"), "灯"),
    (re.compile(r"(?:^|(?<=[,，。 ]))[巴吧八爸](?=.{1,8}[关开打拉调设锁换])"), "把"),
    (re.compile(r"(?<=[到成是度量])[无污舞][事时视试是]$"), "五十"),
    (re.compile(r"(?<=[二三四五六七八九])一?[试时事世市式]$"), "十"),
    (re.compile(r"(?<=[了开着上闭好])[妹眉梅煤美]$"), "没"),
    (re.compile(r"(?<=[了着好上开的])[骂妈码马]$"), "吗"),
    (re.compile(r"(?<=[着开的上])[步部布]$"), "不"),
    (re.compile(r"(?<=[关开])楼$"), "了"),
    (re.compile(r"(?<=[关开亮响锁转])正(?=[的吗没不呢]|$)"), "着"),
    (re.compile(r"是不[适试事式](?=.)"), "是不是"),
    (re.compile(r"(?<=灯)[官光观惯](?=[了掉上吧。]|$)|(?<=[灯帘门窗])[官观惯](?=[一了掉上])"), "关"),
)
# What is never right as it stands.
_SURE = (
    (re.compile(r"^拜登(?=[都全]?(?:关|开|打开|关掉|关上|调[亮暗])[了上]?[。!！]?$)"), "把灯"),
    (re.compile(r"了[,，]没有了?(?=[。?？]?$)"), "了没有"),
    (re.compile(r"(?<=[关开锁好]了)[没每妹梅][都多](?=[一二三四五六七八九十\d]+点)"), "没，都"),
    (re.compile(r"(?:(?<=不用)|(?<=别[吹开调放弄]))[,，](?=[那这]么)"), ""),
    (re.compile(r"(?<=[那这]么)[量辆](?!的)"), "亮"),
    (re.compile(r"(?<=[亮灭关开]了)[把罢爸][,，]?[就旧救](?=[\u3400-\u9fff]{1,6}(?:别|不要|不用))"), "吧，就"),
    (re.compile(r"一[条个][凤风奉封逢缝](?=[,，。]|[就旧]?开|$)"), "一条缝"),
    (re.compile(r"[流柳榴刘][,，]?(?=一[条个]缝)"), "留"),
    (re.compile(r"(?<=[二两三四五六])[线件先千](?=开(?:[,，。]|$))"), "千"),
    (re.compile(r"(?<=报器)[,，]?[部不步布]上(?=[,，。]|$)"), "布上"),
    (re.compile(r"(?<=[开关亮锁])[枕正镇震](?=[呢吗没])"), "着"),
    (re.compile(r"(?<=清单上)[载在再][,，]?[贴天铁添](?=[上加一二两几个])"), "再添"),
    (re.compile(r"(?<=灯)[本杯背被](?=[,，。]|$)"), "呗"),
    (re.compile(r"(?<=[大小]点)[收生](?=[,，。]|$)"), "声"),
    (re.compile(r"(?:[融容荣]合|如何|由何|柔合|融和)点[而二耳儿]?(?=[\d百一二三四五六七八九十])"), "柔和点儿"),
    (re.compile(r"关[调掉][一意谊衣义](?=[。!！]?$)"), "关掉"),
    (re.compile(r"(?<=打开|关上|拉上|拉开|暂停)[一意谊衣义](?=[。!！]?$)"), ""),
    (re.compile(r"大开[一意谊衣义]?(?=[。!！]?$)"), "打开"),
    (re.compile(r"^我[是试时使事世](?=[\u3400-\u9fff]{0,2}(?:空调|灯|窗帘|风扇|电视|暖气|地暖))"), "卧室"),
    (re.compile(r"(?<=[高低升降])[,， ]*亮度(?=[。!！]?$)"), "两度"),
    (re.compile(r"[,，]?麻烦[宁凝柠拧](?=[把帮给])"), "，麻烦您"),
    (re.compile(r"[庭廷亭婷挺](?=一下)"), "停"),
    (re.compile(r"(?<=门)[说数缩所索](?=[好上住])"), "锁"),
    (
        re.compile(
            r"(?<=目标)[,，]?[势适试式事是士十](?=度)|[势适试式士十](?=度计)|(?<![二三四五六七八九是调到\d])[势适试式事是士十](?=度(?:多少|怎么样|高不高|大不大))"
        ),
        "湿",
    ),
    (re.compile(r"(?<=[单项])[,，]?[甲家佳夹嘉假](?=[\u3400-\u9fff])"), "加"),
)
_SMALL = frozenset("的得地谁没不别吗呢")  # what everybody hears right: 谁开的 is no 谁开灯
_SPACE = re.compile(r"\s+")


def surely(text: str) -> str:
    """What was heard, without what is never right."""
    for pattern, instead in _SURE:
        text = pattern.sub(instead, text)
    return text


def repaired(text: str) -> str:
    """The text with what sounds like these words written as they are; the same where there is nothing of the kind."""
    plain = _SPACE.sub("", text).rstrip("。，,.?？!！")
    found, at = [], 0
    table, known = _table()
    while at < len(plain):
        for length in range(min(_LONGEST, len(plain) - at), 1, -1):
            said = plain[at : at + length]
            if said in known:
                break
            word = table.get(sounds.alike(said))
            if word is not None and not (set(said) - set(word)) & _SMALL and not _within(plain, at, length, known):
                said = word
                break
        else:
            said = plain[at]
        found.append(said)
        at += len(said)
    made = "".join(found)
    for pattern, sign in _SINGLE:
        made = pattern.sub(sign, made)
    return made if made != plain else text


def _within(plain: str, at: int, length: int, known: frozenset[str]) -> bool:
    """A word that is written as it is begins inside of it: 关，调高 is no 关掉，高."""
    return any(plain[start : start + size] in known for start in range(at + 1, at + length) for size in (2, 3))


@cache
def _table() -> tuple[dict[str, str], frozenset[str]]:
    """By their sounds; what two of them share is nobody's."""
    words = _WORDS.split()
    sounding: dict[str, set[str]] = {}
    for word in words:
        sounding.setdefault(sounds.alike(word), set()).add(word)
    return {sound: next(iter(same)) for sound, same in sounding.items() if len(same) == 1}, frozenset(words)
