"""Opens the files of canvas folders and puts together what they say."""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError

from server.domain.canvas import Canvas
from server.synthesis.examples import prove_examples
from server.synthesis.folder import CanvasFolder
from server.synthesis.ruleset import Rule, RuleShape, make_rule, rule_faults

from .building import build_canvas
from .consistency import canvas_faults, example_faults, repeated_rule_faults, words_faults
from .faults import CanvasFaults, Fault, shape_faults
from .partial import fill_in
from .schemas import CanvasShape, WordsShape

KeyFault = tuple[str, str]
LARGEST_FILE = 2_000_000  # bytes; a canvas file is some kilobytes


def load_canvases(
    folder: Path, *, report: Callable[[Fault], None] | None = None
) -> dict[str, CanvasFolder]:
    """Return the usable canvases by id. A broken folder is left out, its faults reported."""
    usable: dict[str, CanvasFolder] = {}
    for path in canvas_folders(folder):
        found, faults = read_folder(path)
        for fault in faults:
            if report is not None:
                report(fault)
        if found is not None and not faults:
            usable[found.canvas.id] = found
    return usable


def canvas_folders(folder: Path) -> list[Path]:
    """Return the folders that are to hold a canvas each, by name."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_dir() and not path.name.startswith((".", "_"))
    ]


def check_canvases(folder: Path) -> list[Fault]:
    """Return every fault of one canvas folder, or of all canvases in a folder."""
    if not folder.is_dir():
        return [Fault(folder.name, "", "There is no such folder.")]
    folder = folder.resolve()
    within = [path for path in canvas_folders(folder) if (path / "canvas.toml").exists()]
    is_canvas = (folder / "canvas.toml").exists() or not within
    folders = [folder] if is_canvas else canvas_folders(folder)
    return [fault for path in folders for fault in read_folder(path)[1]]


def load_canvas(folder: Path) -> CanvasFolder:
    """Return the canvas in one folder. Raises: CanvasFaults with every fault of its files."""
    found, faults = read_folder(folder)
    if found is None or faults:
        raise CanvasFaults(faults)
    return found


def read_folder(folder: Path) -> tuple[CanvasFolder | None, list[Fault]]:
    """Return what one folder holds and all its faults; None if its canvas or words have some.

    A fault in one file does not keep the others from being checked.
    """
    faults: list[Fault] = []
    table = _read_toml(folder, "canvas.toml", faults)
    record = None if table is None else _load(CanvasShape(), table, folder, "canvas.toml", faults)
    known = None if table is None or record is None else fill_in(record, table)
    if known is not None:
        faults += _named(folder, "canvas.toml", canvas_faults(known, folder.name))
    words = _read_words(folder, known, faults)
    canvas = None if known is None else build_canvas(known, words)
    is_sound = canvas is not None and not faults
    rules = _read_rules(folder, canvas, faults, prove=is_sound)
    examples = _read_examples(folder, canvas if is_sound else None, faults)
    if canvas is None or not is_sound:
        return None, sorted(set(faults))
    return CanvasFolder(canvas, tuple(rules), examples), sorted(set(faults))


def _read_words(
    folder: Path, canvas: Mapping[str, Any] | None, faults: list[Fault]
) -> dict[str, dict[str, Any]]:
    given = [path.name.split(".")[1] for path in sorted(folder.glob("words.*.toml"))]
    wanted = given if canvas is None else canvas["languages"]
    words: dict[str, dict[str, Any]] = {}
    for language in wanted:
        name = f"words.{language}.toml"
        table = _read_toml(folder, name, faults)
        if table is not None:
            words[language] = _load(WordsShape(), table, folder, name, faults)
            if canvas is not None:
                faults += _named(folder, name, words_faults(canvas, words[language], language))
    for language in given:
        if language not in wanted:
            sentence = "Its language is not among `languages` in canvas.toml."
            faults.append(Fault(f"{folder.name}/words.{language}.toml", "", sentence))
    return words


def _read_rules(
    folder: Path, canvas: Canvas | None, faults: list[Fault], *, prove: bool
) -> list[Rule]:
    """Return the rules that have the shape of one, by id; `prove` = run their examples too."""
    before = len(faults)
    tables = list(_rule_tables(folder, faults))
    is_whole = len(faults) == before  # else a rule may be missing that is only not readable
    ids = [str(table.get("id")) for _, _, table in tables]
    rules, shape = [], RuleShape()
    for file, key, table in tables:
        found = len(faults)
        record = _load(shape, table, folder, file, faults, key=key)
        if len(faults) > found:
            continue
        rule = make_rule(record)
        if ids.count(rule.id) > 1:
            faults += _named(folder, file, [(f"{key}.id", "Another rule has this id.")])
        wrong = [] if canvas is None else list(rule_faults(rule, canvas, ids if is_whole else None))
        if canvas is not None and prove and not wrong:
            wrong = list(prove_examples(rule, canvas))
        faults += _named(folder, file, [(f"{key}.{below}", said) for below, said in wrong])
        rules.append(rule)
    if canvas is not None and tables and is_whole:
        faults += _named(folder, "canvas.toml", repeated_rule_faults(canvas, ids))
    return sorted(rules, key=lambda rule: rule.id)


def _rule_tables(folder: Path, faults: list[Fault]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield each rule as (file, key to name it by, table)."""
    for path in sorted((folder / "rules").glob("*.toml")):
        file = f"rules/{path.name}"
        content = _read_toml(folder, file, faults)
        rules = (content or {}).pop("rules", [])
        extra = [(name, "A file of rules has [[rules]] only.") for name in content or {}]
        if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
            extra.append(("rules", "Rules are a list: each begins with [[rules]]."))
            rules = []
        faults += _named(folder, file, extra)
        for place, rule in enumerate(rules):
            yield file, str(rule.get("id", f"rules[{place}]")), rule


