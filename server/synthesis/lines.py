"""Gathers sentences of one rule into one line, so that a reader meets each thought once."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from .checks import CHECKS
from .engine import Finding
from .findings import WRITING, Judged
from .ruleset import SEVERAL, gaps
from .sentences import gap_words
from .wording import fill, said

LEAST_LISTED = 2  # findings that one sentence tells together
LEAST_TITLED = 3  # findings without such a sentence that stand under the name of their rule
Key = tuple[Any, ...]


def gathered(
    judged: Judged,
    found: Sequence[Finding],
    *,
    alone: Collection[str] = (),
    neighbours_only: bool = False,
) -> list[dict[str, Any]]:
    """Return the lines that tell the findings, each where the first of its findings stood.

    Shape: [{findings: [id]}, …]; a line of several also has `rule` and either {text, before,
    parts: [{finding, text, then}], after}, one sentence that lists them (`then` stands between a
    part and the next), or {title}, the name of the rule above their sentences. `alone`: findings
    that keep a line of their own, as people chose their words; `neighbours_only`: people chose
    the order, so only what stands side by side is gathered.
    """
    groups: dict[Key, list[Finding]] = {}
    keys = [_key(judged, one) for one in found]
    run = 0
    for place, (one, key) in enumerate(zip(found, keys, strict=True)):
        if neighbours_only and place and keys[place - 1] != key:
            run += 1
        is_alone = key is None or one.id in alone
        groups.setdefault((one.id,) if is_alone or key is None else (*key, run), []).append(one)
    return [line for ones in groups.values() for line in _lines(judged, ones)]


def _key(judged: Judged, one: Finding) -> Key | None:
    """Return what findings of one line have in common, or None where it stands alone."""
    rule, variant = one.rule, one.sighting.variant
    if one.kind == WRITING or CHECKS[rule.check].is_list or rule.qualifies is not None:
        return None
    if _is_listed(one):
        words = gap_words(judged.writer, one.sighting)
        shared = gaps(said(judged.writer, rule.sentences[SEVERAL]))
        return (rule.id, variant, *(str(words[gap]) for gap in shared if gap != rule.listed))
    return rule.id, variant


def _is_listed(one: Finding) -> bool:
    return one.rule.listed is not None and one.sighting.variant == "main"


def _lines(judged: Judged, ones: Sequence[Finding]) -> Iterable[dict[str, Any]]:
    first = ones[0]
    told: dict[str, Any] = {"findings": [one.id for one in ones], "rule": first.rule.id}
    if len(ones) >= LEAST_LISTED and _is_listed(first):
        yield told | _sentence(judged, ones)
    elif len(ones) >= LEAST_TITLED and not _is_listed(first):
        yield told | {"title": said(judged.writer, first.rule.title)}
    else:
        yield from ({"findings": [one.id]} for one in ones)


def _sentence(judged: Judged, ones: Sequence[Finding]) -> dict[str, Any]:
    writer, rule = judged.writer, ones[0].rule
    listed = str(rule.listed)
    shared = gap_words(writer, ones[0].sighting)
    sentence = said(writer, rule.sentences[SEVERAL])
    before, after = sentence.split(f"{{{listed}}}", 1)
    last = f" {writer.phrases['and']} "
    joints = [*([", "] * (len(ones) - 2)), last, ""]
    parts = [
        {"finding": one.id, "text": gap_words(writer, one.sighting)[listed], "then": joint}
        for one, joint in zip(ones, joints, strict=True)
    ]
    told = "".join(part["text"] + part["then"] for part in parts)
    start, end = fill(before, shared), fill(after, shared)
    return {"text": start + told + end, "before": start, "parts": parts, "after": end}
