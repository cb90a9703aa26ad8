"""Idle power: without a CUDA context, with one, with memory allocated, and after a load."""

from __future__ import annotations

import time

from harness.experiment import Experiment, Measurement
from harness.point import BASE_SECONDS, Point, point

NAME = "idle"
ALLOCATED_GB = (0, 20, 40, 60)
SECONDS_AFTER_LOAD = (0, 2, 10)
# A GPU that has just worked takes this long to fall back to its resting power.
SETTLE_S = 5.0
LOAD_S = 3.0
TINY_FACTOR = 0.002
GB = 10 ** 9


def points(tiny: bool) -> list[Point]:
    factor = TINY_FACTOR if tiny else 1.0
    first = point(NAME, SETTLE_S * factor, 1, state="no_context", allocated_gb=0,
                  after_load_s=0, before_context=True, repeatable=False)
    held = [point(NAME, SETTLE_S * factor + 0.3, 1, memory_bytes=gb * GB, state="context",
                  allocated_gb=gb, after_load_s=0) for gb in ALLOCATED_GB[:2 if tiny else None]]
    after = [point(NAME, (LOAD_S + seconds) * factor + 0.3, 1, memory_bytes=GB,
                   state="after_load", allocated_gb=0, after_load_s=seconds,
                   measured_s=BASE_SECONDS) for seconds in SECONDS_AFTER_LOAD]
    return [first] + held + after


def measure(point: Point, bench) -> Measurement:
    """A quiet window. With a context its memory is written once, so that it is really there."""
    factor = TINY_FACTOR if bench.tiny else 1.0
    if point["state"] == "no_context":
        return bench.still(SETTLE_S * factor)
    device = bench.device
    import torch

    if point["state"] == "after_load":
        _work(torch, device, LOAD_S * factor)
        return bench.still(point["after_load_s"] * factor)
    size = 0 if bench.tiny else point["allocated_gb"] * GB
    held = torch.zeros(size, dtype=torch.uint8, device=device.kind)
    device.synchronize()
    outcome = bench.still(SETTLE_S * factor)
    del held
    return outcome


def _work(torch, device, seconds: float) -> None:
    """A large matrix product, again and again."""
    size = 8192 if device.kind == "cuda" else 64
    a = torch.randn(size, size, device=device.kind, dtype=torch.bfloat16)
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        a @ a
        device.synchronize()


EXPERIMENT = Experiment(NAME, ("state", "allocated_gb", "after_load_s"), (), points, measure)
