"""Makes the tables of what stands round the notes: details, themes, comments, services, scores."""

from collections.abc import Mapping, Sequence

from server.synthesis.attachments import Levels, ReadComment, ReadService
from server.synthesis.evaluate import score_service, settle_weights
from server.synthesis.ratings import equal_city_mean
from server.synthesis.reading import ReadNote

from .facts import Facts
from .model import Table
from .tabling import Row, columns, table

TEXTS = ("owner", "indicator", "supplier")
CHOICES = ("funding", "cost_behaviour")


def details_table(facts: Facts) -> Table:
    """Return the notes that say more than their text, with all of it in one line."""
    named = columns(facts, ("number#", 1.3), ("note", 7), ("known", 11))
    known = ((note, _details(facts, note)) for note in _in_print(facts))
    rows = [
        (facts.numbers[note.id], facts.short(note.id), "; ".join(said))
        for note, said in known
        if said
    ]
    return table(facts, "details", named, rows, empty="no_details")


def _details(facts: Facts, note: ReadNote) -> list[str]:
    texts = ((name, getattr(note, name)) for name in TEXTS)
    said = [facts.phrase(f"note.{name}").format(text=text) for name, text in texts if text]
    if note.pays:
        said.append(facts.phrase("note.pays").format(groups=facts.groups(note.pays)))
    said += [facts.phrase(f"{name}.{one}") for name in CHOICES if (one := getattr(note, name))]
    said += [facts.tags(note.tags)] if note.tags else []
    services = facts.service_names(note.services)
    return said + ([services] if services else [])


def themes_table(facts: Facts) -> Table:
    """Return the themes with their notes; dots on either count for the theme."""
    named = columns(
        facts, ("theme", 5), ("area", 3), ("notes", 4), ("dots", 4), ("raw#", 1.6), ("equal#", 1.8)
    )
    rows: list[Row] = []
    for theme in facts.reading.themes:
        first = facts.notes[facts.numbers[theme.notes[0]] - 1]  # it has the numbers of its theme
        rows.append(
            (
                theme.title, first.area_label, facts.numbered(theme.notes),
                facts.dots(first.dots), first.raw, first.equal,
            )
        )  # fmt: skip
    return table(facts, "themes", named, rows, empty="no_themes")


def comments_table(facts: Facts) -> Table:
    """Return what people said about notes, in the order of print; nobody is named."""
    named = columns(
        facts, ("number#", 1.3), ("note", 6), ("kind", 2), ("comment", 8), ("city", 2.4),
        ("state", 2),
    )  # fmt: skip
    said = sorted(facts.reading.comments, key=lambda one: facts.numbers[one.note])
    rows = [
        (
            facts.numbers[one.note],
            facts.short(one.note),
            facts.words[f"comment_{one.kind}"],
            _comment(facts, one),
            facts.city_name(one.city),
            facts.words["comment_open" if one.is_open else "comment_closed"],
        )
        for one in said
    ]
    return table(facts, "comments", named, rows, empty="no_comments")


def _comment(facts: Facts, comment: ReadComment) -> str:
    if comment.text or comment.edge is None:
        return comment.text
    start, end = (facts.area_label(area) for area in comment.edge)
    return facts.phrase("walk.unknown").format(start=start, end=end)


def services_table(facts: Facts) -> Table:
    """Return the services with who runs their layers, what must be met, and their notes."""
    named = columns(
        facts, ("service", 4), ("state", 2), ("layers", 5), ("knock_outs", 5), ("notes", 3)
    )
    rows = [
        (
            service.name,
            facts.words[f"service_{service.state}"],
            _layers(facts, service),
            _knock_outs(facts, service),
            facts.numbered(note.id for note in _in_print(facts) if service.id in note.services),
        )
        for service in facts.reading.services
    ]
    return table(facts, "services", named, rows, empty="no_services")


def _layers(facts: Facts, service: ReadService) -> str:
    known = ((facts.phrase(f"layer.{name}"), owner) for name, owner in service.layers.items())
    return "; ".join(f"{label}: {owner or facts.words['nobody']}" for label, owner in known)


def _knock_outs(facts: Facts, service: ReadService) -> str:
    return "; ".join(
        f"{facts.phrase(f'knock_out.{name}')}: {facts.words['yes' if is_met else 'no']}"
        for name, is_met in service.knock_outs.items()
    )


def service_scores_table(facts: Facts) -> Table:
    """Return each service on each criterion: the mean of the cities' means, and who gave what."""
    named = columns(facts, ("service", 4), ("criterion", 4), ("mean#", 1.4), ("given_levels", 8))
    rows: list[Row] = []
    for service in facts.reading.services:
        scored = score_service(service.scores)
        for criterion in facts.folder.canvas.criteria:
            if (one := scored.get(criterion.id)) is None:
                continue
            by_city = {
                city: given[criterion.id]
                for city, given in service.scores.items()
                if criterion.id in given
            }
            label = facts.said(criterion.label)
            rows.append((service.name, label, one.mean, _by_city(facts, by_city)))
    return table(facts, "service_scores", named, rows, empty="no_service_scores")


def weights_table(facts: Facts) -> Table:
    """Return what each criterion weighs: of the canvas, of each city (mean points), and settled."""
    named = columns(
        facts, ("criterion", 4), ("weight_canvas#", 2), ("weight_given", 8), ("weight_settled#", 2)
    )
    canvas, given = facts.folder.canvas, facts.reading.weights
    default = {one.id: float(one.weight) for one in canvas.criteria}
    settled = settle_weights(given, default) if given else {}
    rows: list[Row] = []
    for one in canvas.criteria if given else ():
        by_city = [
            f"{facts.letters(city)} {facts.decimal(points[one.id][0] / points[one.id][1])}"
            for city, points in given.items()
            if one.id in points
        ]
        label = facts.said(one.label)
        rows.append((label, one.weight, "; ".join(by_city), 100 * settled.get(one.id, 0.0)))
    return table(facts, "weights", named, rows, empty="no_weights")


def scores_table(facts: Facts) -> Table:
    """Return what people of each city think of the notes: means of cities, and who gave what."""
    named = columns(
        facts, ("number#", 1.3), ("note", 7), ("stances", 5), ("importances", 5), ("readinesses", 5)
    )
    notes = (note for note in _in_print(facts) if note.stances or note.importance or note.readiness)
    rows = [
        (
            facts.numbers[note.id],
            facts.short(note.id),
            _stances(facts, note),
            _scored(facts, note.importance),
            _scored(facts, note.readiness),
        )
        for note in notes
    ]
    return table(facts, "scores", named, rows, empty="no_scores")


def _stances(facts: Facts, note: ReadNote) -> str:
    """Return "OU 3/1/2; SO 4/0/0": agree, disagree, neither."""
    return _by_city(facts, note.stances)


def _scored(facts: Facts, by_city: Mapping[str, Levels]) -> str:
    """Return "3,25 (OU 0/1/0/3/0)": the mean of the cities, and how many gave 1 to 5."""
    mean = equal_city_mean(by_city)
    return "" if mean is None else f"{facts.decimal(mean)} ({_by_city(facts, by_city)})"


def _by_city(facts: Facts, given: Mapping[str, Sequence[int]]) -> str:
    """Return "OU 0/1/0/3/0; SO 0/0/0/0/1": how many seats of a city chose each answer."""
    return "; ".join(
        f"{facts.letters(city)} {'/'.join(map(str, counts))}" for city, counts in given.items()
    )


def _in_print(facts: Facts) -> list[ReadNote]:
    known = {note.id: note for note in facts.reading.all_notes()}
    return [known[printed.id] for printed in facts.notes]
