"""Checks an exported board before it may become a workshop."""

from collections.abc import Collection, Mapping
from typing import Any

from marshmallow import ValidationError

from server.domain.answers import OPTIONS
from server.domain.ballot_kinds import SCALES, counted_as
from server.domain.board import board_of, canonical
from server.domain.canvas import Canvas
from server.domain.details import TEXTS
from server.domain.making import import_workshop
from server.domain.phases import MOST_STARTS
from server.domain.refused import Refused
from server.domain.settings import DEFAULTS, settle
from server.domain.text import clean_text
from server.domain.workshop import EMPTY, apply_all

from .json_file import FORMAT, checksum
from .shape import MOST, MOST_PAPERS, ExportShape


def read_export(exported: Any, *, canvases: Mapping[str, Canvas]) -> dict[str, Any]:
    """Return the export, checked: shape, checksum, canvas, and that it imports to its own board.

    Raises: Refused "import.format", "import.damaged", "canvas.unknown".
    """
    _check_size(exported)
    _check_shape(exported)
    if _checksum(exported) != exported["checksum"]:
        raise Refused("import.damaged", "This file was changed or cut; export it once more.")
    canvas = canvases.get(exported["board"]["canvas"])
    if canvas is None or exported["canvas"]["id"] != canvas.id:
        raise Refused(
            "canvas.unknown", "This server does not have the canvas of this file.", field="canvas"
        )
    board = exported["board"]
    _check_places(board, canvas)
    _check_cities(board)
    _check_texts(board)
    _check_papers(exported)
    _check_same_board(exported, canvas)
    return dict(exported)


def _check_size(exported: Any) -> None:
    # A schema counts a list only after it has walked it: count first.
    if not isinstance(exported, dict) or exported.get("format") != FORMAT:
        raise Refused(
            "import.format", "Choose a JSON file that Citywheel exported.", field="format"
        )
    board = exported.get("board")
    ballots = exported.get("ballots")
    lists: list[tuple[str, Any, int]] = [
        ("ballots", ballots, MOST["ballots"]),
        ("phase_log", exported.get("phase_log"), MOST_STARTS),
    ]
    if isinstance(board, dict):
        lists += [(f"board.{name}", board.get(name), most) for name, most in MOST.items()]
    if isinstance(ballots, list):
        papers = [ballot.get("papers") for ballot in ballots if isinstance(ballot, dict)]
        lists += [("ballots.papers", one, MOST_PAPERS) for one in papers]
    for field, listed, most in lists:
        if isinstance(listed, list) and len(listed) > most:
            raise _refused(field, f"More than {most} entries are not read.")


def _check_shape(exported: dict[str, Any]) -> None:
    try:
        ExportShape().load(exported)
    except ValidationError as broken:
        raise _refused(_first_key(broken.messages), "This is not what an export has.") from None


def _first_key(messages: Any) -> str:
    keys = []
    while isinstance(messages, dict) and messages:
        key, messages = next(iter(messages.items()))
        keys.append(str(key)[:40])
    return ".".join(keys)


def _checksum(exported: dict[str, Any]) -> str:
    try:
        return checksum(exported)
    except TypeError:  # a number or a nesting that no JSON of ours ever holds
        raise _refused("", "This is not what an export has.") from None


def _check_places(board: Mapping[str, Any], canvas: Canvas) -> None:
    """Refuse ids that lead nowhere. A canvas of another version must still have the areas."""
    if board["areas"] != [area.id for area in canvas.areas]:
        raise _refused("board.areas", "These are not the areas of the canvas.")
    if board["phase"]["id"] not in [phase["id"] for phase in board["phases"]]:
        raise _refused("board.phase", "There is no such phase.")
    focus = board["phase"].get("focus")
    if focus is not None and canvas.area(focus["area"]) is None:
        raise _refused("board.phase", "The walk is in no area of the canvas.")
    cities = {city["id"] for city in board["cities"]}
    notes: set[str] = set()
    for note in board["notes"]:
        area = canvas.area(note["area"])
        if area is None or note["id"] in notes or note["city"] not in {*cities, None}:
            raise _refused("board.notes", f"The note {note['id']} has no right place.")
        if note.get("facet") is not None and area.facet(note["facet"]) is None:
            raise _refused("board.notes", f"The note {note['id']} has an unknown facet.")
        notes.add(note["id"])
    presented = board.get("spotlight")
    shown = {note["id"] for note in board["notes"] if "hidden" not in note}
    if presented is not None and presented not in shown:
        raise _refused("board.spotlight", "The note in the spotlight is not on the board.")
    _check_attached(board, notes)


def _check_attached(board: Mapping[str, Any], notes: set[str]) -> None:
    """Refuse links, comments and themes at notes that are not there, and ids that come twice."""
    for name in ("links", "themes", "comments", "services"):
        ids = [one["id"] for one in board.get(name, [])]
        if len(set(ids)) != len(ids) or not notes.isdisjoint(ids):
            raise _refused(f"board.{name}", "An id is there twice.")
    areas = {note["id"]: note["area"] for note in board["notes"] if "hidden" not in note}
    for link in board["links"]:
        if link["from"] not in areas or link["to"] not in areas or link["from"] == link["to"]:
            raise _refused("board.links", f"The link {link['id']} has no right place.")
    for comment in board["comments"]:
        if comment["note_id"] not in areas or ("text" in comment) == ("edge" in comment):
            raise _refused("board.comments", f"The comment {comment['id']} is not whole.")
    in_themes: set[str] = set()
    for theme in board["themes"]:
        held = set(theme["notes"])
        if not in_themes.isdisjoint(held) or any(areas.get(n) != theme["area"] for n in held):
            raise _refused("board.themes", f"The theme {theme['id']} has no right place.")
        in_themes |= held


