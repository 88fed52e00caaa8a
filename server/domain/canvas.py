"""Holds a Canvas: the areas, facets, phases, settings and draft template of one method, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, str]  # language → text (phrases: name → text)


@dataclass(frozen=True, slots=True)
class CanvasFacet:
    """A kind of note within an area."""

    id: str
    label: Words
    lens: str | None = None  # which question its notes answer; None = that of its area


@dataclass(frozen=True, slots=True)
class Place:
    """Where an area lies in a grid; columns and rows are counted from 1."""

    column: int
    row: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class CanvasArea:
    """One field of the canvas that holds notes."""

    id: str
    label: Words
    definition: Words
    questions: Mapping[str, tuple[str, ...]]  # language → guiding questions, in order of asking
    facets: tuple[CanvasFacet, ...] = ()
    color: str = "#1d2429"
    color_dark: str = "#eceae4"
    side: str | None = None
    lens: str | None = None
    place: Place | None = None

    def facet(self, facet_id: str | None) -> CanvasFacet | None:
        """Return the facet with that id, or None."""
        return next((facet for facet in self.facets if facet.id == facet_id), None)

    def lens_of(self, facet_id: str | None) -> str | None:
        """Return the lens of a note with that facet; an unsorted one has the area's."""
        facet = self.facet(facet_id)
        return (facet.lens if facet else None) or self.lens


@dataclass(frozen=True, slots=True)
class CanvasPhase:
    """A step of the agenda that the canvas proposes."""

    id: str
    kind: str
    title: Words
    instruction: Words  # what is asked now, in one sentence
    silent: bool = False
    seconds: int | None = None
    reveal: bool = True
    keep_hidden: bool = False
    direction: str | None = None  # of a walk
    stances: bool = False
    areas: tuple[str, ...] = ()
    rights: Mapping[str, str] = field(default_factory=dict)
    spare: bool = False  # not in the agenda, unless somebody takes it in


@dataclass(frozen=True, slots=True)
class Preset:
    """An agenda to choose: phases of the canvas in an order, each with its seconds or None."""

    id: str
    title: Words
    phases: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """A group that a note may speak for: the `who` of notes."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """What services are scored on, from 1 to 5."""

    id: str
    label: Words
    weight: int  # points of 100, unless people split them otherwise
    definition: Words = field(default_factory=dict)  # what it asks; "" where the name says it
    anchors: Mapping[str, Words] = field(default_factory=dict)  # "1", "3", "5" → what it means


@dataclass(frozen=True, slots=True)
class Tag:
    """What a note may be marked with, so that rules find it."""

    id: str
    label: Words


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that rules ask for by name; workshops may change it."""

    id: str
    label: Words
    value: float
    unit: str  # fair_shares, share, level, levels, correlation, count or points
    source: str
    group: str = "other"  # what it steers: one of THRESHOLD_GROUPS in canvas_files/schemas.py


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap of the core sentence and where its note comes from."""

    id: str
    label: Words  # printed as "[not yet agreed: …]" while it is empty
    area: str | None = None
    facet: str | None = None  # None = any note of the area
    source: str = "note"  # note, who (of the note that would fill it), service or cities


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the draft."""

    id: str
    title: Words
    lens: str | None = None  # notes with this lens are written here
    areas: tuple[str, ...] = ()  # notes of these areas are written here, whatever their lens
    rules: tuple[str, ...] = ()  # rules whose findings are repeated here
    each: str | None = None  # "city": written once for every city


@dataclass(frozen=True, slots=True)
class DraftTemplate:
    """How the draft of this canvas is built."""

    core: Words  # the core sentence with {slot} gaps
    slots: tuple[Slot, ...]
    sections: tuple[Section, ...]

    def section_for(self, area: str, lens: str | None) -> str | None:
        """Return the id of the section that tells an area, else of the one for `lens`, or None."""
        of_area = (part.id for part in self.sections if area in part.areas)
        of_lens = (part.id for part in self.sections if lens and part.lens == lens)
        return next(of_area, None) or next(of_lens, None)


@dataclass(frozen=True, slots=True)
class Canvas:
    """A whole canvas as its folder describes it."""

    id: str
    version: int
    layout: str  # ring or grid
    languages: tuple[str, ...]
    title: Words
    description: Words
    areas: tuple[CanvasArea, ...]
    phases: tuple[CanvasPhase, ...]
    draft: DraftTemplate
    who: tuple[Beneficiary, ...] = ()
    tags: tuple[Tag, ...] = ()
    presets: tuple[Preset, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    default_pairs: str | None = None
    pairs: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    # direction of a walk → area → what is asked about its notes
    walks: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    phrases: Mapping[str, Words] = field(default_factory=dict)  # language → name → phrase

    @property
    def agenda(self) -> tuple[str, ...]:
        """The ids of the phases a workshop begins with."""
        return tuple(phase.id for phase in self.phases if not phase.spare)

    def area(self, area_id: str) -> CanvasArea | None:
        """Return the area with that id, or None."""
        return next((area for area in self.areas if area.id == area_id), None)
