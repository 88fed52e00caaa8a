"""Holds the words every draft needs beside those of its canvas, per language.

A canvas in another language brings its own under [phrases] in its words file.
"""

from collections.abc import Mapping

ENGLISH = {
    "and": "and",
    "none": "nobody yet",
    "unsorted": "not sorted",
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
    "blind.no_notes": "There is no note on the board yet.",
    "blind.no_votes": "No vote has been revealed yet.",
    "blind.one_city": "Fewer than two cities took part or voted, so nothing can be compared.",
    "blind.no_presence": "Nobody knows yet who was there: no vote has been closed and revealed.",
    "blind.not_sorted": "No note of this area says what kind it is.",
}
FINNISH = {
    "and": "ja",
    "none": "ei vielä kukaan",
    "unsorted": "lajittelematta",
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
    "blind.no_notes": "Taululla ei ole vielä lappuja.",
    "blind.no_votes": "Äänestystulosta ei ole vielä julkistettu.",
    "blind.one_city": "Alle kaksi kaupunkia osallistui tai äänesti, joten vertailtavaa ei ole.",
    "blind.no_presence": (
        "Paikallaolijoita ei vielä tiedetä: äänestystä ei ole suljettu ja julkistettu."
    ),
    "blind.not_sorted": "Yhdelläkään alueen lapulla ei ole lajia.",
}
BUILT_IN: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fi": FINNISH}
NAMES = tuple(ENGLISH)
NEWER = ("reason.erased",)  # canvases made before them stay good; there they are said in English
