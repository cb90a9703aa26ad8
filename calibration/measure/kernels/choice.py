"""Picks, among several ways to compute the same thing, the fastest that is right."""

from __future__ import annotations

import time

import torch

from harness.errors import Unsupported, first_line

TRIALS = 5


def fastest(candidates: list[tuple[str, object]], reference: torch.Tensor, tolerance: float,
            bench) -> str:
    """The name of the best candidate.

    A candidate is a name and a function that launches the work and returns its result. It is
    right when the result differs from `reference` by at most `tolerance` (norm over norm).
    Candidates that this machine cannot run are passed over, and the bench is told.
    """
    best, reasons = None, []
    for name, launch in candidates:
        try:
            error = relative_error(launch(), reference)
            if not error <= tolerance:
                raise Unsupported(f"wrong by {error:.2g}")
            seconds = _time(launch, bench.device)
        except Exception as fault:  # torch and triton have many ways to say no
            reasons.append(f"{name}: {first_line(fault)}")
            continue
        if best is None or seconds < best[0]:
            best = seconds, name
    if best is None:
        raise Unsupported("no way to run this here (" + "; ".join(reasons) + ")")
    for reason in reasons:
        bench.note(f"passed over {reason}")
    return best[1]


def relative_error(result: torch.Tensor, reference: torch.Tensor) -> float:
    """The norm of the difference over the norm of the reference; NaN where either has one."""
    difference = torch.linalg.vector_norm(result.float() - reference.float())
    return (difference / torch.linalg.vector_norm(reference.float())).item()


def _time(launch, device) -> float:
    device.synchronize()
    best = float("inf")
    for _ in range(TRIALS):
        began = time.perf_counter()
        launch()
        device.synchronize()
        best = min(best, time.perf_counter() - began)
    return best
