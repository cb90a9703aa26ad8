"""The sentinel: one fixed matrix product, measured at the start, middle and end of every run."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.order import SENTINEL
from harness.point import Point

SIZE = 4096
TINY_SIZE = 64


def points(tiny: bool) -> list[Point]:
    """None of its own: the order of a run puts the sentinels in."""
    return []


def measure(point: Point, bench) -> Measurement:
    """bf16, random data, square: bound by computing, so clocks and power both show in it."""
    import torch
    from kernels.tensors import normal

    size = TINY_SIZE if bench.tiny else SIZE
    a, b = (normal((size, size), torch.bfloat16, bench.device.kind) for _ in range(2))
    out = torch.empty_like(a)
    return bench.steady(lambda: torch.mm(a, b, out=out))


EXPERIMENT = Experiment(SENTINEL, ("position",), (), points, measure)
