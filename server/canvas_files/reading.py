"""Opens the files of canvas folders and puts together what they say."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError

from server.domain.canvas import Canvas
from server.synthesis.folder import CanvasFolder
from server.synthesis.ruleset import Rule, RuleFile, make_rule, rule_faults

from .building import build_canvas
from .consistency import canvas_faults, example_faults, words_faults
from .faults import CanvasFaults, Fault, shape_faults
from .schemas import CanvasShape, WordsShape

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
    is_canvas = (folder / "canvas.toml").exists()
    folders = [folder.resolve()] if is_canvas else canvas_folders(folder)
    if not folders:
        return [Fault(folder.name, "", "There is no canvas in this folder.")]
    return [fault for path in folders for fault in read_folder(path)[1]]


def load_canvas(folder: Path) -> CanvasFolder:
    """Return the canvas in one folder. Raises: CanvasFaults with every fault of its files."""
    found, faults = read_folder(folder)
    if found is None or faults:
        raise CanvasFaults(faults)
    return found


def read_folder(folder: Path) -> tuple[CanvasFolder | None, list[Fault]]:
    """Return what one folder holds, as far as it can be read, and all its faults."""
    faults: list[Fault] = []
    record = _read(folder / "canvas.toml", CanvasShape(), faults)
    if record is None:
        return None, faults
    faults += _named(folder, "canvas.toml", canvas_faults(record, folder.name))
    words = _read_words(folder, record, faults)
    if faults:
        # Rules and examples lean on the canvas; still say what their own shape lacks.
        _read_rules(folder, None, faults)
        return None, faults
    canvas = build_canvas(record, words)
    rules = _read_rules(folder, canvas, faults)
    examples = _read_examples(folder, canvas, faults)
    return CanvasFolder(canvas, tuple(rules), examples), faults


def _read_words(
    folder: Path, record: Mapping[str, Any], faults: list[Fault]
) -> dict[str, dict[str, Any]]:
    words: dict[str, dict[str, Any]] = {}
    for language in record["languages"]:
        name = f"words.{language}.toml"
        known = _read(folder / name, WordsShape(), faults)
        if known is not None:
            words[language] = known
            faults += _named(folder, name, words_faults(record, known, language))
    for path in sorted(folder.glob("words.*.toml")):
        if path.name.split(".")[1] not in record["languages"]:
            sentence = "Its language is not among `languages` in canvas.toml."
            faults.append(Fault(f"{folder.name}/{path.name}", "", sentence))
    return words


def _read_rules(folder: Path, canvas: Canvas | None, faults: list[Fault]) -> list[Rule]:
    rules: list[tuple[str, Rule]] = []
    for path in sorted((folder / "rules").glob("*.toml")):
        record = _read(path, RuleFile(), faults)
        rules += [
            (f"rules/{path.name}", make_rule(one)) for one in (record or {"rules": []})["rules"]
        ]
    ids = [rule.id for _, rule in rules]
    for file, rule in rules:
        found = [] if canvas is None else list(rule_faults(rule, canvas, ids))
        if ids.count(rule.id) > 1:
            found.append(("id", "Another rule has this id."))
        faults += [
            Fault(f"{folder.name}/{file}", f"{rule.id}.{key}", sentence) for key, sentence in found
        ]
    return sorted((rule for _, rule in rules), key=lambda rule: rule.id)


def _read_examples(
    folder: Path, canvas: Canvas, faults: list[Fault]
) -> dict[str, Mapping[str, Any]]:
    examples: dict[str, Mapping[str, Any]] = {}
    for path in sorted((folder / "examples").glob("*.json")):
        name = f"{folder.name}/examples/{path.name}"
        try:
            example = json.loads(_text(path))
        except (OSError, ValueError) as broken:
            faults.append(Fault(name, "", f"This file cannot be read: {broken}."))
            continue
        faults += _named(folder, f"examples/{path.name}", example_faults(example, canvas))
        examples[path.stem] = example
    return examples


def _read(path: Path, shape: Schema, faults: list[Fault]) -> dict[str, Any] | None:
    name = "/".join(path.parts[-3:] if path.parent.name == "rules" else path.parts[-2:])
    try:
        loaded = shape.load(tomllib.loads(_text(path)))
    except FileNotFoundError:
        faults.append(Fault(name, "", "This file is missing."))
    except ValidationError as broken:
        faults += [Fault(name, *fault) for fault in shape_faults(broken.messages)]
    except (OSError, ValueError) as broken:
        faults.append(Fault(name, "", f"This file cannot be read: {broken}."))
    else:
        return dict(loaded)
    return None


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"it is larger than {LARGEST_FILE} bytes")
    return path.read_text(encoding="utf-8")


def _named(folder: Path, file: str, found: Iterator[tuple[str, str]]) -> list[Fault]:
    return [Fault(f"{folder.name}/{file}", key, sentence) for key, sentence in found]
