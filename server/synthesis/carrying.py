"""Says for every note where the draft uses it, or why it does not."""

from collections.abc import Mapping, Sequence
from typing import Any

from .findings import WRITING, Judged
from .measures import Measured
from .wording import area_label, say

CARRYING = (WRITING, "S", "+")  # kinds of rules whose sentences tell what the notes say
CORE = "core"  # stands for the core sentence, which every draft has
Sections = Sequence[Mapping[str, Any]]
Used = dict[str, list[dict[str, str]]]


def used_json(judged: Judged, sections: Sections) -> Used:
    """Return for every visible note the sentences about it: note → [{section, finding, rule}].

    In board order. A note that no sentence is about has an empty list. Sentences that were left
    out do not count; the slots of the core sentence count as the section "core".
    """
    used: Used = {note.id: [] for note in judged.evidence.reading.all_notes()}
    for one in judged.evidence.slots.values():
        if one is not None and not any(place["section"] == CORE for place in used[one.note.id]):
            used[one.note.id].append({"section": CORE, "finding": "", "rule": ""})
    for section in sections:
        for sentence in section["sentences"]:
            place = {
                "section": section["id"],
                "finding": sentence["finding"],
                "rule": sentence["rule"],
            }
            for note in sentence["notes"]:
                used[note].append(place)
    return used


def not_carried_json(judged: Judged, sections: Sections, used: Used) -> list[dict[str, str]]:
    """Return every visible note that no sentence carries, with the reason, in board order.

    A caveat, a gap or a question that names a note does not carry it.
    """
    carried = {note for note, places in used.items() if any(p["section"] == CORE for p in places)}
    carried |= _told(sections, "sentences")
    omitted = _told(sections, "omitted")
    left: list[dict[str, str]] = []
    for measures in judged.evidence.areas.values():
        top = len(judged.evidence.tops[measures.area])
        if all(one.note.id in carried for one in measures.notes):
            continue
        ordered = judged.evidence.ranked[measures.area]
        ranks = {one.note.id: place for place, one in enumerate(ordered, start=1)}
        left += [
            _left_out(judged, one, rank=ranks[one.note.id], top=top, omitted=omitted)
            for one in measures.notes
            if one.note.id not in carried
        ]
    return left


def _told(sections: Sections, which: str) -> set[str]:
    return {
        note
        for section in sections
        for sentence in section[which]
        if sentence["kind"] in CARRYING
        for note in sentence["notes"]
    }


def _left_out(
    judged: Judged, one: Measured, *, rank: int, top: int, omitted: set[str]
) -> dict[str, str]:
    reason = "no_dots"
    if one.note.is_erased:
        reason = "erased"
    elif one.note.id in omitted:
        reason = "omitted"
    elif judged.evidence.reading.voted is None:
        reason = "no_vote"
    elif one.raw:
        reason = "no_rule" if rank <= top else "below_cut"
    area = area_label(judged.writer, one.note.area)
    text = say(judged.writer, f"reason.{reason}", area=area, rank=rank, n=one.count, top=top)
    return {"note_id": one.note.id, "reason": reason, "text": text}
