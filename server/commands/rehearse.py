"""Plays a whole workshop with simulated seats against a running server."""

import os
import sys
from datetime import UTC, datetime
from typing import Any

import click
import orjson

MOST_CITIES = 12
MOST_SEATS = 40  # in each city
MOST_MINUTES = 240.0


@click.command()
@click.option("--url", required=True, help="address of the server, with its base path")
@click.option("--cities", type=click.IntRange(1, MOST_CITIES), default=5, show_default=True)
@click.option(
    "--seats", type=click.IntRange(1, MOST_SEATS), default=8, show_default=True, help="in each city"
)
@click.option(
    "--agenda-minutes",
    type=click.FloatRange(0, MOST_MINUTES, min_open=True),
    default=10.0,
    show_default=True,
    help="how long the whole agenda is made to take",
)
@click.option("--seed", type=int, default=1, show_default=True, help="the same gives the same play")
@click.option("--json", "as_json", is_flag=True, help="print progress and report as JSON lines")
def rehearse(
    url: str, cities: int, seats: int, agenda_minutes: float, seed: int, *, as_json: bool
) -> None:
    """Let simulated seats play a whole agenda; print what it needed and what went wrong.

    They join a workshop of their own, write, link, vote, drop out and return. With FACILITATOR_KEY
    in the environment it takes place in that workshop, with its cities; MAKE_KEY is for a server
    that asks for one. Ends with 1 when something was wrong.
    """
    from server.rehearsal.printing import lines_of
    from server.rehearsal.rehearsal import Order, rehearse
    from server.rehearsal.wire import WireError

    order = Order(
        url=url.rstrip("/"),
        cities=cities,
        seats=seats,
        agenda_minutes=agenda_minutes,
        seed=seed,
        facilitator_key=os.environ.get("FACILITATOR_KEY") or None,
        make_key=os.environ.get("MAKE_KEY") or None,
    )
    try:
        report = rehearse(order, _tell_json if as_json else _tell)
    except WireError as fault:
        raise SystemExit(str(fault)) from None
    if as_json:
        _print_json({"report": report})
    else:
        click.echo("\n".join(lines_of(report)))
    if not report["is_well"]:
        raise SystemExit(1)


def _tell(progress: dict[str, Any]) -> None:
    at = datetime.now(UTC).strftime("%H:%M:%S")
    done = f"{progress['done']} of {progress['seats']} done, {progress['notes']} notes"
    click.echo(f"{at}  {progress['title']}: {done}", err=True)


def _tell_json(progress: dict[str, Any]) -> None:
    _print_json({"progress": progress})


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(value).decode() + "\n")
    sys.stdout.flush()
