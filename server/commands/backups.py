"""Commands that keep workshops safe: backup and restore."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson

from server.desk.clock import now_text
from server.store.archive import Archive, Newer
from server.store.backup import SUFFIX, Backup, BadBackup, private_file, read_file, write_file
from server.store.records import Damaged
from server.store.stored_workshop import UnknownWorkshop

from .asking import counted, the_archive, told

SERVER_FILE = "server.json"  # what belongs to no workshop: tombstones, and the signing secret


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Write every workshop to DIR, one file each, while the server runs.

    DIR may hold an older backup; files of workshops erased since are deleted from it.
    """
    archive = the_archive()
    with told():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        ids = archive.workshop_ids()
        written = 0
        for place, workshop_id in enumerate(ids, start=1):
            try:
                write_file(archive.take(workshop_id, now=now_text()), folder)
                written += 1
            except UnknownWorkshop:  # erased meanwhile
                pass
            _tell_progress(place, len(ids))
        _write_server(archive, folder)
        gone = _delete_erased(archive, folder)
        archive.set_backed_up(time.time())
    deleted = f" {counted(gone, 'erased one')} deleted." if gone else ""
    click.echo(f"{counted(written, 'workshop')} in {folder}.{deleted}")


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.argument("workshops", metavar="[WORKSHOP]...", nargs=-1)
@click.option("--overwrite", is_flag=True, help="put the backup in the place of a newer log")
def restore(folder: Path, workshops: tuple[str, ...], *, overwrite: bool) -> None:
    """Put workshops of a backup in DIR back, all of them or those named.

    Each gets a new epoch: connected clients take a snapshot. What was erased since stays erased,
    and a log with changes the backup lacks stays as it is unless --overwrite is given.
    """
    archive = the_archive()
    with told():
        files = _files(folder, workshops)
        _take_server(archive, folder)
        stones = archive.tombstones()
        refused = 0
        for place, file in enumerate(files, start=1):
            said, is_well = _restore(archive, file, stones, overwrite=overwrite)
            refused += not is_well
            if said:
                click.echo(said, err=not is_well)
            _tell_progress(place, len(files))
    if refused:
        raise SystemExit(f"{refused} of {len(files)} not restored.")
    click.echo(f"{counted(len(files), 'file')} looked at, none refused.")


def _restore(
    archive: Archive, file: Path, stones: dict[str, str], *, overwrite: bool
) -> tuple[str, bool]:
    """Return a sentence on what became of one file, and whether that is well."""
    try:
        taken = read_file(file)
        taken.check()
        return _put_back(archive, taken, stones, overwrite=overwrite), True
    except BadBackup as fault:
        return str(fault), False
    except Damaged as fault:
        return f"{file.name} is damaged: {fault}.", False
    except Newer as newer:
        sentence = (
            f"{taken.workshop_id} stays at seq {newer.seq}: it has changes that the backup (seq "
            f"{taken.seq}) lacks. --overwrite puts the backup in its place."
        )
        return sentence, False


def _put_back(archive: Archive, taken: Backup, stones: dict[str, str], *, overwrite: bool) -> str:
    erased = stones.get(taken.workshop_id)
    if erased is not None:
        return f"{taken.workshop_id} was erased on {erased} and stays so."
    if archive.put_back(taken, overwrite=overwrite):
        return f"{taken.workshop_id} restored to seq {taken.seq} of {taken.taken_at}."
    return f"{taken.workshop_id} is here as it was."


def _files(folder: Path, workshops: tuple[str, ...]) -> list[Path]:
    files = sorted(folder.glob(f"*{SUFFIX}"))
    if not workshops and not files:
        raise SystemExit(f"There is no backup in {folder}.")
    missing = [name for name in workshops if not (folder / f"{name}{SUFFIX}").is_file()]
    if missing:
        raise SystemExit(f"Not in this backup: {', '.join(missing)}.")
    return [file for file in files if not workshops or file.stem in workshops]


def _write_server(archive: Archive, folder: Path) -> None:
    kept = {"secret": archive.secret(), "tombstones": archive.tombstones(), "at": now_text()}
    with private_file(folder / SERVER_FILE) as file:
        file.write(orjson.dumps(kept))


def _take_server(archive: Archive, folder: Path) -> None:
    """Take over tombstones; on a server without workshops the signing secret too."""
    file = folder / SERVER_FILE
    if not file.is_file():
        return
    kept = orjson.loads(file.read_bytes())
    archive.bury(kept["tombstones"])
    if kept["secret"] and kept["secret"] != archive.secret():
        if archive.workshop_ids():
            click.echo("Seats of the backup join again: this server signs with another key.")
        else:
            archive.set_secret(kept["secret"])
            click.echo("The signing key of the backup is used: restart servers that run already.")


def _delete_erased(archive: Archive, folder: Path) -> int:
    """Delete the files of workshops erased since the backup before; return how many."""
    stones = archive.tombstones()
    erased = [file for file in folder.glob(f"*{SUFFIX}") if file.stem in stones]
    for file in erased:
        file.unlink()
    return len(erased)


def _tell_progress(place: int, of: int) -> None:
    if place % 100 == 0 or (place == of and of > 1):
        at = datetime.now(UTC).strftime("%H:%M:%S")
        click.echo(f"{at}  {place} of {of}", err=True)
