"""Finds texts that share most of their words, without comparing every text with every other."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import ceil

NOISE = 1e-9  # of the arithmetic
_WORD = re.compile(r"\w+")
Words = frozenset[str]


def token_set(text: str) -> Words:
    """Return the words of a text, case folded; marks and digits within words count."""
    return frozenset(_WORD.findall(text.casefold()))


def likeness(one: Words, other: Words) -> float:
    """Return the Jaccard index |A ∩ B| / |A ∪ B|, 0…1; 0 where they share nothing."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def nearest_before(texts: Sequence[Words], *, least: float) -> Iterator[tuple[int, int]]:
    """Yield (i, j), i < j, for each text j whose nearest earlier text i has likeness ≥ `least`.

    `least` is above 0. Of several that are equally near, the first counts.
    Prefix filter: with words sorted by rarity, two sets that overlap so much share one of the
    first |A| − ⌈least·|A|⌉ + 1 words of each. Source: Chaudhuri, Ganti & Kaushik 2006; Bayardo,
    Ma & Srikant 2007. Equal sets are looked up, so that many copies cost no more than few.
    """
    rarity = Counter(word for words in texts for word in words)
    first: dict[Words, int] = {}
    holders: dict[str, list[int]] = {}
    for place, words in enumerate(texts):
        if words in first:
            yield first[words], place
            continue
        prefix = _prefix(words, rarity, least)
        near = {other for word in prefix for other in holders.get(word, ())}
        best = max(near, key=lambda other: (likeness(texts[other], words), -other), default=None)
        if best is not None and likeness(texts[best], words) >= least - NOISE:
            yield best, place
        if words:
            first[words] = place
        for word in prefix:
            holders.setdefault(word, []).append(place)


def _prefix(words: Words, rarity: Mapping[str, int], least: float) -> list[str]:
    by_rarity = sorted(words, key=lambda word: (rarity[word], word))
    return by_rarity[: len(words) - ceil(least * len(words) - NOISE) + 1] if words else []
