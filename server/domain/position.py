"""Makes order keys: a string between its neighbours, so that moving one note touches no other."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 8  # digits of a key made at the end: room for 36^8 notes without growing


def position_between(before: str | None, after: str | None) -> str:
    """Return a key that sorts after `before` and before `after`; None = no neighbour there.

    Keys never end in "0", so there is always room before and between two of them.
    Raises: ValueError when `before` does not sort before `after`.
    """
    if before is not None and after is not None and before >= after:
        raise ValueError(f"no place between {before!r} and {after!r}")
    if after is None:
        return _next(before)
    return _middle(before or "", after)


def _next(before: str | None) -> str:
    if before is None:
        return "0" * (_WIDTH - 2) + "i1"
    head = int(before[: _WIDTH - 1].ljust(_WIDTH - 1, "0"), 36) + 1
    digits = ""
    while head:
        head, digit = divmod(head, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(_WIDTH - 1, "0") + "1"


def _middle(before: str, after: str) -> str:
    made = ""
    place = 0
    while True:
        low = _DIGITS.index(before[place]) if place < len(before) else 0
        high = _DIGITS.index(after[place]) if place < len(after) else 36
        if high - low > 1:
            return made + _DIGITS[(low + high) // 2]
        made += _DIGITS[low]
        if high > low:
            after = ""  # from here on anything above `before` will do
        place += 1
