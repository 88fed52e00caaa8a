"""P9: no input of one participant disturbs another, however odd or hostile."""

from __future__ import annotations

import ast
import asyncio
from typing import TYPE_CHECKING

import pytest
import requests
from places import REPO

from tests.faults.hostile import mutations, read_inputs
from tests.faults.plant import plant
from tests.faults.throwing import throw, throw_frames
from tests.faults.witnesses import Room, attacked, room_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.conftest import Running
    from tests.faults.hostile import Input
    from tests.faults.plant import Plant

pytestmark = pytest.mark.serial

SEED = 9


async def judged(room: Room, case: Input) -> str | None:
    """Throw a described input; return what is wrong with what came of it, or None."""
    came = await throw(room, case)
    if came == "op.too_fast":  # each throw comes in anew, and a seat may only so often
        await asyncio.sleep(1)
        came = await throw(room, case)
    return None if came in case.comes else f"{case.what}: {came}, and not {case.comes}"


async def quietly(room: Room, frame: str) -> None:
    """Throw one frame; whatever comes back is fine."""
    await throw_frames(room, [frame])


@pytest.mark.promise("P9")
def test_no_described_input_disturbs_anybody(promise: Running, made: Plant) -> None:
    cases = [case for case in read_inputs() if case.shown_by is None]

    async def all_of_them() -> Room:
        async with room_of(made) as room:
            await attacked(
                room, [(case.id, lambda case=case: judged(room, case)) for case in cases]
            )
            return room

    room = asyncio.run(all_of_them())

    assert room.wrong == []
    assert not [token for token in room.tokens.values() if len(token) > 10 and token in made.logs]
    assert "a thought" not in made.logs
    promise.shows(f"{len(cases)} described inputs", runs=len(cases))


def test_every_described_input_is_thrown_here_or_shown_by_a_test_that_is_there() -> None:
    described = read_inputs()
    elsewhere = [case.shown_by.split("::") for case in described if case.shown_by is not None]

    assert len({case.id for case in described}) == len(described)
    assert all(case.comes for case in described if case.shown_by is None)
    assert [name for file, name in elsewhere if name not in functions_of(file)] == []


def functions_of(file: str) -> set[str]:
    """Return the names of the functions in a file of the repository."""
    tree = ast.parse((REPO / file).read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


@pytest.mark.promise("P9")
def test_no_mutated_frame_disturbs_anybody(promise: Running, made: Plant) -> None:
    count = 10_000 if promise.is_long else 300

    async def all_of_them() -> Room:
        async with room_of(made) as room:
            frames = mutations(count, seed=SEED)
            await attacked(
                room,
                [(repr(frame[:60]), lambda frame=frame: quietly(room, frame)) for frame in frames],
            )
            return room

    room = asyncio.run(all_of_them())

    assert room.wrong == []
    promise.shows(f"{count} mutations, seed {SEED}", runs=count)


@pytest.mark.control("P9")
def test_a_server_that_falls_over_is_caught(tmp_path: Path) -> None:
    with plant(tmp_path, variant="falls_over") as made:

        async def one_frame() -> None:
            async with room_of(made) as room:
                await attacked(room, [("null", lambda: quietly(room, '427["op",null]'))])

        with pytest.raises(requests.ConnectionError):
            asyncio.run(one_frame())
