"""Percentiles by linear interpolation, as Wattline reports its own."""

from __future__ import annotations

import math


def percentile(samples: list[float], fraction: float) -> float:
    """The value below which `fraction` (0 ... 1) of the samples lie; samples in any order."""
    if not samples:
        raise ValueError("a percentile needs at least one sample")
    ordered = sorted(samples)
    place = fraction * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
