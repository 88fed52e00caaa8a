"""Commands that read or write one file or folder: export, import, check-canvas."""

import gzip
from pathlib import Path

import click

from .asking import counted, the_app, the_settings, told
from .workshops import tell_made

FORMATS = ("json", "pdf", "docx", "pptx", "xlsx", "csv", "md", "svg", "png", "zip")


@click.command("check-canvas")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_canvas(folder: Path) -> None:
    """Say every fault of a canvas folder, or of every canvas in a folder."""
    from server.canvas_files import check_canvases

    faults = check_canvases(folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        raise SystemExit(f"{counted(len(faults), 'fault')}. Mend what is named and check again.")
    click.echo("No fault found.")


@click.command()
@click.argument("workshop")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="json")
@click.option("--out", type=click.Path(path_type=Path), required=True)
def export(workshop: str, kind: str, out: Path) -> None:
    """Write a workshop to a file."""
    edge = the_app(the_settings()).extensions["citywheel"]
    with told():
        hosted = edge.desk.hosted(workshop)
        made = edge.results.of(hosted, kind, language=hosted.workshop.languages[0])
        body = gzip.decompress(made.body) if made.is_zipped else made.body
        edge.results.stop()
        out.write_bytes(body)
    click.echo(f"{len(body)} bytes in {out}.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Make a workshop from an exported JSON file; print its keys."""
    from server.desk.shapes import read_json
    from server.export.read_json import read_export

    edge = the_app(the_settings()).extensions["citywheel"]
    canvases = {key: folder.canvas for key, folder in edge.canvases.items()}
    with told():
        exported = read_export(read_json(file.read_bytes()), canvases=canvases)
        made = edge.desk.workshops.import_(exported)
    tell_made(made)
