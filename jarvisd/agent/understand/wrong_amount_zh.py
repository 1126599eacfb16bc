"""An amount that is said after what is wrong with a thing: 岛台灯太亮四十就好 sets it to forty, 音量二十五不够三十吧 to thirty."""

from __future__ import annotations

import re

_MUCH = r"(?:百分之[一二三四五六七八九十\d]|[一二三四五六七八九]?十[一二三四五六七八九]?(?![个分点楼号岁块])|\d{2}|一半)"
_TOO = r"(?:太|有点|好|够)[亮暗大小响吵冷热快慢高低强弱猛]"
_NOT_ENOUGH = re.compile(rf"(?<=[一二三四五六七八九十百\d半])(?:度|档)?(?:还是|还)?(?:不够|不行|{_TOO})[了啦啊吧]?[\s,，]*(?={_MUCH})")
_WRONG = re.compile(
    rf"(?<=.)[\s,，]*(?:也|实在|还是|怎么)*(?:{_TOO}|(?:不要|别|不用)(?:那么|这么|太)[亮暗大小响吵冷热快慢高低强弱猛])[了啦啊吧]*[\s,，]*(?:给我|就|要|来个?)*(?={_MUCH})"
)


def plainly(text: str) -> str:
    """As it came where there is nothing of the kind."""
    return _WRONG.sub("调到", _NOT_ENOUGH.sub("，不对，", text))
