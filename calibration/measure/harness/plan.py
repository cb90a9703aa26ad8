"""The plan: which points there are, which fit the GPU's memory, which fit the time."""

from __future__ import annotations

import random
from dataclasses import dataclass

from harness.experiment import Experiment
from harness.point import Point

# One point in ten is measured twice, far apart: what the same configuration does when measured
# again is the floor under every claim made from these files.
REPEAT_SHARE = 0.1
# Left free for the CUDA context, library workspaces and fragmentation.
MEMORY_RESERVE_BYTES = 4 << 30
# Starting up, the first CUDA context, and the sentinel points.
OVERHEAD_SECONDS = 25.0


@dataclass(frozen=True)
class Plan:
    """`points` to measure, and those left out because they need more memory than there is."""

    points: list[Point]
    too_big: list[Point]

    @property
    def seconds(self) -> float:
        return total_seconds(self.points)


def build(experiments: list[Experiment], tiny: bool, memory_bytes: int, seed: int) -> Plan:
    """Every point of the experiments, repeats included; the same for the same seed."""
    points, too_big = [], []
    for experiment in experiments:
        own = experiment.points(tiny)
        fitting = [p for p in own if p.memory_bytes + MEMORY_RESERVE_BYTES <= memory_bytes]
        too_big += [p for p in own if p.memory_bytes + MEMORY_RESERVE_BYTES > memory_bytes]
        points += fitting + _repeats(experiment.name, fitting, seed)
    return Plan(points, too_big)


def fit(points: list[Point], budget_s: float, seed: int) -> tuple[list[Point], list[Point]]:
    """(kept, dropped): the most important points that fit the seconds, in the order given.

    Among points of one priority chance decides, so that a short run still touches everything.
    """
    rng = random.Random(f"fit {seed}")
    ranked = sorted(points, key=lambda p: (p.priority, rng.random()))
    left, kept = budget_s - OVERHEAD_SECONDS, set()
    for candidate in ranked:
        if candidate.seconds > left:
            break
        left -= candidate.seconds
        kept.add(_identity(candidate))
    return ([p for p in points if _identity(p) in kept],
            [p for p in points if _identity(p) not in kept])


def total_seconds(points: list[Point]) -> float:
    """The estimate for measuring these points in one run."""
    return sum(p.seconds for p in points) + (OVERHEAD_SECONDS if points else 0.0)


def _repeats(name: str, points: list[Point], seed: int) -> list[Point]:
    candidates = [p for p in points if p.repeatable]
    if not candidates:
        return []
    count = max(1, round(REPEAT_SHARE * len(candidates)))
    chosen = random.Random(f"repeat {name} {seed}").sample(candidates, count)
    return [p.again(pass_number=2) for p in chosen]


def _identity(p: Point) -> tuple:
    return (p.experiment,) + p.key
