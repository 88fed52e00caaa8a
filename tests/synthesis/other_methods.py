"""Methods the product does not offer, as far as tests show why: TOPSIS and AHP."""

from math import sqrt

RANDOM_INDEX = {3: 0.58}  # Saaty's mean consistency of random matrices, by size


def topsis(rows: list[list[float]], weights: list[float]) -> list[float]:
    """Return the closeness of each row to the ideal, 0…1 (vector normalisation, Hwang & Yoon)."""
    lengths = [sqrt(sum(value**2 for value in column)) for column in zip(*rows, strict=True)]
    weighted = [
        [w * value / length for value, w, length in zip(row, weights, lengths, strict=True)]
        for row in rows
    ]
    ideal = [max(column) for column in zip(*weighted, strict=True)]
    worst = [min(column) for column in zip(*weighted, strict=True)]
    return [
        _distance(row, worst) / (_distance(row, worst) + _distance(row, ideal)) for row in weighted
    ]


def ahp(matrix: list[list[float]]) -> tuple[list[float], float, float]:
    """Return (weights, λ, consistency ratio) of a matrix of pairwise comparisons (Saaty)."""
    size = len(matrix)
    weights = [1 / size] * size
    for _ in range(100):
        grown = [sum(a * w for a, w in zip(row, weights, strict=True)) for row in matrix]
        weights = [w / sum(grown) for w in grown]
    grown = [sum(a * w for a, w in zip(row, weights, strict=True)) for row in matrix]
    root = sum(g / w for g, w in zip(grown, weights, strict=True)) / size
    return weights, root, (root - size) / (size - 1) / RANDOM_INDEX[size]


def _distance(one: list[float], other: list[float]) -> float:
    return sqrt(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))
