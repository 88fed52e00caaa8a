"""Holds the words every draft needs beside those of its canvas, per language.

A canvas in another language brings its own under [phrases] in its words file.
"""

from collections.abc import Mapping

ENGLISH = {
    "and": "and",
    "none": "nobody yet",
    "unsorted": "not sorted",
    "decimal": ".",
    "missing": "[not yet agreed: {label}]",
    "support": "{k} of {m} cities",
    "quoted": "“{text}”",
    "weighting.equal": "one city, one vote",
    "weighting.degressive": "larger cities count more, but less than in proportion",
    "weighting.pooled": "one dot, one vote",
    "status": (
        "{title}, state of {date}. Cities: {cities}. Notes on the board: {n}. {vote} "
        "Rules: {rules}. Written by rules from the board; not a decision."
    ),
    "status.voted": "Ballots cast: {ballots}; counted as {weighting}.",
    "status.unvoted": "No vote has been revealed yet, so the order on the board stands in.",
    "reason.no_vote": (
        "No vote on {area} has been revealed yet; until then only the notes of the core "
        "sentence are carried."
    ),
    "reason.erased": "Its text was erased; its dots in {area} still count.",
    "reason.no_dots": "It got no dots in {area}.",
    "reason.below_cut": "It is number {rank} of {n} in {area}; the draft carries the best {top}.",
    "reason.no_rule": "No rule of this canvas tells the notes of {area}.",
    "reason.omitted": "The sentence that told it was left out by hand.",
    "further": "{n} more",
    "blind.no_notes": "There is no note on the board yet.",
    "blind.no_votes": "No vote has been revealed yet.",
    "blind.one_city": "Fewer than two cities took part or voted, so nothing can be compared.",
    "blind.few_cities": "Fewer than three cities took part or voted: too few to tell.",
    "blind.no_presence": "Nobody knows yet who was there: no vote has been closed and revealed.",
    "blind.not_sorted": "No note of this area says what kind it is.",
    "blind.no_links": "No links between notes have been drawn yet.",
    "blind.no_themes": "No theme has been formed yet.",
    "blind.no_stances": "Nobody has said yet whether they agree with a note.",
    "blind.no_scores": "Importance and readiness have not been asked and shown yet.",
    "blind.no_services": "No service has been listed yet.",
    "blind.no_layers": "No service names its layers, and no city its country.",
    "blind.no_papers": "The single ballot papers are not known.",
    "blind.no_second_round": "Nothing has been asked twice yet.",
    "blind.no_details": "No note that this rule reads says more than its text.",
    "blind.no_pairs": "This canvas has no pairs of elements.",
    "note.owner": "owner: {text}",
    "note.unowned": "no owner named",
    "note.indicator": "measure: {text}",
    "note.supplier": "supplier: {text}",
    "note.pays": "pays: {groups}",
    "funding.base_budget": "from the base budget",
    "funding.grant": "from a grant",
    "funding.fee": "from fees",
    "funding.saving": "from savings",
    "cost_behaviour.flat": "cost stays flat",
    "cost_behaviour.slower": "cost grows slower than use",
    "cost_behaviour.same_pace": "cost grows as fast as use",
    "lens.what": "what it is",
    "lens.how": "how and with whom",
    "lens.why": "why it will last",
    "layer.connection": "connection",
    "layer.content": "content",
    "layer.context": "context",
    "layer.commerce": "commerce",
    "knock_out.legal_basis": "the legal basis",
    "knock_out.data_protection": "the protection of personal data",
    "knock_out.accessibility": "accessibility",
    "knock_out.owner": "the owner",
    "band.none": "no common order",
    "band.weak": "a weak common order",
    "band.moderate": "a moderate common order",
    "band.strong": "a strong common order",
    "walk.unknown": "nobody knew the step from {start} to {end}",
}
FINNISH = {
    "and": "ja",
    "none": "ei vielä kukaan",
    "unsorted": "lajittelematta",
    "decimal": ",",
    "missing": "[vielä sopimatta: {label}]",
    "support": "{k}/{m} kaupunkia",
    "quoted": "”{text}”",
    "weighting.equal": "yksi kaupunki, yksi ääni",
    "weighting.degressive": "suurempi kaupunki painaa enemmän, mutta ei suoraan kokonsa suhteessa",
    "weighting.pooled": "yksi piste, yksi ääni",
    "status": (
        "{title}, tilanne {date}. Kaupungit: {cities}. Lappuja taululla: {n}. {vote} "
        "Säännöt: {rules}. Sääntöjen taulusta kirjoittama; ei päätös."
    ),
    "status.voted": "Äänestyslippuja: {ballots}; laskutapa: {weighting}.",
    "status.unvoted": (
        "Äänestystulosta ei ole vielä julkistettu, joten järjestys on taulun järjestys."
    ),
    "reason.no_vote": (
        "{area}: äänestystulosta ei ole vielä julkistettu; siihen asti luonnoksessa ovat vain "
        "ydinlauseen laput."
    ),
    "reason.erased": "Teksti on poistettu; pisteet lasketaan yhä mukaan ({area}).",
    "reason.no_dots": "{area}: ei yhtään pistettä.",
    "reason.below_cut": "{area}: sija {rank}/{n}; luonnokseen otetaan {top} parasta.",
    "reason.no_rule": "{area}: mikään tämän kanvaasin sääntö ei kerro sen lapuista.",
    "reason.omitted": "Lause, joka kertoi siitä, on jätetty käsin pois.",
    "further": "{n} muuta",
    "blind.no_notes": "Taululla ei ole vielä lappuja.",
    "blind.no_votes": "Äänestystulosta ei ole vielä julkistettu.",
    "blind.one_city": "Alle kaksi kaupunkia osallistui tai äänesti, joten vertailtavaa ei ole.",
    "blind.few_cities": "Alle kolme kaupunkia osallistui tai äänesti; se on liian vähän.",
    "blind.no_presence": (
        "Paikallaolijoita ei vielä tiedetä: äänestystä ei ole suljettu ja julkistettu."
    ),
    "blind.not_sorted": "Yhdelläkään alueen lapulla ei ole lajia.",
    "blind.no_links": "Lappujen välille ei ole vielä piirretty yhteyksiä.",
    "blind.no_themes": "Teemoja ei ole vielä muodostettu.",
    "blind.no_stances": "Kukaan ei ole vielä ottanut kantaa yhteenkään lappuun.",
    "blind.no_scores": "Tärkeyttä ja valmiutta ei ole vielä kysytty ja julkistettu.",
    "blind.no_services": "Palveluja ei ole vielä lueteltu.",
    "blind.no_layers": "Mikään palvelu ei nimeä kerroksiaan eikä mikään kaupunki maataan.",
    "blind.no_papers": "Yksittäisiä äänestyslippuja ei tunneta.",
    "blind.no_second_round": "Mitään ei ole vielä kysytty kahdesti.",
    "blind.no_details": "Yksikään säännön lukema lappu ei kerro muuta kuin tekstinsä.",
    "blind.no_pairs": "Tässä kanvaasissa ei ole osien pareja.",
    "note.owner": "omistaja: {text}",
    "note.unowned": "omistajaa ei ole nimetty",
    "note.indicator": "mittari: {text}",
    "note.supplier": "toimittaja: {text}",
    "note.pays": "maksajat: {groups}",
    "funding.base_budget": "perusbudjetista",
    "funding.grant": "avustuksesta",
    "funding.fee": "maksuista",
    "funding.saving": "säästöistä",
    "cost_behaviour.flat": "kustannus pysyy samana",
    "cost_behaviour.slower": "kustannus kasvaa käyttöä hitaammin",
    "cost_behaviour.same_pace": "kustannus kasvaa käytön tahdissa",
    "lens.what": "mitä se on",
    "lens.how": "miten ja kenen kanssa",
    "lens.why": "miksi se kestää",
    "layer.connection": "yhteydet",
    "layer.content": "sisältö",
    "layer.context": "yhdisteleminen",
    "layer.commerce": "kaupankäynti",
    "knock_out.legal_basis": "oikeusperuste",
    "knock_out.data_protection": "henkilötietojen suoja",
    "knock_out.accessibility": "saavutettavuus",
    "knock_out.owner": "omistaja",
    "band.none": "ei yhteistä järjestystä",
    "band.weak": "heikko yhteinen järjestys",
    "band.moderate": "kohtalainen yhteinen järjestys",
    "band.strong": "vahva yhteinen järjestys",
    "walk.unknown": "kukaan ei tiennyt askelta {start} → {end}",
}
BUILT_IN: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fi": FINNISH}
NAMES = tuple(ENGLISH)
_FAMILIES = ("note.", "funding.", "cost_behaviour.", "lens.", "layer.", "knock_out.", "band.")
_SINGLE = ("further", "reason.erased", "reason.omitted", "decimal", "walk.unknown")
_BLIND = ("no_links", "no_themes", "no_stances", "no_scores", "no_services", "no_papers")
_BLIND_TOO = ("no_second_round", "no_details", "no_pairs", "few_cities", "no_layers")
# Canvases made before them stay good; there they are said in English.
NEWER = (
    *_SINGLE,
    *(f"blind.{name}" for name in (*_BLIND, *_BLIND_TOO)),
    *(name for name in NAMES if name.startswith(_FAMILIES)),
)
