"""Row-wise passes as serving engines fuse them: quantising, the gate, the rotary embedding."""

from __future__ import annotations

import torch
import triton
import triton.language as tl


def quantise_rows(x: torch.Tensor, dtype: torch.dtype, largest: float):
    """Each row of x scaled so that its largest magnitude becomes `largest`: (rows, scales)."""
    m, k = x.shape
    out = torch.empty((m, k), dtype=dtype, device=x.device)
    scales = torch.empty((m, 1), dtype=torch.float32, device=x.device)
    _quantise[(m,)](x, out, scales, k, largest, INTEGER=dtype == torch.int8,
                    WIDTH=triton.next_power_of_2(k), num_warps=8)
    return out, scales


def gate(gate_up: torch.Tensor) -> torch.Tensor:
    """silu(first half) times second half of each row."""
    m, width = gate_up.shape
    out = torch.empty((m, width // 2), dtype=gate_up.dtype, device=gate_up.device)
    block = 1024
    _gate[(m, triton.cdiv(width // 2, block))](gate_up, out, width // 2, BLOCK=block)
    return out


def rotate_and_store(qkv, cosines, sines, slots, positions, keys, values, heads: int):
    """Rotates queries and keys by position, stores keys and values in the cache, returns queries.

    qkv [tokens, (heads + 2 kv_heads) * head_dim]; keys and values [slot, kv_head, position,
    head_dim]; cosines and sines [position, head_dim / 2] in float32.
    """
    tokens = qkv.shape[0]
    kv_heads, capacity, head_dim = keys.shape[1:]
    queries = torch.empty((tokens, heads, head_dim), dtype=qkv.dtype, device=qkv.device)
    _rotate[(tokens, heads + 2 * kv_heads)](
        qkv, cosines, sines, slots, positions, queries, keys, values, capacity,
        HEADS=heads, KV_HEADS=kv_heads, HALF=head_dim // 2, num_warps=1)
    return queries


@triton.jit
def _quantise(x, out, scales, k, largest, INTEGER: tl.constexpr, WIDTH: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    inner = tl.arange(0, WIDTH)
    v = tl.load(x + row * k + inner, mask=inner < k, other=0.0).to(tl.float32)
    scale = tl.maximum(tl.max(tl.abs(v), axis=0), 1e-12) / largest
    v = v / scale
    if INTEGER:
        v = tl.where(v >= 0, v + 0.5, v - 0.5)  # the cast truncates
    tl.store(out + row * k + inner, v.to(out.dtype.element_ty), mask=inner < k)
    tl.store(scales + row, scale)


@triton.jit
def _gate(gate_up, out, width, BLOCK: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    inner = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    live = inner < width
    g = tl.load(gate_up + row * 2 * width + inner, mask=live, other=0.0).to(tl.float32)
    u = tl.load(gate_up + row * 2 * width + width + inner, mask=live, other=0.0).to(tl.float32)
    y = g / (1.0 + tl.exp(-g)) * u
    tl.store(out + row * width + inner, y.to(out.dtype.element_ty), mask=live)


@triton.jit
def _rotate(qkv, cosines, sines, slots, positions, queries, keys, values, capacity,
            HEADS: tl.constexpr, KV_HEADS: tl.constexpr, HALF: tl.constexpr):
    token = tl.program_id(0).to(tl.int64)
    head = tl.program_id(1)
    inner = tl.arange(0, HALF)
    source = qkv + (token * (HEADS + 2 * KV_HEADS) + head) * 2 * HALF
    low = tl.load(source + inner)
    high = tl.load(source + HALF + inner)
    position = tl.load(positions + token)
    slot = tl.load(slots + token)
    if head < HEADS + KV_HEADS:
        c = tl.load(cosines + position * HALF + inner)
        s = tl.load(sines + position * HALF + inner)
        a, b = low.to(tl.float32), high.to(tl.float32)
        low = (a * c - b * s).to(low.dtype)
        high = (b * c + a * s).to(high.dtype)
    if head < HEADS:
        target = queries + (token * HEADS + head) * 2 * HALF
    else:
        kv_head = (head - HEADS) % KV_HEADS
        offset = ((slot * KV_HEADS + kv_head) * capacity + position) * 2 * HALF
        if head < HEADS + KV_HEADS:
            target = keys + offset
        else:
            target = values + offset
    tl.store(target + inner, low)
    tl.store(target + HALF + inner, high)
