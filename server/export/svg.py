"""Writes drawings as SVG: elements, the colours in light and dark, city marks, whole pictures.

Colours stand twice: as plain attributes for light paper, which every reader of SVG knows, and in
a style sheet that browsers follow where dark is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import regex

from .lettering import ELLIPSIS, drawable, text_width

FONT = "'Noto Sans', system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
LIGHT = {  # the tokens of client/src/style/tokens.css
    "paper": "#f6f4ef",
    "panel": "#fffdf9",
    "sunken": "#efece4",
    "ink": "#1d2429",
    "soft": "#566067",
    "line": "#e2ddd2",
    "edge": "#8d8778",
    "note": "#fff8d6",
    "note-edge": "#eadfae",
}
DARK = {
    "paper": "#14171a",
    "panel": "#1c2024",
    "sunken": "#101315",
    "ink": "#eceae4",
    "soft": "#a9b2b7",
    "line": "#2f363c",
    "edge": "#737d84",
    "note": "#3a3523",
    "note-edge": "#544c31",
}
ON_COLOR = ("#ffffff", "#14171a")  # text on an area's colour
CITY_COLORS = (  # as on screen (client/src/views/cities.tsx): dark enough for white letters
    "#1b5e8c",
    "#a0342b",
    "#466419",
    "#6a3f97",
    "#7a4f10",
    "#0e6b62",
    "#9a2f6a",
    "#41525e",
)
PATTERNS = 7  # none, and six in `_pattern`

_FORBIDDEN = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")

_OTHER_SCRIPTS = (
    "Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi",
    "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam", "Myanmar", "Oriya", "Sinhala", "Tamil",
    "Telugu", "Thai",
)  # fmt: skip
_SCRIPTS = regex.compile("|".join(rf"(?P<{name}>\p{{Script={name}}})" for name in _OTHER_SCRIPTS))

Attribute = str | float | int | None
Row = tuple[str | int | float | None, ...]  # None: not defined


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with what it shows in words and as a table."""

    id: str
    title: str
    description: str  # one or two sentences: the text alternative
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What the cities of a picture look like: colour, pattern and letters."""

    places: Mapping[str, int]  # city id → its place in the list of cities
    letters: Mapping[str, str]

    def color(self, city: str) -> str:
        """Return the colour of a city."""
        return CITY_COLORS[self.places[city] % len(CITY_COLORS)]

    def fill(self, city: str) -> str:
        """Return what to fill a shape with: the pattern on the colour."""
        return f"url(#city-{self.places[city]})"

    def defs(self) -> list[str]:
        """Return the patterns, to stand in the `defs` of the picture."""
        return [_pattern(place, self.color(city)) for city, place in self.places.items()]


@dataclass(slots=True)
class Drawing:
    """Elements in the order they are drawn."""

    parts: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)
    dark: dict[str, str] = field(default_factory=dict)  # class → its rule where dark is asked for

    def add(self, name: str, **attributes: Attribute) -> None:
        """Draw one element without text."""
        self.parts.append(element(name, **attributes))

    def text(self, words: str, **attributes: Attribute) -> None:
        """Write one line of text."""
        attributes = _face(words) | attributes
        self.parts.append(f"<text{_attributes(attributes)}>{_marked(words)}</text>")

    def on_path(self, words: str, *, path: str, **attributes: Attribute) -> None:
        """Write one line of text along a path of `defs`, centred on it."""
        attributes = _face(words) | attributes
        self.parts.append(
            f'<text{_attributes(attributes)}><textPath href="#{path}" startOffset="50%"'
            f' text-anchor="middle">{_marked(words)}</textPath></text>'
        )

    def fill(self, name: str) -> dict[str, Attribute]:
        """Return the attributes that fill a shape with a colour by name, light and dark."""
        self.dark[f"f-{name}"] = f"fill:{DARK[name]}"
        return {"fill": LIGHT[name], "class": f"f-{name}"}

    def stroke(self, name: str) -> dict[str, Attribute]:
        """Return the attributes that draw the edge of a shape, which has no filling else."""
        self.dark[f"s-{name}"] = f"stroke:{DARK[name]}"
        return {"stroke": LIGHT[name], "class": f"s-{name}", "fill": "none"}

    def both(self, fill: str, stroke: str) -> dict[str, Attribute]:
        """Return the attributes of a filled shape with an edge."""
        self.fill(fill)
        self.stroke(stroke)
        names = f"f-{fill} s-{stroke}"
        return {"fill": LIGHT[fill], "stroke": LIGHT[stroke], "class": names}

    def own(self, name: str, light: str, dark: str, *, what: str = "fill") -> dict[str, Attribute]:
        """Return the attributes for a colour of the canvas, named so that dark can follow."""
        self.dark[f"{name}-{what}"] = f"{what}:{dark}"
        plain: dict[str, Attribute] = {what: light, "class": f"{name}-{what}"}
        return plain if what == "fill" else plain | {"fill": "none"}

    def whole(
        self,
        *,
        name: str,
        title: str,
        description: str,
        width: float,
        height: float,
        columns: tuple[str, ...],
        rows: tuple[Row, ...],
    ) -> Picture:
        """Return the picture, with its text alternative; `columns` and `rows` are its facts."""
        ground = element("rect", width=width, height=height, **self.fill("paper"))
        rules = "".join(f".{name}{{{rule}}}" for name, rule in sorted(self.dark.items()))
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
            f' viewBox="0 0 {number(width)} {number(height)}"'
            f' width="{number(width)}" height="{number(height)}"'
            f' aria-labelledby="{name}-title {name}-desc" font-family="{FONT}">'
            f'<title id="{name}-title">{plain(title)}</title>'
            f'<desc id="{name}-desc">{plain(description)}</desc>'
            f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
        )
        defs = f"<defs>{''.join(self.defs)}</defs>" if self.defs else ""
        svg = "\n".join([head + defs, ground, *self.parts, "</svg>\n"])
        return Picture(name, title, description, columns, rows, svg, width, height)


def element(name: str, **attributes: Attribute) -> str:
    """Return an empty element; `_` in names stands for `-`, None is left out."""
    return f"<{name}{_attributes(attributes)}/>"


def number(value: float) -> str:
    """Return a coordinate with at most two decimals, whole where it is whole."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def plain(text: str) -> str:
    """Return the text as XML may hold it: marked up, without signs that XML forbids."""
    return escape(_FORBIDDEN.sub("", text))


