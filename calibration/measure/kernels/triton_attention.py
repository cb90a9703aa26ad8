"""Decode attention that reads each key and value once: flash-decoding, in two kernels.

The context of every (sequence, key-value head) pair is split over programs, so that a small batch
with a long context still fills the chip; a second kernel merges the parts by their softmax sums.
After Dao et al., "Flash-Decoding for long-context inference" (2023).
"""

from __future__ import annotations

import torch
import triton
import triton.language as tl

BLOCK = 64
# Programs per multiprocessor that the split aims at: enough loads in flight to fill the memory.
WAVES = 4
# A dot product in triton needs at least this many rows; a group of query heads is padded to it.
LEAST_ROWS = 16
MAX_SPLITS = 128


def decode_attention(queries, keys, values, slots, lengths, longest: int, multiprocessors: int):
    """Attention of one query per sequence over its cached context.

    queries [batch, heads, head_dim]; keys and values [slot, kv_head, position, head_dim];
    slots and lengths [batch]; longest bounds the lengths. Returns [batch, heads, head_dim].
    """
    batch, heads, head_dim = queries.shape
    kv_heads, capacity = keys.shape[1], keys.shape[2]
    group = heads // kv_heads
    blocks = triton.cdiv(longest, BLOCK)
    wanted = triton.cdiv(WAVES * multiprocessors, batch * kv_heads)
    share = triton.cdiv(blocks, min(blocks, wanted, MAX_SPLITS)) * BLOCK
    splits = triton.cdiv(longest, share)
    sums = torch.empty((batch, heads, splits, head_dim), dtype=torch.float32,
                       device=queries.device)
    marks = torch.empty((batch, heads, splits, 2), dtype=torch.float32, device=queries.device)
    out = torch.empty_like(queries)
    _attend[(batch * kv_heads, splits)](
        queries, keys, values, slots, lengths, sums, marks, head_dim ** -0.5, capacity, share,
        splits, KV_HEADS=kv_heads, GROUP=group, ROWS=max(LEAST_ROWS, triton.next_power_of_2(group)),
        WIDTH=head_dim, STRIDE=BLOCK)
    _merge[(batch * heads,)](sums, marks, out, splits, SPLITS=triton.next_power_of_2(splits),
                             WIDTH=head_dim)
    return out


@triton.jit
def _attend(queries, keys, values, slots, lengths, sums, marks, scale, capacity, share, splits,
            KV_HEADS: tl.constexpr, GROUP: tl.constexpr, ROWS: tl.constexpr,
            WIDTH: tl.constexpr, STRIDE: tl.constexpr):
    pair = tl.program_id(0)
    split = tl.program_id(1)
    sequence, kv_head = pair // KV_HEADS, pair % KV_HEADS
    slot = tl.load(slots + sequence).to(tl.int64)
    length = tl.load(lengths + sequence).to(tl.int32)
    start = split * share
    stop = tl.minimum(start + share, length)
    rows = tl.arange(0, ROWS)
    inner = tl.arange(0, WIDTH)
    head = sequence.to(tl.int64) * KV_HEADS * GROUP + kv_head * GROUP + rows
    q = tl.load(queries + head[:, None] * WIDTH + inner[None, :],
                mask=rows[:, None] < GROUP, other=0.0)
    base = (slot * KV_HEADS + kv_head) * capacity * WIDTH
    # A large negative number for minus infinity: the difference of two infinities is no number.
    largest = tl.full((ROWS,), -1e30, dtype=tl.float32)
    weight = tl.zeros((ROWS,), dtype=tl.float32)
    total = tl.zeros((ROWS, WIDTH), dtype=tl.float32)
    for at in range(start, stop, STRIDE):
        place = at + tl.arange(0, STRIDE)
        live = place < stop
        k = tl.load(keys + base + place[None, :] * WIDTH + inner[:, None],
                    mask=live[None, :], other=0.0)
        score = tl.dot(q, k) * scale
        score = tl.where(live[None, :], score, -1e30)
        peak = tl.maximum(largest, tl.max(score, axis=1))
        p = tl.exp(score - peak[:, None])
        fade = tl.exp(largest - peak)
        weight = weight * fade + tl.sum(p, axis=1)
        v = tl.load(values + base + place[:, None] * WIDTH + inner[None, :],
                    mask=live[:, None], other=0.0)
        total = total * fade[:, None] + tl.dot(p.to(v.dtype), v)
        largest = peak
    part = head * splits + split
    tl.store(sums + part[:, None] * WIDTH + inner[None, :], total, mask=rows[:, None] < GROUP)
    tl.store(marks + part * 2, largest, mask=rows < GROUP)
    tl.store(marks + part * 2 + 1, weight, mask=rows < GROUP)


@triton.jit
def _merge(sums, marks, out, splits, SPLITS: tl.constexpr, WIDTH: tl.constexpr):
    head = tl.program_id(0).to(tl.int64)
    part = tl.arange(0, SPLITS)
    inner = tl.arange(0, WIDTH)
    live = part < splits
    largest = tl.load(marks + (head * splits + part) * 2, mask=live, other=-1e30)
    weight = tl.load(marks + (head * splits + part) * 2 + 1, mask=live, other=0.0)
    fade = tl.exp(largest - tl.max(largest, axis=0))
    total = tl.load(sums + (head * splits + part)[:, None] * WIDTH + inner[None, :],
                    mask=live[:, None], other=0.0)
    y = tl.sum(total * fade[:, None], axis=0) / tl.sum(weight * fade, axis=0)
    tl.store(out + head * WIDTH + inner, y.to(out.dtype.element_ty))
