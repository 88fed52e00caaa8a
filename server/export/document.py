"""Makes the Document of a workshop: draft first, then all it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from server.domain.state import Workshop
from server.synthesis.draft import draft
from server.synthesis.folder import CanvasFolder

from .attached_tables import (
    comments_table,
    details_table,
    scores_table,
    service_scores_table,
    services_table,
    themes_table,
    weights_table,
)
from .ballot_tables import ballots_table, result_tables, rooms_counted, rooms_notice
from .exchange_table import exchange_table
from .facts import Facts, facts_of
from .figures import Figures
from .gallery import gallery
from .model import Block, Claim, Document, Section, Table, Text
from .sheets import (
    sheet_of_links,
    sheet_of_notes,
    sheet_of_scores,
    sheet_of_service_scores,
    sheet_of_votes,
    sheet_of_weights,
)
from .tables import (
    blind_table,
    core_table,
    dismissed_table,
    findings_table,
    found_table,
    left_out_table,
    links_table,
    note_table,
    participation_table,
    rules_table,
    signatures_table,
)

MOST_NOTES = 1000  # of all areas; 5,000 would make a PDF of 900 pages
MOST_ROWS = 300  # of any other printed table
MOST_CLAIMS = 100  # of a section; they stand in the order of their weight

# section of the draft → the pictures that stand in it
DRAWN_IN = {"agreement": ("agreement",), "next_steps": ("readiness",)}


def document(workshop: Workshop, folder: CanvasFolder, *, language: str = "en") -> Document:
    """Return all that any format prints. A language the canvas does not have gives its first."""
    facts = facts_of(workshop, folder, draft(workshop, folder, language=language))
    figures = Figures.of(gallery(workshop, folder, language=facts.language))
    words, reading = facts.words, facts.reading
    return Document(
        language=facts.language,
        title=reading.title,
        subtitle=f"{words['service']}: {reading.service}" if reading.service else "",
        date=facts.draft["status"]["date"],
        status=facts.draft["status"]["text"],
        notices=tuple(_notices(facts)),
        words=words,
        figures=figures.named("wheel"),
        sections=(_core(facts), *_sections(facts, figures)),
        annexes=tuple(_readable(facts, section) for section in _annexes(facts, figures)),
        sheets=(
            sheet_of_notes(facts),
            sheet_of_votes(facts),
            sheet_of_links(facts),
            findings_table(facts),
            sheet_of_scores(facts),
            ballots_table(facts),
            *result_tables(facts),
            themes_table(facts),
            comments_table(facts),
            services_table(facts),
            sheet_of_service_scores(facts),
            sheet_of_weights(facts),
        ),
        notes=facts.notes,
        cities=tuple((city.id, city.letters, city.name) for city in reading.cities),
        checksum=facts.draft["checksum"],
        rooms=rooms_counted(facts.ballots) or "",
    )


def _readable(facts: Facts, section: Section) -> Section:
    """Return the section with tables that end where nobody reads on, and say so."""
    blocks = (shown for block in section.blocks for shown in _shortened(facts, block))
    parts = tuple(_readable(facts, part) for part in section.parts)
    return replace(section, blocks=tuple(blocks), parts=parts)


def _shortened(facts: Facts, block: Block) -> tuple[Block, ...]:
    if not isinstance(block, Table):
        return (block,)
    most = _most_notes(facts) if block.id.startswith("area-") else MOST_ROWS
    if len(block.rows) <= most:
        return (block,)
    left = facts.words["further_rows"].format(n=len(block.rows) - most)
    return replace(block, rows=block.rows[:most]), Text(left, "quiet")


def _most_notes(facts: Facts) -> int:
    """Return how many notes of an area are printed: all, or the best of each alike."""
    areas = {note.area for note in facts.notes}
    return MOST_NOTES if len(facts.notes) <= MOST_NOTES else MOST_NOTES // len(areas)


def _notices(facts: Facts) -> Iterator[str]:
    frozen = facts.draft.get("frozen")
    if frozen is not None:
        known = {"at": frozen["at"][:10], "seq": frozen["seq"]}
        yield facts.words["frozen"].format(**known)
        if "log_head" in frozen:
            yield facts.words["log_head"].format(log_head=frozen["log_head"])
    rooms = rooms_notice(facts)
    if rooms:
        yield rooms
    if facts.reading.hidden:
        yield facts.words["hidden"].format(n=facts.reading.hidden)


def _core(facts: Facts) -> Section:
    lead = Text(facts.draft["core"]["text"], "lead")
    return Section("core", facts.words["core"], (lead, core_table(facts)))


def _sections(facts: Facts, figures: Figures) -> Iterator[Section]:
    """Yield the sections of the draft; status line and core sentence are said once, before."""
    before = (facts.draft["status"]["text"], facts.draft["core"]["text"])
    nothing = Text(facts.words["nothing"], "quiet")
    for section in facts.draft["sections"]:
        said = section["sentences"]
        claims = [
            Claim(one["text"], facts.reasons(one)) for one in said if one["text"] not in before
        ]
        drawn = figures.named(*DRAWN_IN.get(section["id"], ()))
        if claims or drawn or not said:
            told = (*drawn, *claims[:MOST_CLAIMS], *_rest(facts, claims))
            yield Section(section["id"], section["title"], told or (nothing,))


def _rest(facts: Facts, claims: Sequence[Claim]) -> Iterator[Block]:
    left = len(claims) - MOST_CLAIMS
    if left > 0:
        yield Text(facts.words["further"].format(n=left), "quiet")


def _annexes(facts: Facts, figures: Figures) -> Iterator[Section]:
    words = facts.words
    yield Section("signatures", words["signatures"], (signatures_table(facts),))
    yield Section("board", words["board"], parts=tuple(_areas(facts, figures)))
    yield from _attached(facts)
    yield Section("found", words["found"], (found_table(facts),), is_reference=True)
    yield Section("not_carried", words["not_carried"], (left_out_table(facts),))
    yield Section("method", words["method"], tuple(_method(facts)), tuple(_basis(facts)))


def _attached(facts: Facts) -> Iterator[Section]:
    """Yield what stands round the notes; where there is none of a kind, nothing is said of it."""
    drawn = ((links_table, True), (themes_table, False), (details_table, True))
    for made, is_reference in (
        *drawn,
        (comments_table, True),
        (scores_table, True),
        (exchange_table, False),
    ):
        table = made(facts)
        if table.rows or table.id == "links":
            yield Section(table.id, table.title, (table,), is_reference=is_reference)
    scored = [made(facts) for made in (services_table, service_scores_table, weights_table)]
    parts = tuple(Section(one.id, one.title, (one,)) for one in scored[1:] if one.rows)
    if scored[0].rows:
        services = scored[0]
        yield Section(services.id, services.title, (services,), parts)


def _areas(facts: Facts, figures: Figures) -> Iterator[Section]:
    for area in facts.folder.canvas.areas:
        definition = Text(facts.said(area.definition), "quiet")
        table = note_table(facts, area.id)
        compared = [f"bars-{area.id}"] if len(facts.reading.cities) > 1 else []
        drawn = figures.named(*compared, f"ranks-{area.id}")
        yield Section(f"area-{area.id}", facts.said(area.label), (definition, table, *drawn))


def _method(facts: Facts) -> Iterator[Block]:
    words, weighting = facts.words, facts.draft["status"]["weighting"]
    yield Text(words["method_counted"])
    yield Text(words["method_weighting"].format(weighting=facts.phrase(f"weighting.{weighting}")))
    yield Text(words["method_rules"])
    yield Text(words["method_sources"])
    yield Text(f"{words['checksum']}: {facts.draft['checksum']}", "quiet")


def _ballots(facts: Facts) -> Iterator[Block]:
    yield ballots_table(facts)
    for table in result_tables(facts):
        yield Text(table.title)
        yield table


def _basis(facts: Facts) -> Iterator[Section]:
    words = facts.words
    yield Section("participation", words["participation"], (participation_table(facts),))
    yield Section("ballots", words["ballots"], tuple(_ballots(facts)))
    yield Section("dismissed", words["dismissed"], (dismissed_table(facts),), is_reference=True)
    yield Section("not_evaluated", words["not_evaluated"], (blind_table(facts),), is_reference=True)
    yield Section("rules", words["rules"], (rules_table(facts),), is_reference=True)
