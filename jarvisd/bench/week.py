"""A made-up week at home in English and Chinese: facts, the same ones again, changes, orders, questions and small talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Vienna")
BEGINS = datetime(2026, 11, 16, 7, 5, tzinfo=ZONE)  # a Monday
DAYS = 7

_FACTS = {
    "en": (
        "Our daughter Anna is allergic to peanuts",
        "The spare key is under the red flower pot",
        "Grandma's birthday is on May 3rd",
        "My sister works at the city library",
        "Tom takes bus number 14 to school",
        "The plumber's phone number is 555-0199",
        "Emma has piano lessons on Thursdays at four",
        "Our dog Bruno eats only dry food",
        "I parked the car on level B2",
        "The insurance papers are in the blue folder",
        "My husband doesn't eat mushrooms",
        "We fly to Lisbon next Friday",
        "Anna drinks green tea",
        "Tom lives in Graz",
        "The boiler was serviced last Monday",
        "Emma's favourite colour is purple",
        "The wifi password is Blue-Elephant",
        "Uncle Frank lives in Toronto and he teaches music",
        "Anna now drinks black tea",
        "Tom lives in Linz now",
        "The garage code is 4711, and the cellar has no lock",
    ),
    "zh": (
        "我们女儿小雨对花生过敏",
        "备用钥匙在花盆下面",
        "奶奶的生日是五月三号",
        "我妹妹在图书馆上班",
        "小明坐十四路车上学",
        "水管工的电话是五五五零一九九",
        "小雨每周四下午四点上钢琴课",
        "我们家的猫叫咪咪",
        "保险单在蓝色的文件夹里",
        "我先生不吃蘑菇",
        "下周五我们去上海",
        "妈妈喝绿茶",
        "表哥住在北京",
        "上周一锅炉修过了",
        "小雨最喜欢的颜色是紫色",
        "无线网的密码是蓝色大象",
        "舅舅住在多伦多，他教音乐",
        "妈妈现在喝红茶",
        "表哥现在住在上海",
        "降压药在厨房的抽屉里",
        "车库的密码是四七一一",
    ),
}
_OTHERS = {
    "en": (
        "Turn on the light in the kitchen",
        "What is the capital of Portugal?",
        "Remember that the bins go out on Tuesday",
        "I'm so tired today",
        "Is Anna allergic to peanuts?",
        "Good morning",
        "From now on, always answer in one sentence.",
        "The website says that Anna likes cheese",
        "I prefer the living room dark in the evening",
        "Maybe we should buy a boat",
        "Remember that my shoe size is 42",
        "What did I say about the key?",
        "Set a timer for ten minutes",
        "Never mind",
        "Thank you, that was nice",
        "It is raining again",
        "Play some jazz",
        "Who wrote Faust?",
        "She said it is too loud",
        "Remember that the bins go out on Tuesday",
        "Louder, please",
    ),
    "zh": (
        "打开厨房的灯",
        "葡萄牙的首都是哪里？",
        "记住星期二倒垃圾",
        "我今天好累",
        "小雨对花生过敏吗？",
        "早上好",
        "从现在起每次回答只说一句话",
        "网页上说小雨喜欢奶酪",
        "我更喜欢晚上客厅暗一点",
        "也许我们该买条船",
        "记住我的鞋码是四十二号",
        "我说过钥匙在哪里？",
        "定一个十分钟的闹钟",
        "没事了",
        "谢谢你",
        "又下雨了",
        "放点音乐",
        "谁写了浮士德？",
        "她说太吵了",
        "记住星期二倒垃圾",
        "声音大一点",
    ),
}
_LEADS = {"en": ("By the way, ", "As I said, ", "You know, "), "zh": ("对了，", "我跟你说，", "其实")}
_CHANGE = (11, 12, 13)  # of the facts: what is not told again, for it holds no longer
_PEOPLE = ("tom", "lily", "")


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    language: str
    person: str
    at: datetime


def week() -> Iterator[list[Said]]:
    """Day by day: three new facts, three that were told before in other words, three of everything else; in each language."""
    for day in range(DAYS):
        said: list[Said] = []
        for language in ("en", "zh"):
            facts, others = _FACTS[language], _OTHERS[language]
            for n in range(3):
                at = 3 * day + n
                before = at - 4 if at >= 4 and at - 4 not in _CHANGE else at
                told = ((facts[at], at), (_LEADS[language][at % 3] + facts[before], before), (others[at], at))
                for text, who in told:
                    when = BEGINS + timedelta(days=day, minutes=17 * len(said))
                    said.append(Said(text, language, _PEOPLE[who % 3], when))
        yield said
