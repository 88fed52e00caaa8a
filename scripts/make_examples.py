"""Makes canvases/*/examples/*.json from the short lists (*.toml) beside them.

    .venv/bin/python scripts/make_examples.py

The same list gives the same bytes: ids and times come from the list. A test holds the files to it.
"""

import hashlib
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from server.canvas_files import canvas_folders, read_folder  # noqa: E402
from server.domain.canvas import Canvas  # noqa: E402
from server.domain.describing import DescribeNote  # noqa: E402
from server.domain.links import DrawLink  # noqa: E402
from server.domain.making import make_workshop  # noqa: E402
from server.domain.notes import AddNote  # noqa: E402
from server.domain.people import JoinSeat  # noqa: E402
from server.domain.phases import StartPhase  # noqa: E402
from server.domain.state import SERVER, Seat, Workshop  # noqa: E402
from server.domain.votes import PlaceVote  # noqa: E402
from server.domain.workshop import EMPTY, apply, apply_all, decide, made_id  # noqa: E402
from server.export.json_file import export_json  # noqa: E402

SHUFFLE_KEY = b"an example hides nobody"
DETAILS = ("owner", "pays", "indicator", "supplier", "funding", "cost_behaviour", "tags")
FACILITATOR = Seat("facilitator0", "facilitator")


class Maker:
    """Builds one board, op by op."""

    def __init__(self, listed: Mapping[str, Any], canvas: Canvas) -> None:
        self.listed = listed
        self.now = listed["made_at"]
        self.made = 0
        self.workshop = self._begin(canvas)
        self.cities = {city.name: city.id for city in self.workshop.cities}

    def new_id(self) -> str:
        """Return the next id, the same in every run."""
        self.made += 1
        name = f"{self.listed['title']} {self.made}"
        return hashlib.sha256(name.encode()).hexdigest()[:12]

    def do(self, op: Any, by: Seat) -> str | None:
        """Let a seat do something; return the id of what it made."""
        changes = decide(self.workshop, op, by=by, now=self.now, new_id=self.new_id)
        for change in changes:
            self.workshop = apply(self.workshop, _numbered(change, self.workshop.seq + 1))
        return made_id(changes)

    def join(self, city: str) -> Seat:
        """Seat one more person of a city."""
        seat = Seat(self.new_id(), "participant", self.cities[city])
        self.do(JoinSeat(seat.id, seat.role, seat.city), SERVER)
        return self.workshop.seats[seat.id]

    def start(self, kind: str) -> None:
        """Go to the first phase of that kind that is not on yet."""
        phase = next(one for one in self.workshop.phases if one.kind == kind and not one.silent)
        if phase.id != self.workshop.phase_id:
            self.do(StartPhase(phase.id), SERVER)

    def _begin(self, canvas: Canvas) -> Workshop:
        names = ("title", "service", "cities", "languages")
        given = {name: self.listed[name] for name in names}
        changes = make_workshop(
            canvas=canvas, settings={}, now=self.now, new_id=self.new_id, **given
        )
        return apply_all(EMPTY, [_numbered(change, 1) for change in changes])


def make_example(listed: Mapping[str, Any], canvas: Canvas) -> bytes:
    """Return the exported board of a list: notes written, votes cast and revealed."""
    maker = Maker(listed, canvas)
    default = listed["cities"][0]["name"]
    writers = {name: maker.join(name) for name in maker.cities}
    maker.start("gather")
    notes: dict[str, str] = {}
    for note in listed["notes"]:
        op = AddNote(
            area=note["area"],
            text=note["text"],
            facet=note.get("facet"),
            who=tuple(sorted(note.get("who", ()))),
        )
        writer = writers[note.get("city", default)]
        notes[note["id"]] = maker.do(op, writer) or ""
        more = {name: _value(note[name]) for name in DETAILS if name in note}
        if more:
            maker.do(DescribeNote(notes[note["id"]], **more), writer)
    for link in listed.get("links", ()):
        kind = link.get("kind", "leads_to")
        maker.do(DrawLink(notes[link["from"]], notes[link["to"]], kind), FACILITATOR)
    maker.start("vote")
    voters = dict.fromkeys(maker.cities, 0)
    for vote in listed["votes"]:
        voters[vote["city"]] += 1
        first = voters[vote["city"]] == 1
        seat = writers[vote["city"]] if first else maker.join(vote["city"])
        for name, dots in vote["dots"].items():
            maker.do(PlaceVote(notes[name], dots), seat)
    maker.start("agree")
    return export_json(
        maker.workshop,
        workshop_id=maker.new_id(),
        epoch=maker.new_id(),
        seq=maker.workshop.seq,
        log_head="",
        canvas=canvas,
        shuffle_key=SHUFFLE_KEY,
    )


def each_example(write: Callable[[Path, bytes], object]) -> None:
    """Hand every example file and what must be in it to `write`."""
    for folder in canvas_folders(ROOT / "canvases"):
        found, _ = read_folder(folder)
        for path in sorted((folder / "examples").glob("*.toml")):
            if found is not None:
                listed = tomllib.loads(path.read_text(encoding="utf-8"))
                write(path.with_suffix(".json"), make_example(listed, found.canvas) + b"\n")


def _value(told: Any) -> Any:
    return tuple(sorted(told)) if isinstance(told, list) else told


def _numbered(change: Any, seq: int) -> Any:
    return replace(change, seq=seq)


if __name__ == "__main__":
    each_example(lambda path, content: (path.write_bytes(content), print(path.relative_to(ROOT))))
