"""Drawing the next token, alone: methods against batch and vocabulary."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point

NAME = "sampler"
METHODS = ("argmax", "draw", "sort", "top_k", "top_p", "penalties", "engine")
BATCHES = (1, 16, 256)
# Llama 2, Llama 3 and Gemma 3: from their config.json.
VOCABULARIES = (32000, 128256, 262208)


def points(tiny: bool) -> list[Point]:
    batches, vocabularies = ((2,), (64,)) if tiny else (BATCHES, VOCABULARIES)
    return [point(NAME, 0.1, 1 if v == 128256 or tiny else 2, b * v * 64, method=method, batch=b,
                  vocab=v) for method in METHODS for b in batches for v in vocabularies]


def measure(point: Point, bench) -> Measurement:
    """From bf16 logits, as a head leaves them, to a token per row."""
    import torch
    from kernels.samplers import Sampler
    from kernels.tensors import buffers_needed, cycled, normal

    batch, vocab, device = point["batch"], point["vocab"], bench.device.kind
    sampler = Sampler(point["method"], batch, vocab, device)
    count = min(8, buffers_needed(batch * vocab * 2, bench.device.l2_bytes))
    following = cycled([normal((batch, vocab), torch.bfloat16, device, 3.0)
                        for _ in range(count)])
    return bench.steady(lambda: sampler(following()), rotation=count)


EXPERIMENT = Experiment(NAME, ("method", "batch", "vocab"), (), points, measure)
