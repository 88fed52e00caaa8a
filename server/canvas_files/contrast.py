"""Tells whether text in a colour can be read on a paper (WCAG 2.2, 1.4.3)."""

LEAST = 4.5  # to one


def contrast(color: str, paper: str) -> float:
    """Return the contrast ratio of two colours like `#2f7d32`: 1 to 21."""
    light, dark = sorted((_luminance(color), _luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
