"""Music and films by their names: looked for by a player of the house that can, and played there; and which plays now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jarvisd.errors import HomeTrouble, ToolError
from jarvisd.messages import Language
from jarvisd.tools import Arguments, Asked, Risk, Tool
from jarvisd.tools.home import Entity, Home, House
from jarvisd.tools.home.called import article
from jarvisd.tools.home.intents import parameters
from jarvisd.tools.home.reachable import reachable, room
from jarvisd.tools.home.reports import reached
from jarvisd.tools.home.resolve import meant, name_of, room_id, rows
from jarvisd.tools.home.rows import in_language, row
from jarvisd.tools.home.troubles import sentence

NAME, NOW = "HassMediaSearchAndPlay", "now_playing"
_KIND = frozenset({"media_player"})
_PLAYS, _SEARCHES = 512, 4_194_304  # of Home Assistant's MediaPlayerEntityFeature
_RUNNING = frozenset({"playing", "paused", "buffering", "on"})
_PLAYING = frozenset({"playing", "buffering"})
_SHOWN = 3  # players of one answer
_OWN: Mapping[str, Any] = {
    "search_query": {"type": "string", "minLength": 1, "maxLength": 200, "description": "what to look for: a song, an artist, an album"},
    "media_class": {
        "type": "string",
        "maxLength": 40,
        "description": "album, artist, track, playlist, podcast, movie ..., where it was said",
    },
}


class PlayTools:
    """A toolset."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def tools(self) -> Sequence[Tool]:
        return (
            Tool(
                NAME,
                "Looks for music, a film or a podcast by its name and plays it on a player of the house.",
                parameters(_OWN, ("search_query",)),
                self._play,
                Risk.REVERSIBLE,
                told=_told,
                untrusted=True,  # titles are written by whoever sells them
                examples=(("play Abbey Road in the kitchen", {"search_query": "Abbey Road", "area": "Kitchen"}),),
            ),
            Tool(NOW, "Tells what the players of the house play now.", parameters({}), self._now, Risk.READ, told=_now_told, untrusted=True,
                 examples=(("what song is this?", {}), ("客厅在放什么", {"area": "客厅"}))),
        )  # fmt: skip

    async def _play(self, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        try:
            reachable(self._home)
            player = _player(self._home.house, slots, room(slots, asked, True))
            found = await self._found(player, slots)
            aim = {"media_content_id": found["media_content_id"], "media_content_type": found["media_content_type"]}
            after = next(iter(await self._home.act("media_player.play_media", [player.id], aim)))
            if not reached("media_player.play_media", {}, after):
                raise HomeTrouble("unchanged", name=after.name)
        except HomeTrouble as trouble:
            raise ToolError(sentence(in_language(self._home.house, trouble, asked.language), asked.language)) from trouble
        return {"intent": NAME, "title": str(found.get("title") or slots["search_query"]), **row(self._home.house, after, asked.language)}

    async def _now(self, slots: Arguments, asked: Asked) -> Mapping[str, Any]:
        """In this room where something plays in it, else everywhere."""
        try:
            reachable(self._home)
            house = self._home.house
            there = [one for one in meant(house, slots, _KIND) if one.state in _PLAYING]
        except HomeTrouble as trouble:
            raise ToolError(sentence(in_language(self._home.house, trouble, asked.language), asked.language)) from trouble
        here = [one for one in there if one.area and one.area == room_id(house, room(slots, asked, True))] or there
        titled = [one for one in here if one.attributes.get("media_title")] or here
        return {"playing": [{**row(house, one, asked.language), **_piece(one)} for one in titled[:_SHOWN]]}

    async def _found(self, player: Entity, slots: Arguments) -> Mapping[str, Any]:
        """The first that can be played of what the player finds. HomeTrouble where there is none."""
        only = {"media_filter_classes": [slots["media_class"]]} if slots.get("media_class") else {}
        answer = await self._home.ask("media_player.search_media", [player.id], {"search_query": slots["search_query"], **only})
        for each in (answer.get(player.id) or {}).get("result") or ():
            if each.get("can_play", True) and each.get("media_content_id") and each.get("media_content_type"):
                return dict(each)
        raise HomeTrouble("no_media", name=str(slots["search_query"]))


def _player(house: House, slots: Arguments, where: str) -> Entity:
    """The one that was named, that of this room, the one that runs, the only one. HomeTrouble where there is none, or several are left."""
    everyone = meant(house, slots, _KIND)
    able = [one for one in everyone if _can(one)]
    if not able:
        raise HomeTrouble("cannot_search", name=everyone[0].name) if len(everyone) == 1 or name_of(slots) else HomeTrouble("no_search")
    here = [one for one in able if one.area and one.area == room_id(house, where)] or able
    left = here if len(here) == 1 else [one for one in here if one.state in _RUNNING] or here
    if len(left) > 1:
        raise HomeTrouble("which", name="", rows=rows(house, left))
    return left[0]


def _can(player: Entity) -> bool:
    features = player.attributes.get("supported_features")
    return isinstance(features, int) and features & (_PLAYS | _SEARCHES) == _PLAYS | _SEARCHES


def _piece(player: Entity) -> Mapping[str, str]:
    return {name: str(player.attributes.get(f"media_{name}") or "") for name in ("title", "artist")}


def _now_told(content: Mapping[str, Any], language: Language) -> str:
    says = [_plays(one, language) for one in content["playing"]]
    if not says:
        return sentence(HomeTrouble("no_player"), language)
    return ("" if language == "zh" else " ").join(says)


def _plays(one: Mapping[str, Any], language: Language) -> str:
    title, artist = one["title"], one["artist"]
    if language == "zh":
        return f"{one['name']}正在放{artist}{'的' * bool(artist)}{title}。" if title else f"{one['name']}正在播放，但没有说是什么。"
    on = article(one["name"])
    if not title:
        return f"{on[:1].upper()}{on[1:]} is playing, and does not say what."
    return f"{title}{f' by {artist}' if artist else ''} is playing on {on}."


def _told(content: Mapping[str, Any], language: Language) -> str:
    if language == "zh":
        return f"{content['name']}正在播放{content['title']}。"
    return f"Playing {content['title']} on {article(content['name'])}."
