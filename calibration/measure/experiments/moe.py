"""Mixture of experts: grouped matrix products under uniform and skewed routing."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point
from kernels.shapes import LLAMA4_SCOUT, QWEN3_30B_A3B, TINY_EXPERTS

NAME = "moe"
TOKENS = (1, 8, 64, 512, 4096)
ROUTINGS = ("uniform", "skewed")
SHAPES = {shape.name: shape for shape in (QWEN3_30B_A3B, LLAMA4_SCOUT, TINY_EXPERTS)}
# Sums of 16-bit values in another order.
TOLERANCE = 2e-2
MAX_ROUTINGS = 16


def points(tiny: bool) -> list[Point]:
    shapes, tokens = ((TINY_EXPERTS,), (4,)) if tiny else ((QWEN3_30B_A3B, LLAMA4_SCOUT), TOKENS)
    return [point(NAME, 0.6, 1, 2 * shape.weights + t * shape.chosen * 64 * shape.hidden,
                  model=shape.name, routing=routing, tokens=t)
            for shape in shapes for routing in ROUTINGS for t in tokens]


def measure(point: Point, bench) -> Measurement:
    """Routed tokens through their experts and back; the router itself is not in it.

    Small batches cycle through several routings: the few experts that one of them needs would
    stay in the cache.
    """
    import torch
    from kernels.choice import fastest
    from kernels.experts import Experts, Routing
    from kernels.tensors import buffers_needed, cycled, normal

    shape, device = SHAPES[point["model"]], bench.device.kind
    x = normal((point["tokens"], shape.hidden), torch.bfloat16, device)
    experts = Experts(shape, device)
    skewed = point["routing"] == "skewed"
    first = Routing(shape, point["tokens"], skewed, device)
    used = first.active * 3 * shape.hidden * shape.ffn * 2
    count = min(MAX_ROUTINGS, buffers_needed(used, bench.device.l2_bytes))
    routings = [first] + [Routing(shape, point["tokens"], skewed, device)
                          for _ in range(count - 1)]
    ways = [(way, lambda way=way: experts.run(way, x, first)) for way in ("grouped_mm", "loop")]
    reference = experts.run("loop", x, first)
    impl = fastest(ways, reference, TOLERANCE, bench)
    info = {"impl": impl,
            "active_experts": sum(r.active for r in routings) / count,
            "busiest_tokens": sum(r.busiest for r in routings) / count}
    following = cycled(routings)
    return bench.steady(lambda: experts.run(impl, x, following()), rotation=count, info=info)


EXPERIMENT = Experiment(NAME, ("model", "routing", "tokens"),
                        ("impl", "active_experts", "busiest_tokens"), points, measure)
