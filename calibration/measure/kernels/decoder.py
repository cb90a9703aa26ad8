"""A decoder with random weights: the work of a language model's step, without its sense."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from kernels.attention import DecodeAttention, causal_attention
from kernels.linears import activation_dtype, make_linear
from kernels.shapes import DecoderShape
from kernels.tensors import fill_normal, normal

# Base of the rotary embedding's wavelengths: Llama 3's config.json.
ROTARY_BASE = 500000.0


@dataclass(frozen=True)
class Chunk:
    """Consecutive prompt tokens of one sequence: `count` rows, from position `start` on."""

    slot: int
    start: int
    count: int


@dataclass(frozen=True)
class Rows:
    """The tokens of a step: `decoding` rows of one token per sequence, then the chunks' rows.

    slots and positions [tokens] say where each token's key and value go; `longest` bounds the
    context that a decoding row reads, itself included.
    """

    slots: torch.Tensor
    positions: torch.Tensor
    decoding: int
    longest: int
    chunks: tuple[Chunk, ...] = ()


class RotaryTable:
    """Cosines and sines [position, head_dim / 2] in float32."""

    def __init__(self, capacity: int, head_dim: int, device: str):
        half = torch.arange(head_dim // 2, device=device, dtype=torch.float32)
        angles = torch.arange(capacity, device=device, dtype=torch.float32)[:, None] \
            * ROTARY_BASE ** (-2 * half / head_dim)
        self.cosines, self.sines = angles.cos(), angles.sin()


class LayerCache:
    """Keys and values of one layer [slot, kv_head, position, head_dim], filled with noise."""

    def __init__(self, shape: DecoderShape, slots: int, capacity: int, dtype, device: str):
        size = (slots, shape.kv_heads, capacity, shape.head_dim)
        self.keys, self.values = normal(size, dtype, device), normal(size, dtype, device)


class Layer:
    """One decoder layer: norm, attention, norm, gated feed-forward, two residuals."""

    def __init__(self, shape: DecoderShape, weight_format: str, device: str):
        self._shape = shape
        dtype = activation_dtype(weight_format)
        linears = {name: make_linear(weight_format, n, k, device)
                   for name, n, k in shape.layer_linears}
        self._qkv, self._o = linears["qkv"], linears["o"]
        self._gate_up, self._down = linears["gate_up"], linears["down"]
        self._norms = [torch.ones(shape.hidden, dtype=dtype, device=device) for _ in range(2)]

    def __call__(self, x, rows: Rows, cache: LayerCache, rotary: RotaryTable, style,
                 attend: DecodeAttention) -> torch.Tensor:
        qkv = self._qkv(style.norm(x, self._norms[0]))
        queries = style.rotate_and_store(qkv, rotary, rows, cache, self._shape.heads)
        mixed = _attention(queries, rows, cache, attend)
        x = style.add_product(x, self._o, mixed.reshape(x.shape[0], -1))
        gated = style.gate(self._gate_up(style.norm(x, self._norms[1])))
        return style.add_product(x, self._down, gated)


class Decoder:
    """All layers, the embedding and the head in bf16, with a cache of `slots` sequences."""

    def __init__(self, shape: DecoderShape, slots: int, capacity: int, style,
                 attend: DecodeAttention, device: str):
        self.style = style
        self.attend = attend
        self._layers = [Layer(shape, "bf16", device) for _ in range(shape.layers)]
        self._caches = [LayerCache(shape, slots, capacity, torch.bfloat16, device)
                        for _ in range(shape.layers)]
        self._rotary = RotaryTable(capacity, shape.head_dim, device)
        self._embedding = normal((shape.vocab, shape.hidden), torch.bfloat16, device)
        self._norm = torch.ones(shape.hidden, dtype=torch.bfloat16, device=device)
        self._head = torch.empty((shape.vocab, shape.hidden), dtype=torch.bfloat16, device=device)
        fill_normal(self._head, shape.hidden ** -0.5)

    def __call__(self, tokens: torch.Tensor, rows: Rows) -> torch.Tensor:
        """Logits [decoding rows + chunks, vocab]: of each decoding row and each chunk's last."""
        x = torch.nn.functional.embedding(tokens, self._embedding)
        for layer, cache in zip(self._layers, self._caches):
            x = layer(x, rows, cache, self._rotary, self.style, self.attend)
        x = _last_rows(x, rows)
        return torch.mm(self.style.norm(x, self._norm), self._head.t())


def _attention(queries, rows: Rows, cache: LayerCache, attend: DecodeAttention) -> torch.Tensor:
    parts, at = [], rows.decoding
    if rows.decoding:
        lengths = rows.positions[:at] + 1
        parts.append(attend(queries[:at], cache.keys, cache.values, rows.slots[:at], lengths,
                            rows.longest))
    for chunk in rows.chunks:
        end = chunk.start + chunk.count
        parts.append(causal_attention(queries[at:at + chunk.count],
                                      cache.keys[chunk.slot, :, :end],
                                      cache.values[chunk.slot, :, :end]))
        at += chunk.count
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def _last_rows(x: torch.Tensor, rows: Rows) -> torch.Tensor:
    if not rows.chunks:
        return x
    ends, at = [], rows.decoding
    for chunk in rows.chunks:
        at += chunk.count
        ends.append(x[at - 1:at])
    return torch.cat([x[:rows.decoding]] + ends)
