"""The sections of the bench; each can be run alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import board_size, ceiling, connections, crowding, fan_out, page, results

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.bench import Bench, Row

SECTIONS: dict[str, Callable[[Bench], list[Row]]] = {
    "fan_out_200": fan_out.fan_out_200,
    "fan_out_1000": fan_out.fan_out_1000,
    "ceiling_50": ceiling.ceiling_50,
    "ceiling_200": ceiling.ceiling_200,
    "ceiling_1000": ceiling.ceiling_1000,
    "rooms": ceiling.rooms,
    "idle_ack": fan_out.idle_ack,
    "op_cost": board_size.op_cost,
    "join_cost": board_size.join_cost,
    "draft": results.draft,
    "exports": results.exports,
    "memory": connections.memory,
    "idle_connections": connections.idle_connections,
    "join_storm": crowding.join_storm,
    "one_address": crowding.one_address,
    "stuck": connections.stuck,
    "aborts": crowding.aborts,
    "page": page.page,
}
