"""What the host costs: a decoder layer launched kernel by kernel against the same as a graph."""

from __future__ import annotations

import time

from harness.experiment import Experiment, Measurement
from harness.percentile import percentile
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, TINY_DECODER

NAME = "eager_layer"
FORMATS = ("bf16", "fp32", "llm_int8", "nf4")
TOKENS = (1, 16, 256)
LINEAR_TOKENS = TOKENS + (2048,)
CONTEXT = 1024
# Launches whose host time is taken in one go: fewer than fill the queue to the GPU, which would
# make the host wait.
HOST_LAUNCHES = 4
HOST_TRIALS = 25
# A layer's weights are larger than the cache, but not by much: two in turn.
LAYERS = 2


def points(tiny: bool) -> list[Point]:
    shape = TINY_DECODER if tiny else LLAMA_8B
    tokens, linear_tokens = ((2,), (2,)) if tiny else (TOKENS, LINEAR_TOKENS)
    # LLM.int8 asks the GPU which columns are outliers: no graph can hold that.
    layers = [_point(shape, "layer", mode, name, t, 1)
              for name in FORMATS for mode in ("eager", "graph") for t in tokens
              if not (name == "llm_int8" and mode == "graph")]
    linears = [_point(shape, "linear", mode, name, t, 2)
               for mode, name in (("eager", "llm_int8"), ("graph", "nf4"), ("graph", "bf16"))
               for t in linear_tokens]
    return layers + linears + [_point(shape, "widen", "graph", "nf4", 0, 1)]


def measure(point: Point, bench) -> Measurement:
    """A layer of `tokens` sequences at a context of 1,024, or one linear map of it (gate_up).

    `widen` is the dequantisation pass of that map alone, which no token enters. The layer is in
    plain style with torch's own attention, as model libraries have it. `host_us` is the host's
    own time for one launch, GPU not waited for.
    """
    import torch
    from kernels.tensors import cycled

    shape = TINY_DECODER if bench.tiny else LLAMA_8B
    build = _layers if point["part"] == "layer" else _linears
    with torch.inference_mode():
        following = cycled(build(shape, point, bench))

        def launch():
            following()()

        info = {"host_us": _host_us(launch, bench.device)}
        return bench.steady(launch, LAYERS, point["mode"] == "graph", info)


def _layers(shape, point: Point, bench):
    import torch
    from kernels.attention import DecodeAttention
    from kernels.decoder import Layer, LayerCache, RotaryTable, Rows
    from kernels.linears import activation_dtype, with_outliers
    from kernels.styles import make_style
    from kernels.tensors import normal

    device, tokens = bench.device.kind, point["tokens"]
    context = 32 if bench.tiny else CONTEXT
    dtype = activation_dtype(point["format"])
    style = make_style("plain", device)
    attend = DecodeAttention("sdpa", contiguous=True)
    rotary = RotaryTable(context, shape.head_dim, device)
    rows = Rows(torch.arange(tokens, device=device),
                torch.full((tokens,), context - 1, device=device), tokens, context)
    x = with_outliers(normal((tokens, shape.hidden), dtype, device))

    def one():
        layer = Layer(shape, point["format"], device)
        cache = LayerCache(shape, tokens, context, dtype, device)
        return lambda: layer(x, rows, cache, rotary, style, attend)

    return [one() for _ in range(LAYERS)]


def _linears(shape, point: Point, bench):
    from kernels.linears import activation_dtype, make_linear, with_outliers
    from kernels.tensors import normal

    device = bench.device.kind
    n, k = 2 * shape.ffn, shape.hidden
    linears = [make_linear(point["format"], n, k, device) for _ in range(LAYERS)]
    if point["part"] == "widen":
        return [linear.widened for linear in linears]
    x = with_outliers(normal((point["tokens"], k), activation_dtype(point["format"]), device))
    return [lambda linear=linear: linear(x) for linear in linears]


def _host_us(launch, device) -> float:
    """The median over trials of the host's time per launch, the queue empty at the start."""
    launch()
    samples = []
    for _ in range(HOST_TRIALS):
        device.synchronize()
        began = time.perf_counter()
        for _ in range(HOST_LAUNCHES):
            launch()
        samples.append((time.perf_counter() - began) / HOST_LAUNCHES * 1e6)
    device.synchronize()
    return percentile(samples, 0.5)


def _point(shape, part, mode, name, tokens, priority) -> Point:
    width = 4 if name == "fp32" else 2
    context = CONTEXT if part == "layer" else 0
    layer_kv = tokens * context * shape.kv_bytes_per_token / shape.layers * width / 2
    # Making a quantised weight takes copies in 32 bits; attention in 32 bits copies the keys and
    # values for each query head.
    memory = LAYERS * (shape.layer_weights * width + layer_kv) + 12 * 2 * shape.ffn * shape.hidden \
        + 8 * layer_kv + tokens * shape.ffn * 64
    return point(NAME, 0.6, priority, memory, part=part, mode=mode, format=name, tokens=tokens)


EXPERIMENT = Experiment(NAME, ("part", "mode", "format", "tokens"), ("host_us",), points, measure)
