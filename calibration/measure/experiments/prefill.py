"""Prefill: causal attention alone, and whole layers, against the prompt's length."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, LLAMA_70B_QUARTER, TINY_DECODER

NAME = "prefill"
LENGTHS = (512, 1024, 2048, 4096, 8192, 16384)
SHAPES = {shape.name: shape for shape in (LLAMA_8B, LLAMA_70B_QUARTER, TINY_DECODER)}


def points(tiny: bool) -> list[Point]:
    if tiny:
        return [_point(TINY_DECODER, part, 32) for part in ("attention", "layer")]
    return [_point(shape, part, length) for shape in (LLAMA_8B, LLAMA_70B_QUARTER)
            for part in ("attention", "layer") for length in LENGTHS]


def measure(point: Point, bench) -> Measurement:
    """One prompt, no cached context: a layer's own work, or its attention kernel alone."""
    import torch

    shape = SHAPES[point["model"]]
    build = _attention if point["part"] == "attention" else _layer
    with torch.inference_mode():
        launch, impl = build(shape, point["tokens"], bench.device.kind)
        return bench.steady(launch, info={"kernels": impl})


def _attention(shape, tokens: int, device: str):
    import torch
    from kernels.attention import causal_attention
    from kernels.tensors import normal

    queries = normal((tokens, shape.heads, shape.head_dim), torch.bfloat16, device)
    keys, values = (normal((shape.kv_heads, tokens, shape.head_dim), torch.bfloat16, device)
                    for _ in range(2))
    return lambda: causal_attention(queries, keys, values), "sdpa"


def _layer(shape, tokens: int, device: str):
    import torch
    from kernels.attention import DecodeAttention
    from kernels.decoder import Chunk, Layer, LayerCache, RotaryTable, Rows
    from kernels.styles import make_style
    from kernels.tensors import normal

    style = make_style("fused", device)
    layer = Layer(shape, "bf16", device)
    cache = LayerCache(shape, 1, tokens, torch.bfloat16, device)
    rotary = RotaryTable(tokens, shape.head_dim, device)
    rows = Rows(torch.zeros(tokens, dtype=torch.int64, device=device),
                torch.arange(tokens, device=device), 0, 0, (Chunk(0, 0, tokens),))
    x = normal((tokens, shape.hidden), torch.bfloat16, device)
    attend = DecodeAttention("none")  # no row decodes
    return lambda: layer(x, rows, cache, rotary, style, attend), style.name


def _point(shape, part: str, tokens: int) -> Point:
    memory = 2 * shape.layer_weights + tokens * (shape.hidden + shape.ffn) * 2 * 8
    return point(NAME, 0.4, 1 if shape is LLAMA_8B else 2, memory, model=shape.name, part=part,
                 tokens=tokens)


EXPERIMENT = Experiment(NAME, ("model", "part", "tokens"), ("kernels",), points, measure)
