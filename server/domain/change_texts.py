"""Says where changes hold what people wrote, and whom it is about, so that it can be erased."""

from collections.abc import Iterator, Mapping
from typing import Any

from .details import TEXTS

_NOTE = ("text", "typed_by", *TEXTS, "translations.*.text")
_OF_NOTE = tuple(f"note.{name}" for name in _NOTE)
_OF_NOTES = tuple(f"notes.*.{name}" for name in _NOTE)

# type of a change → where its texts stand; "*" stands for every place of a list or name of a map.
_AT = {
    "note.added": _OF_NOTE,
    "note.edited": ("text",),
    "note.described": TEXTS,
    "note.translated": ("text",),
    "note.restored": (*_OF_NOTE, "comments.*.comment.text"),
    "notes.revealed": _OF_NOTES,
    "notes.imported": _OF_NOTES,
    "comment.added": ("comment.text",),
    "comments.imported": ("comments.*.text",),
    "theme.formed": ("theme.title",),
    "theme.renamed": ("title",),
    "themes.imported": ("themes.*.title",),
    "service.added": ("service.name", "service.layers.*"),
    "service.edited": ("name", "layers.*"),
    "services.imported": ("services.*.name", "services.*.layers.*"),
    "announced": ("text",),
    "finding.judged": ("reason",),
    "agenda.changed": ("phases.*.title", "phases.*.instruction"),
    "draft.edited": ("text",),
    "draft.signed": ("text",),
    "agreement.imported": (
        "verdicts.*.reason",
        "draft.edits.*.text",
        "draft.signatures.*.text",
    ),
}
PATHS = {kind: tuple(path.split(".") for path in paths) for kind, paths in _AT.items()}
_ABOUT = (
    "note_id",
    "comment_id",
    "theme_id",
    "service_id",
    "finding_id",
)  # ids that stand in the facts


def places_of(kind: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield path and value of every place of a change where a text may stand.

    Paths: "text" (an edit), "note.text" (one note), "notes.3.text" (the fourth of many).
    """
    for parts in PATHS.get(kind, ()):
        yield from _found(facts, parts, "")


def put_at(facts: dict[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with other values at some paths; what is not touched is shared."""
    for path, text in texts.items():
        facts = _put(facts, path.split("."), text)
    return facts


def thing_at(facts: Mapping[str, Any], path: str, *, city: str | None = None) -> str:
    """Return what the text at a path is about, so that erasing that finds it.

    The id of a note, comment, theme, service or judged finding; of the draft "section/sentence",
    or "section/city" for what a city says to it: `city` is the one the change counts for.
    """
    *parents, _ = path.split(".")
    value: Any = facts
    thing = _thing(facts, city)
    for part in parents:
        value = value[int(part)] if isinstance(value, list) else value[part]
        # Not what is said in Indonesian: there "id" is a language.
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            thing = value["id"]
        elif isinstance(value, dict):
            thing = _thing(value, value.get("city")) or thing
    return str(thing)


def _thing(facts: Mapping[str, Any], city: str | None) -> str:
    if "section" in facts:
        return f"{facts['section']}/{facts.get('sentence', city)}"
    return str(next((facts[name] for name in _ABOUT if name in facts), ""))


def _found(value: Any, parts: list[str], before: str) -> Iterator[tuple[str, Any]]:
    if not parts:
        yield before, value
        return
    part, rest = parts[0], parts[1:]
    if part == "*":
        named = enumerate(value) if isinstance(value, list) else value.items()
    else:
        named = [(part, value[part])] if part in value else []
    for name, inner in named:
        yield from _found(inner, rest, f"{before}.{name}" if before else str(name))


def _put(value: Any, parts: list[str], text: Any) -> Any:
    if not parts:
        return text
    part, rest = parts[0], parts[1:]
    if isinstance(value, list):
        place = int(part)
        return [*value[:place], _put(value[place], rest, text), *value[place + 1 :]]
    return value | {part: _put(value[part], rest, text)}