def _check_cities(board: Mapping[str, Any]) -> None:
    cities = {city["id"] for city in board["cities"]}
    signed = [one["city"] for one in board.get("draft", {}).get("signatures", [])]
    if not cities.issuperset(signed):
        raise _refused("board.draft", "A city that is not there has signed.")
    services = board.get("services", [])
    for scored in (board.get("weights", {}), *(each.get("scores", {}) for each in services)):
        if not cities.issuperset(scored):
            raise _refused("board.services", "A city that is not there scored.")
    for note in board["notes"]:
        translated = {one["city"] for one in _translations(note) if "city" in one}
        if not cities.issuperset(translated):
            raise _refused("board.notes", f"A city that is not there translated {note['id']}.")
        if not cities.issuperset(city for kind in OPTIONS for city in note.get(kind, {})):
            raise _refused("board.notes", f"A city that is not there judged {note['id']}.")


def _translations(note: Mapping[str, Any]) -> Collection[Mapping[str, Any]]:
    versions: Mapping[str, Mapping[str, Any]] = note.get("translations", {})
    return versions.values()


def _check_texts(board: Mapping[str, Any]) -> None:
    lines = [board["title"], board.get("service"), *(city["name"] for city in board["cities"])]
    lines += [phase.get(name) for phase in board["phases"] for name in ("title", "instruction")]
    lines += [ballot["title"] for ballot in board["ballots"]]
    lines += [theme["title"] for theme in board["themes"]]
    texts = [note.get(name) for note in board["notes"] for name in ("text", "typed_by", *TEXTS)]
    texts += [one["text"] for note in board["notes"] for one in _translations(note)]
    texts += [comment.get("text") for comment in board["comments"]]
    for service in board.get("services", []):
        lines += [service["name"], *service.get("layers", {}).values()]
    draft = board.get("draft", {"edits": [], "signatures": []})
    lines += [one.get("reason") for one in board.get("verdicts", [])]
    lines += [one.get("text") for one in (*draft["edits"], *draft["signatures"])]
    for text in (*lines, *texts):
        if text is not None and clean_text(text) != text:
            raise _refused("board", "A text holds characters that are not allowed.")
    for note in board["notes"]:
        if ("text" in note) == ("hidden" in note):
            raise _refused("board.notes", f"The note {note['id']} has no text.")


def _check_papers(exported: Mapping[str, Any]) -> None:
    board = exported["board"]
    cities = {city["id"] for city in board["cities"]}
    revealed = {one["id"]: one for one in board["ballots"] if one["state"] == "revealed"}
    for ballot in exported["ballots"]:
        known = revealed.get(ballot["id"])
        if known is None:
            raise _refused("ballots", "Papers of a vote that was not revealed.")
        kind = known.get("kind", "dots")
        for paper in ballot["papers"]:
            if paper["city"] not in cities:
                raise _refused("ballots", "A paper counts for a city that is not there.")
            if not _fits_kind(paper, kind, known.get("top")):
                raise _refused("ballots", "A paper is not of the kind of its vote.")


def _fits_kind(paper: Mapping[str, Any], kind: str, top: int | None) -> bool:
    """Whether a paper says only what its ballot asks, and on its scale."""
    if {"dots", "ratings", "ranks"} & set(paper) != {counted_as(kind)}:
        return False
    if kind == "rank":
        return len(set(paper["ranks"])) == len(paper["ranks"]) <= (top or 0)
    scale = len(SCALES.get(kind, ()))
    return all(len(one["steps"]) == scale for one in paper.get("ratings", ()))


def _check_same_board(exported: Mapping[str, Any], canvas: Canvas) -> None:
    """Refuse what would not come out again as it went in: a board that contradicts itself."""
    board = exported["board"]
    if not all(_is_whole(ballot) for ballot in board["ballots"]):
        raise _refused("board.ballots", "A vote is not whole.")
    if not _are_settings(board["settings"]):
        raise _refused("board.settings", "These are not the settings of a workshop.")
    changes = import_workshop(canvas=canvas, exported=exported, now=board["phase"]["started_at"])
    if canonical(board_of(apply_all(EMPTY, changes))) != canonical(board):
        raise _refused("board", "This board contradicts itself.")


def _is_whole(ballot: Mapping[str, Any]) -> bool:
    """Whether the totals of a ballot are those of its kind, on its scale."""
    kind = ballot.get("kind", "dots")
    if kind != "dots" and ballot["totals"] == "open":
        return False
    if not {"dots", "ratings", "ranks"} & set(ballot) <= {counted_as(kind)}:
        return False
    totals = [steps for of in ballot.get("ratings", {}).values() for steps in of.values()]
    return all(len(steps) == len(SCALES[kind]) for steps in totals)


def _are_settings(settings: dict[str, Any]) -> bool:
    try:
        return set(settings) == set(DEFAULTS) and settle({}, settings) == settings
    except Refused:
        return False


def _refused(field: str, sentence: str) -> Refused:
    return Refused("import.format", f"This file cannot be read. {sentence}", field=field)
