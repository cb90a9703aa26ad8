"""The order of a run: shuffled, so that drift and heat do not line up with a parameter."""

from __future__ import annotations

import random

from harness.point import Point

# The sentinel is one fixed load, measured at the start, the middle and the end of a run: what
# changes between them is the machine, not the point.
SENTINEL = "sentinel"
POSITIONS = ("start", "middle", "end")


def scheduled(points: list[Point], seed: int, run: int, sentinel_s: float) -> list[Point]:
    """The points in the order of measuring, sentinels among them.

    Points that must come before the CUDA context lead; a run of nothing else has no sentinel.
    """
    first = [p for p in points if p.before_context]
    rest = [p for p in points if not p.before_context]
    random.Random(f"order {seed} {run}").shuffle(rest)
    if not rest:
        return first
    middle, half, spent = 0, sum(p.seconds for p in rest) / 2, 0.0
    while spent + rest[middle].seconds / 2 < half:
        spent += rest[middle].seconds
        middle += 1
    start, centre, end = (
        Point(SENTINEL, (("position", position),), sentinel_s, priority=1, pass_number=run)
        for position in POSITIONS)
    return first + [start] + rest[:middle] + [centre] + rest[middle:] + [end]
