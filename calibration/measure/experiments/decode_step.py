"""A whole step of a Llama-3.1-8B-shaped decoder: decode, and decode mixed with prefill."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, TINY_DECODER

NAME = "decode_step"
BATCHES = tuple(2 ** power for power in range(10))
CONTEXTS = (256, 1024, 4096, 8192)
MIXED_PREFILL = (512, 1024, 2048, 4096, 8192)
KEYS = ("mode", "style", "sampler", "batch", "context", "prefill_tokens")


def points(tiny: bool) -> list[Point]:
    if tiny:
        return [_point(TINY_DECODER, mode, style, sampler, 2, 32, prefill, 1)
                for mode, style, sampler, prefill in (
                    ("graph", "fused", "none", 0), ("graph", "fused", "none", 48),
                    ("eager", "plain", "engine", 0), ("eager", "fused", "argmax", 16))]
    graph = [_point(LLAMA_8B, "graph", "fused", "none", b, c, 0, 1)
             for b in BATCHES for c in CONTEXTS]
    mixed = [_point(LLAMA_8B, "graph", "fused", "none", b, 1024, p, 1)
             for b, prefills in ((64, MIXED_PREFILL), (1, (512, 2048, 8192)), (256, (512, 2048)))
             for p in prefills]
    sampled = [_point(LLAMA_8B, "graph", "fused", sampler, b, 1024, 0, 2)
               for sampler in ("argmax", "engine") for b in (1, 64, 256)]
    eager = [_point(LLAMA_8B, "eager", style, sampler, b, 1024, 0, 2)
             for style in ("fused", "plain") for sampler in ("none", "engine")
             for b in (1, 16, 256)]
    return graph + mixed + sampled + eager


def measure(point: Point, bench) -> Measurement:
    """The same step again and again: each writes its token at the same place of the cache.

    Prefill tokens belong to whole prompts of `context` tokens; the last one may be shorter.
    """
    import torch
    from kernels.attention import DecodeAttention, choose_decode_attention
    from kernels.decoder import Chunk, Decoder, Rows
    from kernels.samplers import Sampler
    from kernels.styles import make_style

    shape = TINY_DECODER if bench.tiny else LLAMA_8B
    device, batch, context = bench.device.kind, point["batch"], point["context"]
    prefill = point["prefill_tokens"]
    if point["style"] == "plain":
        attend = DecodeAttention("sdpa", contiguous=True)
    else:
        attend = choose_decode_attention(shape, batch, context, bench)
    style = make_style(point["style"], device)
    # The prompts' slots come after the batch's.
    decoder = Decoder(shape, batch + _prompts(prefill, context), context, style, attend, device)
    inside = torch.arange(prefill, device=device)
    rows = Rows(
        slots=torch.cat((torch.arange(batch, device=device), batch + inside // context)),
        positions=torch.cat((torch.full((batch,), context - 1, device=device), inside % context)),
        decoding=batch, longest=context,
        chunks=tuple(Chunk(batch + number, 0, min(context, prefill - number * context))
                     for number in range(_prompts(prefill, context))))
    tokens = torch.randint(0, shape.vocab, (batch + prefill,), device=device)
    sampler = None
    if point["sampler"] != "none":
        sampler = Sampler(point["sampler"], batch + len(rows.chunks), shape.vocab, device)

    def step():
        logits = decoder(tokens, rows)
        if sampler is not None:
            sampler(logits)

    with torch.inference_mode():
        return bench.steady(step, capture=point["mode"] == "graph",
                            info={"attention": attend.impl, "kernels": style.name})


def _prompts(prefill: int, context: int) -> int:
    return -(-prefill // context)


def _point(shape, mode, style, sampler, batch, context, prefill, priority) -> Point:
    rows = batch + prefill
    kv = (batch + _prompts(prefill, context)) * context * shape.kv_bytes_per_token
    # Activations of the widest layer, and logits in 16 and 32 bits with the sampler's copies.
    memory = 2 * shape.weights + kv * (1 + 2 / shape.layers) + rows * shape.ffn * 2 * 4 \
        + batch * shape.vocab * 32
    return point(NAME, 1.2, priority, memory, mode=mode, style=style, sampler=sampler,
                 batch=batch, context=context, prefill_tokens=prefill)


EXPERIMENT = Experiment(NAME, KEYS, ("attention", "kernels"), points, measure)
