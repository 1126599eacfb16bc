"""The client of Home Assistant against a server on loopback that answers as a real one did."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from jarvisd.errors import ConfigError, HomeTrouble
from jarvisd.sections import HomeConfig
from jarvisd.tools.home import Home
from jarvisd.tools.home.homeassistant import HomeAssistant, Pace, socket_url
from jarvisd.tools.home.opened import open_home
from tests.tools.home.server import TOKEN, Fake, fake

pytestmark = pytest.mark.real_time

QUICK = Pace(again=0.02, longest=0.1, refused=0.1, settle=0.02)


@asynccontextmanager
async def kept(house: Fake, token: Callable[[], str] = lambda: TOKEN, pace: Pace = QUICK) -> AsyncIterator[HomeAssistant]:
    home = HomeAssistant(house.url, token, pace)
    async with asyncio.TaskGroup() as group:
        keeping = group.create_task(home.run())
        async with asyncio.timeout(20):
            await home.ready()
            yield home
        keeping.cancel()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110  # what is watched are plain values
            await asyncio.sleep(0.01)


def state(home: Home, id: str) -> str:
    return next((one.state for one in home.house.entities if one.id == id), "gone")


async def test_it_knows_what_is_exposed_with_rooms_floors_and_names_in_both_languages() -> None:
    async with fake() as house, kept(house) as home:
        things = {one.id: one for one in home.house.entities}
        assert "text.password" not in things
        assert "sun.sun" not in things
        lamp = things["light.kitchen_lights"]
        areas = {area.id: area for area in home.house.areas}
        floors = {floor.id: floor for floor in home.house.floors}
        assert (lamp.name, lamp.aliases, lamp.state) == ("Kitchen Lights", ("厨房灯",), "on")
        assert (areas[lamp.area].name, areas[lamp.area].aliases) == ("Kitchen", ("厨房",))
        assert floors[areas[lamp.area].floor].name == "Downstairs"
        assert "楼下" in floors[areas[lamp.area].floor].aliases
        assert things["cover.garage_door"].device_class == "garage"


async def test_no_secret_of_a_thing_is_kept() -> None:
    async with fake() as house, kept(house) as home:
        assert any(one.domain == "camera" for one in home.house.entities)
        assert "secret-of-a-camera" not in repr(home.house)


async def test_a_switch_that_somebody_presses_is_seen_and_the_house_is_a_new_value() -> None:
    async with fake() as house, kept(house) as home:
        before = home.house
        assert home.house is before
        await house.set("light.bed_light", "on", brightness=200)
        await until(lambda: state(home, "light.bed_light") == "on")
        assert home.house is not before
        await house.remove("light.bed_light")
        await until(lambda: state(home, "light.bed_light") == "gone")


async def test_what_is_exposed_or_renamed_later_is_seen() -> None:
    async with fake() as house, kept(house) as home:
        house.answers["homeassistant/expose_entity/list"]["exposed_entities"]["sun.sun"] = {"conversation": True}
        house.answers["config/area_registry/list"][0]["name"] = "Salon"
        await house.registry()
        await until(lambda: state(home, "sun.sun") != "gone")
        assert any(area.name == "Salon" for area in home.house.areas)
        await house.set("light.bed_light", "on")
        await until(lambda: state(home, "light.bed_light") == "on")


async def test_what_nobody_decided_on_is_exposed_as_home_assistant_would() -> None:
    async with fake() as house:
        house.answers["homeassistant/expose_entity/list"]["exposed_entities"] = {"light.bed_light": {"conversation": False}}
        async with kept(house) as home:
            ids = {one.id for one in home.house.entities}
            assert "light.kitchen_lights" in ids
            assert not ids & {"light.bed_light", "lock.entrance_lock", "sun.sun", "text.password"}
        house.answers["homeassistant/expose_new_entities/get"] = {"expose_new": False}
        async with kept(house) as home:
            assert home.house.entities == ()


async def test_a_release_without_floors_serves_as_well() -> None:
    async with fake() as house:
        del house.answers["config/floor_registry/list"]
        async with kept(house) as home:
            assert home.available
            assert home.house.floors == ()


async def test_an_act_answers_with_the_state_that_was_reported() -> None:
    async with fake() as house, kept(house) as home:
        (lamp,) = await home.act("light.turn_on", ["light.bed_light"], {"brightness_pct": 40})
        assert (lamp.state, lamp.attributes["brightness"]) == ("on", 102)
        assert house.calls == [("light.turn_on", ["light.bed_light"], {"brightness_pct": 40})]


@pytest.mark.slow
async def test_what_takes_a_moment_is_waited_for_and_what_never_comes_is_not_claimed() -> None:
    async with fake() as house, kept(house) as home:
        house.lazy = {"lock.entrance_lock"}
        async with asyncio.TaskGroup() as group:
            acting = group.create_task(home.act("lock.unlock", ["lock.entrance_lock"], {}))
            await until(lambda: bool(house.calls))
            await house.set("lock.entrance_lock", "unlocking")
            await asyncio.sleep(0.1)
            assert not acting.done()
            await house.set("lock.entrance_lock", "unlocked")
        assert [one.state for one in acting.result()] == ["unlocked"]
        began = time.monotonic()
        (still,) = await home.act("lock.lock", ["lock.entrance_lock"], {})
        assert still.state == "unlocked"
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("service", "id", "why"),
    [("light.turn_on", "light.nowhere", "gone"), ("light.turn_on", "text.password", "gone")],
)
async def test_what_is_not_there_or_not_exposed_cannot_be_acted_on(service: str, id: str, why: str) -> None:
    async with fake() as house, kept(house) as home:
        with pytest.raises(HomeTrouble) as caught:
            await home.act(service, [id], {})
        assert caught.value.why == why
        assert house.calls == []


async def test_an_entity_that_goes_between_hearing_and_acting_is_named() -> None:
    async with fake() as house, kept(house) as home:
        await house.remove("light.bed_light")
        await until(lambda: state(home, "light.bed_light") == "gone")
        with pytest.raises(HomeTrouble, match=r"no longer has light\.bed_light"):
            await home.act("light.turn_on", ["light.bed_light"], {})


async def test_a_refusal_is_told_with_its_reason() -> None:
    async with fake() as house, kept(house) as home:
        house.refuses = "Validation error: Provided temperature 500.0 is not valid. Accepted range is 7 to 35"
        with pytest.raises(HomeTrouble, match="Accepted range is 7 to 35") as caught:
            await home.act("climate.set_temperature", ["climate.hvac"], {"temperature": 500})
        assert caught.value.why == "refused"


async def test_a_home_assistant_that_stops_in_mid_command_is_told_at_once_and_found_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with fake() as house, kept(house) as home:
        house.cuts = True
        began = time.monotonic()
        with pytest.raises(HomeTrouble, match="not known") as caught:
            await home.act("light.turn_on", ["light.bed_light"], {})
        assert (caught.value.why, time.monotonic() - began < 3) == ("cut", True)
        await house.stop()
        await until(lambda: not home.available)
        with pytest.raises(HomeTrouble, match="cannot be reached"):
            await home.act("light.turn_on", ["light.bed_light"], {})
        assert state(home, "light.bed_light") == "off"  # what it was when it was last seen
        await asyncio.sleep(0.4)  # several tries
        house.cuts = False
        await house.start()
        await until(lambda: home.available)
        await home.act("light.turn_on", ["light.bed_light"], {})
    lines = [record.message for record in caplog.records if record.name.startswith("jarvisd")]
    assert [line.partition(" (")[0] for line in lines if "cannot" in line] == ["Home Assistant cannot be reached"] * sum(
        "cannot" in line for line in lines
    )
    assert sum("is there" in line for line in lines) - sum("cannot" in line for line in lines) == 1  # one line per change


@pytest.mark.slow
async def test_one_that_hangs_is_told_within_three_seconds() -> None:
    async with fake() as house, kept(house) as home:
        house.hangs = True
        began = time.monotonic()
        with pytest.raises(HomeTrouble, match="does not answer") as caught:
            await home.act("light.turn_on", ["light.bed_light"], {})
        assert caught.value.why == "silent"
        assert time.monotonic() - began < 3


async def test_a_wrong_token_is_said_and_not_tried_again_in_a_hurry(caplog: pytest.LogCaptureFixture) -> None:
    async with fake() as house, kept(house, lambda: "wrong", Pace(again=0.01, refused=60)) as home:
        assert not home.available
        assert home.trouble is not None
        assert home.trouble.why == "token"
        with pytest.raises(HomeTrouble, match="does not take the token"):
            await home.act("light.turn_on", ["light.bed_light"], {})
        await asyncio.sleep(0.2)
        assert house.logins == 1
    assert "wrong" not in caplog.text


async def test_a_token_that_is_revoked_and_renewed_works_again_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN)
    async with fake() as house, kept(house, file.read_text) as home:
        assert home.available
        house.token = "another"
        await house.stop()
        await house.start()
        await until(lambda: home.trouble is not None and home.trouble.why == "token")
        file.write_text("another")
        await until(lambda: home.available)


async def test_the_token_never_stands_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with fake() as house, kept(house) as home:
        await home.act("light.turn_on", ["light.bed_light"], {})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("websockets.server")]
    assert ours
    assert not any(TOKEN in line for line in ours)


async def test_a_thousand_things_are_known_and_acted_on_as_quickly() -> None:
    async with fake() as house:
        exposed = house.answers["homeassistant/expose_entity/list"]["exposed_entities"]
        for n in range(1000):
            house.states[f"light.many_{n}"] = ("off", {"friendly_name": f"Lamp {n}"})
            exposed[f"light.many_{n}"] = {"conversation": True}
        began = time.monotonic()
        async with kept(house) as home:
            assert len(home.house.entities) > 1000
            assert time.monotonic() - began < 2
            ids = [f"light.many_{n}" for n in range(0, 1000, 10)]
            began = time.monotonic()
            done = await home.act("light.turn_on", ids, {})
            assert {one.state for one in done} == {"on"}
            assert time.monotonic() - began < 2


@pytest.mark.parametrize("answer", [None, [], {"exposed_entities": 7}, "nonsense"])
async def test_answers_that_are_none_end_nothing(answer: Any) -> None:
    async with fake() as house:
        house.answers["homeassistant/expose_entity/list"] = answer
        async with kept(house) as home:
            assert not home.available
            await asyncio.sleep(0.1)
            assert home.trouble is not None


@pytest.mark.parametrize("message", ["no json", b"\xff\xfe", {"a": {"light.bed_light": 5}}, {"c": ["light.bed_light"]}, {"a": "x"}])
async def test_a_message_that_is_none_ends_a_connection_and_not_the_house(message: Any) -> None:
    async with fake() as house, kept(house) as home:
        await house.babble(message)
        await until(lambda: house.logins == 2 and home.available)
        assert (await home.act("light.turn_on", ["light.bed_light"], {}))[0].state == "on"


async def test_rows_that_cannot_be_read_are_told_as_trouble() -> None:
    async with fake() as house:
        house.answers["config/area_registry/list"] = [{"id": "kitchen"}]
        async with kept(house) as home:
            assert not home.available
            assert "in a way that is not known" in str(home.trouble)


@pytest.mark.slow
async def test_a_connection_that_is_cut_again_and_again_is_tried_less_and_less() -> None:
    async with fake() as house, kept(house, pace=Pace(again=0.05, longest=5.0, settle=0.02)) as home:
        with suppress(TimeoutError):
            async with asyncio.timeout(1.5):
                while True:
                    await until(lambda: home.available)
                    house.cut()
                    await until(lambda: not home.available)
        assert 3 <= house.logins <= 7


async def test_something_else_on_that_port_is_no_home_assistant() -> None:
    async def hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail ready\r\n")
        await asyncio.sleep(0.05)
        writer.close()

    async with await asyncio.start_server(hello, "127.0.0.1", 0) as server:
        home = HomeAssistant(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", lambda: TOKEN, QUICK)
        async with asyncio.TaskGroup() as group:
            keeping = group.create_task(home.run())
            await home.ready()
            keeping.cancel()
        assert home.trouble is not None
        assert home.trouble.why == "unreachable"


@pytest.mark.parametrize(
    ("url", "socket"),
    [
        ("http://ha.local:8123", "ws://ha.local:8123/api/websocket"),
        ("https://ha.example/", "wss://ha.example/api/websocket"),
        ("http://ha.local/prefix", "ws://ha.local/prefix/api/websocket"),
    ],
)
def test_an_address_is_taken_as_people_write_it(url: str, socket: str) -> None:
    assert socket_url(url) == socket


@pytest.mark.parametrize("url", ["ha.local:8123", "ftp://ha.local", "http://", "http://user:word@ha.local", "nonsense"])
def test_an_address_that_is_none_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ConfigError, match=r"write it like http://homeassistant\.local:8123"):
        socket_url(url)


async def test_the_configured_home_is_opened_with_a_token_of_a_file_of_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    file.chmod(0o600)
    async with fake() as house:
        async with open_home(HomeConfig(url=house.url, token_file=str(file)), {}) as home:
            assert home.available
        async with open_home(HomeConfig(url=house.url), {"HASS_TOKEN": TOKEN}) as home:
            assert home.available
        file.chmod(0o644)
        with pytest.raises(ConfigError, match="chmod 600"):
            async with open_home(HomeConfig(url=house.url, token_file=str(file)), {}):
                pass
        with pytest.raises(ConfigError, match="long-lived"):
            async with open_home(HomeConfig(url=house.url), {}):
                pass


async def test_what_fails_while_a_home_is_open_is_told_as_it_is() -> None:
    async with fake() as house:
        with pytest.raises(ConfigError, match="no such provider"):
            async with open_home(HomeConfig(url=house.url), {"HASS_TOKEN": TOKEN}):
                raise ConfigError("no such provider")


async def test_a_home_that_is_away_when_it_is_opened_holds_nobody_up() -> None:
    began = time.monotonic()
    async with open_home(HomeConfig(url="http://127.0.0.1:9"), {"HASS_TOKEN": TOKEN}) as home:
        assert not home.available
    async with open_home(HomeConfig(), {}) as home:
        with pytest.raises(HomeTrouble):
            await home.act("light.turn_on", ["light.bed_light"], {})
    assert time.monotonic() - began < 2.5
