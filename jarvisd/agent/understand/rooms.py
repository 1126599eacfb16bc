"""What rooms and floors are called by different people, in both languages."""

from __future__ import annotations

# A line is one room; a house that has a room by one of its words is understood by the others, where it has none by that word itself.
ROOMS: tuple[tuple[str, ...], ...] = (
    ("kitchen", "厨房", "厨房间", "灶房"),
    ("living room", "lounge", "sitting room", "family room", "front room", "parlor", "parlour", "den", "客厅", "起居室", "大厅"),
    ("bedroom", "bed room", "卧室", "睡房", "卧房"),
    ("master bedroom", "main bedroom", "primary bedroom", "parents' room", "主卧", "主卧室", "主人房"),
    ("guest room", "guest bedroom", "spare room", "spare bedroom", "客房", "次卧", "客卧"),
    ("kids room", "kids' room", "children's room", "childrens room", "nursery", "baby room", "playroom",
     "儿童房", "小孩房", "孩子房间", "孩子屋", "孩子房", "宝宝房", "婴儿房"),
    ("bathroom", "bath", "restroom", "washroom", "toilet", "loo", "wc", "ensuite", "shower room",
     "浴室", "卫生间", "洗手间", "厕所", "盥洗室", "洗澡间"),
    ("office", "home office", "study", "workroom", "study room", "书房", "办公室", "工作室"),
    ("hall", "hallway", "corridor", "passage", "走廊", "过道", "走道", "廊道"),
    ("entrance", "entryway", "entry", "foyer", "porch", "entrance hall", "玄关", "门口", "入户", "门厅"),
    ("dining room", "dining area", "餐厅", "饭厅"),
    ("balcony", "阳台", "露台"),
    ("terrace", "patio", "deck", "平台", "天台"),
    ("garden", "yard", "backyard", "back yard", "lawn", "花园", "院子", "后院", "庭院"),
    ("garage", "carport", "车库"),
    ("basement", "cellar", "地下室", "地窖", "负一楼"),
    ("attic", "loft", "阁楼"),
    ("laundry", "laundry room", "utility room", "utility", "洗衣房", "洗衣间", "家政间"),
    ("pantry", "storage room", "storage", "storeroom", "储藏室", "储物间", "杂物间"),
    ("closet", "wardrobe", "dressing room", "walk-in closet", "衣帽间", "更衣室"),
    ("gym", "健身房"),
    ("workshop", "shed", "工坊", "工具房"),
    ("stairs", "staircase", "stairway", "楼梯", "楼梯间"),
    ("media room", "home cinema", "home theater", "cinema", "影音室", "家庭影院"),
    ("outside", "outdoors", "outdoor", "室外", "户外", "外面"),
    ("library", "图书室"), ("sauna", "桑拿房"), ("pool", "游泳池", "泳池"), ("conservatory", "winter garden", "阳光房"), ("greenhouse", "温室"),
    ("tea room", "茶室"), ("piano room", "琴房"),
)  # fmt: skip

# A line is one floor, numbered from the ground: 0 is the ground floor. Americans and Chinese call it the first.
FLOORS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (-1, ("basement", "cellar", "lower ground floor", "地下", "负一楼", "负一层", "地下一层", "地下室")),
    (0, ("ground floor", "first floor", "main floor", "1st floor", "一楼", "一层", "底楼", "首层", "1楼", "1层")),
    (1, ("second floor", "2nd floor", "upper floor", "二楼", "二层", "2楼", "2层")),
    (2, ("third floor", "3rd floor", "top floor", "三楼", "三层", "3楼", "3层")),
)  # fmt: skip
# What a house of two floors calls them.
LOWER = ("downstairs", "down stairs", "楼下", "楼底下", "下面", "下面一层")
UPPER = ("upstairs", "up stairs", "楼上", "上面", "上面一层")