def badge(drawing: Drawing, marks: Marks, city: str, *, x: float, y: float, size: float) -> float:
    """Draw a city's letters on its colour, its pattern beside them; return how wide it is.

    `x`, `y` are the top left corner; it is 1.5 times as high as its letters.
    """
    letters, height = marks.letters[city], 1.5 * size
    swatch = 0.8 * size
    width = swatch + text_width(letters, size, bold=True) + 0.7 * size
    drawing.add(
        "rect", x=x, y=y, width=width, height=height, rx=0.25 * size, fill=marks.color(city)
    )
    drawing.add(
        "rect",
        x=x + 0.2 * size,
        y=y + 0.2 * size,
        width=swatch,
        height=height - 0.4 * size,
        rx=0.12 * size,
        fill=marks.fill(city),
        stroke="#ffffff",
        stroke_width=0.06 * size,
    )
    drawing.text(
        letters,
        x=x + swatch + 0.4 * size,
        y=y + 1.1 * size,
        font_size=size,
        font_weight=700,
        fill="#ffffff",
    )
    return width


def lines_of(
    drawing: Drawing,
    lines: Sequence[str],
    *,
    x: float,
    y: float,
    size: float,
    leading: float = 1.25,
    anchor: str | None = None,
    weight: int | None = None,
    color: Mapping[str, Attribute] | None = None,
) -> None:
    """Write lines below each other; `y` is the top of the first."""
    style = dict(color or drawing.fill("ink"))
    for place, line in enumerate(lines):
        drawing.text(
            line,
            x=x,
            y=y + size * (0.95 + leading * place),
            font_size=size,
            text_anchor=anchor,
            font_weight=weight,
            **style,
        )


def _face(words: str) -> dict[str, Attribute]:
    """Return the face for a script of its own: some readers take one face for a whole line."""
    found = _SCRIPTS.search(words)
    return {"font_family": f"'Noto Sans {found.lastgroup}', {FONT}"} if found else {}


def _marked(words: str) -> str:
    """Return the words as XML; few scripts of their own have "…" in their face, all have dots."""
    if words.endswith(ELLIPSIS) and _SCRIPTS.search(words):
        words = words.removesuffix(ELLIPSIS) + "..."
    return plain(drawable(words))


def _attributes(attributes: Mapping[str, Attribute]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )


def _value(value: Attribute) -> str:
    return number(value) if isinstance(value, int | float) else plain(str(value))


def _pattern(place: int, color: str) -> str:
    kind = (place + place // (len(CITY_COLORS) * PATTERNS)) % PATTERNS
    ground = element("rect", width=8, height=8, fill=color)
    marks = "".join(_MARKS[kind])
    return (
        f'<pattern id="city-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f"{ground}{marks}</pattern>"
    )


def _line(path: str) -> str:
    return element("path", d=path, stroke="#ffffff", stroke_width=1.8, fill="none")


def _dots(points: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(element("circle", cx=x, cy=y, r=1.3, fill="#ffffff") for x, y in points)


_MARKS: tuple[tuple[str, ...], ...] = (
    (),
    (_line("M-2 10L10 -2M-2 2L2 -2M6 10L10 6"),),
    _dots([(2, 2), (6, 6)]),
    (_line("M0 2H8M0 6H8"),),
    (_line("M2 0V8M6 0V8"),),
    (_line("M0 4H8M4 0V8"),),
    (element("path", d="M0 0H8L0 8Z", fill="#ffffff"),),
)
