"""Commands about the workshops of a server: list, keys, erase, verify, demo."""

from datetime import UTC, datetime
from typing import Any

import click

from server.desk.clock import now_text
from server.domain.recount import recount
from server.domain.refused import Refused
from server.store.backup import Backup
from server.store.records import Damaged

from .asking import asked, counted, the_archive, the_desk, told

COLUMNS = ("id", "erased on", "last change", "phase", "cities", "seats", "notes", "title")
WIDTHS = (12, 10, 16, 10, 6, 6, 6, 0)


@click.command("list")
def list_workshops() -> None:
    """List the workshops, those to be erased first in front."""
    desk = the_desk()
    with told():
        ids = desk.store.workshop_ids()
        if ids:
            click.echo(_row(COLUMNS))
        for workshop_id in ids:
            click.echo(_row(_cells(desk, workshop_id)))
    click.echo(f"{counted(len(ids), 'workshop')}.", err=True)


@click.command()
@click.argument("workshop")
def keys(workshop: str) -> None:
    """Make a new facilitator key for a workshop and print it once; the old one ends."""
    click.echo(
        asked(lambda desk: desk.workshops.rotate_keys(workshop, ["facilitator"]))["facilitator_key"]
    )


@click.command()
@click.argument("workshop")
def erase(workshop: str) -> None:
    """Erase a workshop and everything in it; only its id and the date stay."""
    asked(lambda desk: desk.workshops.erase(workshop))
    click.echo("Erased. Files of Redis are written anew by the server within ten minutes.")


@click.command()
@click.argument("workshop", required=False)
def verify(workshop: str | None) -> None:
    """Check the chain of a workshop's log, its texts and votes; without WORKSHOP those of all."""
    archive, damaged = the_archive(), 0
    with told():
        ids = [workshop] if workshop else archive.workshop_ids()
        for workshop_id in ids:
            backup = archive.take(workshop_id, now=now_text())
            try:
                backup.check()
                votes = _counted_again(backup)
            except Damaged as fault:
                damaged += 1
                click.echo(f"{workshop_id}: damaged, {fault}.", err=True)
                continue
            whole = f"{workshop_id}: {backup.seq} changes, all as they were written"
            click.echo(f"{whole}{votes}.")
    if damaged:
        raise SystemExit(f"{damaged} of {len(ids)} damaged. Restore them from a backup.")


def _counted_again(backup: Backup) -> str:
    """Return how many votes were counted again. Raises: Damaged where one comes out otherwise."""
    counted_again = recount(backup.changes())
    for one in counted_again:
        if not (one.is_right and one.is_fair):
            raise Damaged(f"the vote revealed at seq {one.seq} is not what its papers say")
    if not counted_again:
        return ""
    papers = counted(sum(one.papers for one in counted_again), "paper")
    return f"; {counted(len(counted_again), 'vote')} of {papers} counted again, as revealed"


@click.command()
def demo() -> None:
    """Make a demo workshop and print its keys."""
    tell_made(asked(lambda desk: desk.workshops.demo()))


def tell_made(made: Any) -> None:
    """Print what the maker of a workshop has to know."""
    click.echo(f"workshop {made.workshop_id}: {made.title}, erased on {made.erase_on}")
    click.echo(f"facilitator key: {made.facilitator_key}")
    for city in made.invitations["cities"]:
        click.echo(f"{city['name']}: {city['code']}")


def _cells(desk: Any, workshop_id: str) -> tuple[str, ...]:
    try:
        known = desk.hosted(workshop_id).workshop
    except Refused as no:
        return (workshop_id, "?", "?", "?", "?", "?", "?", f"({no.code})")
    last = datetime.fromisoformat(known.last_at).astimezone(UTC)
    return (
        workshop_id,
        desk.reading.erase_on(workshop_id),
        last.strftime("%Y-%m-%d %H:%M"),
        "closed" if known.closed_at else known.phase_id,
        str(len(known.cities)),
        str(known.seat_count),
        str(sum(1 for _ in known.kept_notes())),
        known.title,
    )


def _row(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()