def _read_examples(
    folder: Path, canvas: Canvas | None, faults: list[Fault]
) -> dict[str, Mapping[str, Any]]:
    examples: dict[str, Mapping[str, Any]] = {}
    for path in sorted((folder / "examples").glob("*.json")):
        file = f"examples/{path.name}"
        example = _read(folder, file, json.loads, faults)
        if example is not None and canvas is not None:
            faults += _named(folder, file, example_faults(example, canvas))
            examples[path.stem] = example
    return examples


def _load(
    shape: Schema,
    table: dict[str, Any],
    folder: Path,
    file: str,
    faults: list[Fault],
    *,
    key: str = "",
) -> dict[str, Any]:
    """Return what of the table has the right shape; the rest becomes faults."""
    try:
        return dict(shape.load(table))
    except ValidationError as broken:
        faults += _named(folder, file, shape_faults(broken.messages, key=key))
        return dict(broken.valid_data or {})


def _read_toml(folder: Path, file: str, faults: list[Fault]) -> dict[str, Any] | None:
    hint = " Is a quotation mark missing, or does a number have a comma for its point?"
    table: dict[str, Any] | None = _read(folder, file, tomllib.loads, faults, hint=hint)
    return table


def _read(
    folder: Path,
    file: str,
    parse: Callable[[str], Any],
    faults: list[Fault],
    *,
    hint: str = "",
) -> Any:
    try:
        return parse(_text(folder / file))
    except FileNotFoundError:
        sentence = "This file is missing."
    except (OSError, ValueError) as broken:
        sentence = f"This file cannot be read: {broken}.{hint}"
    faults.append(Fault(f"{folder.name}/{file}", "", sentence))
    return None


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"it is larger than {LARGEST_FILE} bytes")
    return path.read_text(encoding="utf-8")


def _named(folder: Path, file: str, found: Iterable[KeyFault]) -> list[Fault]:
    return [Fault(f"{folder.name}/{file}", key, sentence) for key, sentence in found]
