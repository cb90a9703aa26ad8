"""Decode attention over a cache of slots, and causal prefill attention, each in several ways."""

from __future__ import annotations

import torch
import torch.nn.functional as functional

from kernels import triton_support
from kernels.choice import fastest
from kernels.tensors import normal

# Sums over thousands of 16-bit values in another order differ by this much (norm over norm).
TOLERANCE = 2e-2


class DecodeAttention:
    """One query per sequence against its context. `impl` names the way it is computed.

    `contiguous` promises that the slots are 0 ... batch-1 and that all contexts are as long as
    the longest: the ways without triton then need no copy and no mask.
    """

    def __init__(self, impl: str, multiprocessors: int = 1, contiguous: bool = False):
        self.impl = impl
        self._multiprocessors = multiprocessors
        self._contiguous = contiguous

    def __call__(self, queries, keys, values, slots, lengths, longest: int) -> torch.Tensor:
        """queries [batch, heads, head_dim]; the same comes back. See triton_attention."""
        if self.impl == "triton":
            from kernels.triton_attention import decode_attention
            return decode_attention(queries, keys, values, slots, lengths, longest,
                                    self._multiprocessors)
        k, v, mask = self._gathered(keys, values, slots, lengths, longest)
        if self.impl == "sdpa":
            mask = None if mask is None else mask[:, None, None, :]
            return functional.scaled_dot_product_attention(
                queries.unsqueeze(2), k, v, attn_mask=mask, enable_gqa=True).squeeze(2)
        return _by_products(queries, k, v, mask)

    def _gathered(self, keys, values, slots, lengths, longest: int):
        if self._contiguous:
            batch = slots.shape[0]
            return keys[:batch, :, :longest], values[:batch, :, :longest], None
        mask = torch.arange(longest, device=lengths.device)[None, :] < lengths[:, None]
        return keys[slots, :, :longest], values[slots, :, :longest], mask


def choose_decode_attention(shape, batch: int, longest: int, bench, contiguous: bool = True):
    """The fastest right way for a batch whose contexts are all `longest`, on scratch data."""
    device = bench.device.kind
    cores = bench.device.describe().get("multiprocessors", 1)
    size = (batch, shape.kv_heads, longest, shape.head_dim)
    keys, values = normal(size, torch.bfloat16, device), normal(size, torch.bfloat16, device)
    queries = normal((batch, shape.heads, shape.head_dim), torch.bfloat16, device)
    slots = torch.arange(batch, device=device)
    lengths = torch.full((batch,), longest, device=device)

    def way(impl: str):
        attend = DecodeAttention(impl, cores, contiguous)
        return impl, lambda: attend(queries, keys, values, slots, lengths, longest)

    names = (["triton"] if triton_support.available(device) else []) + ["sdpa", "products"]
    reference = _by_products(queries.float(), keys.float(), values.float(), None) \
        if longest * batch <= 1 << 16 else way("products")[1]()
    impl = fastest([way(name) for name in names], reference, TOLERANCE, bench)
    return DecodeAttention(impl, cores, contiguous)


def causal_attention(queries, keys, values) -> torch.Tensor:
    """Attention of a chunk's tokens to everything up to themselves.

    queries [tokens, heads, head_dim] are the last tokens of keys and values
    [kv_heads, context, head_dim]. Returns [tokens, heads, head_dim].
    """
    q = queries.transpose(0, 1).unsqueeze(0)
    k, v = keys.unsqueeze(0), values.unsqueeze(0)
    if q.shape[2] == k.shape[2]:
        out = functional.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
    else:
        from torch.nn.attention.bias import causal_lower_right
        mask = causal_lower_right(q.shape[2], k.shape[2])
        out = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask, enable_gqa=True)
    return out.squeeze(0).transpose(0, 1)


def _by_products(queries, keys, values, mask) -> torch.Tensor:
    """Two batched matrix products and a softmax, a group of query heads to a key-value head."""
    batch, heads, head_dim = queries.shape
    kv_heads = keys.shape[1]
    q = queries.view(batch, kv_heads, heads // kv_heads, head_dim)
    scores = torch.matmul(q, keys.transpose(2, 3)).float() * head_dim ** -0.5
    if mask is not None:
        scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
    weights = torch.softmax(scores, dim=-1).to(values.dtype)
    return torch.matmul(weights, values).view(batch, heads, head_dim)
