"""Holds the words that pictures add to the board's own, per language; English where none."""

from collections.abc import Mapping

_ENGLISH = {
    "wheel.title": "{title}: the whole board",
    "wheel.description": "{service} in the middle; round it the best notes of {areas}.",
    "side.antecedent": "What it builds on",
    "side.outcome": "What it leads to",
    "decimal": ".",
    "empty": "No note yet",
    "more": "and {n} more",
    "support": "{k} of {m} cities",
    "promise": "Promise, clockwise: {k} of {n} best notes lead on to another area",
    "delivery": "Delivery, anti-clockwise: {k} of {n} best notes say what they require",
    "area": "Area",
    "note": "Note",
    "city": "City",
    "number": "No.",
    "backing": "Cities behind it",
    "bars.title": "{area}: how each city shared out its dots",
    "bars.description": (
        "A row for each note, a column for each city; a bar is the part of that city's dots. "
        "First by this weighting: {first}."
    ),
    "bars.rest": "and {n} notes with fewer dots",
    "agreement.title": "Where cities agree: share of dots against difference of opinion",
    "agreement.description": (
        "Notes by their share of dots, one city one vote (upward), and by how far apart the "
        "cities' agreement lies (to the right). Shared priorities stand at the upper left. "
        "Notes shown: {n}."
    ),
    "agreement.x": "Distance between the most and the least agreeing city",
    "agreement.y": "Share of dots, one city one vote",
    "agreement.shared": "wanted and shared",
    "agreement.divisive": "wanted but divisive",
    "readiness.title": "What matters and what can be done: importance against readiness",
    "readiness.description": (
        "Notes by readiness within twelve months (to the right) and by importance (upward), "
        "both means of cities from 1 to 5. Notes shown: {n}."
    ),
    "readiness.x": "Readiness: 1 = no idea how, 5 = already in place",
    "readiness.y": "Importance: 1 to 5",
    "do_now": "Do now",
    "prepare": "Prepare",
    "discuss": "Discuss",
    "only_if_cheap": "Only if cheap",
    "park": "Park",
    "importance": "Importance",
    "readiness": "Readiness",
    "spread": "Distance",
    "share": "Share",
    "place": "What to do",
    "ranks.title": "{area}: places before and after",
    "ranks.description": (
        "Places of the notes in two ballots, first place at the top. Higher than before: {up}; "
        "lower: {down}; as before: {same}."
    ),
    "ranks.first": "Ballot before",
    "ranks.second": "Last ballot",
    "nothing": "Nothing to show yet.",
}
_FINNISH = {
    "wheel.title": "{title}: koko taulu",
    "wheel.description": "Keskellä {service}; ympärillä parhaat laput: {areas}.",
    "side.antecedent": "Mistä lähdetään",
    "side.outcome": "Mihin päästään",
    "decimal": ",",
    "empty": "Ei vielä lappuja",
    "more": "ja {n} muuta",
    "support": "{k}/{m} kaupunkia",
    "promise": "Lupaus, myötäpäivään: {k}/{n} parasta lappua johtaa eteenpäin",
    "delivery": "Toteutus, vastapäivään: {k}/{n} parasta lappua kertoo, mitä ne vaativat",
    "area": "Alue",
    "note": "Lappu",
    "city": "Kaupunki",
    "number": "Nro",
    "backing": "Kaupungit takana",
    "bars.title": "{area}: miten kukin kaupunki jakoi pisteensä",
    "bars.description": (
        "Rivi kullekin lapulle, sarake kullekin kaupungille; palkki on osuus kaupungin pisteistä. "
        "Ensimmäisenä tällä painotuksella: {first}."
    ),
    "bars.rest": "ja {n} lappua, joilla on vähemmän pisteitä",
    "agreement.title": "Missä kaupungit ovat samaa mieltä: osuus pisteistä ja mielipiteiden ero",
    "agreement.description": (
        "Laput sen mukaan, mikä on niiden osuus pisteistä, yksi kaupunki yksi ääni (ylöspäin), ja "
        "kuinka kaukana kaupunkien kannat ovat toisistaan (oikealle). Yhteiset tavoitteet ovat "
        "vasemmalla ylhäällä. Lappuja: {n}."
    ),
    "agreement.x": "Ero eniten ja vähiten samaa mieltä olevan kaupungin välillä",
    "agreement.y": "Osuus pisteistä, yksi kaupunki yksi ääni",
    "agreement.shared": "haluttu ja yhteinen",
    "agreement.divisive": "haluttu mutta jakava",
    "readiness.title": "Mikä on tärkeää ja mihin pystytään: tärkeys ja valmius",
    "readiness.description": (
        "Laput valmiuden mukaan kahdentoista kuukauden kuluessa (oikealle) ja tärkeyden mukaan "
        "(ylöspäin), kaupunkien keskiarvoina 1–5. Lappuja: {n}."
    ),
    "readiness.x": "Valmius: 1 = ei tiedetä miten, 5 = on jo olemassa",
    "readiness.y": "Tärkeys: 1–5",
    "do_now": "Tee nyt",
    "prepare": "Valmistele",
    "discuss": "Keskustele",
    "only_if_cheap": "Vain jos halpaa",
    "park": "Jätä odottamaan",
    "importance": "Tärkeys",
    "readiness": "Valmius",
    "spread": "Ero",
    "share": "Osuus",
    "place": "Mitä tehdään",
    "ranks.title": "{area}: sijat ennen ja jälkeen",
    "ranks.description": (
        "Lappujen sijat kahdessa äänestyksessä, ensimmäinen ylimpänä. Noussut: {up}; laskenut: "
        "{down}; ennallaan: {same}."
    ),
    "ranks.first": "Edellinen äänestys",
    "ranks.second": "Viimeisin äänestys",
    "nothing": "Ei vielä näytettävää.",
}
_WORDS = {"en": _ENGLISH, "fi": _FINNISH}


def picture_words(language: str) -> Mapping[str, str]:
    """Return the words of a language."""
    return _WORDS.get(language, _ENGLISH)
