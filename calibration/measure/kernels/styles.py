"""Two ways to write what lies between the matrix products of a layer.

`plain` is how a model library writes it, an operation a kernel: several kernels for a norm or a
rotary embedding. `fused` is how a serving engine writes it, one kernel each, where triton and
torch have one.
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional

from kernels import triton_support

NORM_EPSILON = 1e-5


class PlainStyle:
    """One operation a kernel."""

    name = "plain"

    def norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        wide = x.float()
        wide = wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + NORM_EPSILON)
        return weight * wide.to(x.dtype)

    def add_product(self, residual: torch.Tensor, linear, x: torch.Tensor) -> torch.Tensor:
        return residual + linear(x)

    def gate(self, gate_up: torch.Tensor) -> torch.Tensor:
        gate, up = gate_up.chunk(2, dim=-1)
        return functional.silu(gate) * up

    def rotate_and_store(self, qkv, rotary, rows, cache, heads: int) -> torch.Tensor:
        """Rotated queries [tokens, heads, head_dim]; keys and values go to the cache."""
        kv_heads, head_dim = cache.keys.shape[1], cache.keys.shape[3]
        qkv = qkv.view(qkv.shape[0], -1, head_dim)
        cosines = rotary.cosines[rows.positions].unsqueeze(1)
        sines = rotary.sines[rows.positions].unsqueeze(1)
        turned = _rotated(qkv[:, :heads + kv_heads], cosines, sines)
        cache.keys[rows.slots, :, rows.positions] = turned[:, heads:]
        cache.values[rows.slots, :, rows.positions] = qkv[:, heads + kv_heads:]
        return turned[:, :heads].contiguous()


class FusedStyle(PlainStyle):
    """One kernel a step, with what torch alone offers where triton is missing."""

    def __init__(self, device: str):
        self._triton = triton_support.available(device)
        self.name = "fused" if self._triton else "fused_without_triton"

    def norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return functional.rms_norm(x, (x.shape[-1],), weight, NORM_EPSILON)

    def add_product(self, residual: torch.Tensor, linear, x: torch.Tensor) -> torch.Tensor:
        return linear.added_to(residual, x)

    def gate(self, gate_up: torch.Tensor) -> torch.Tensor:
        if not self._triton:
            return super().gate(gate_up)
        from kernels import triton_rows
        return triton_rows.gate(gate_up)

    def rotate_and_store(self, qkv, rotary, rows, cache, heads: int) -> torch.Tensor:
        if not self._triton:
            return super().rotate_and_store(qkv, rotary, rows, cache, heads)
        from kernels import triton_rows
        return triton_rows.rotate_and_store(qkv, rotary.cosines, rotary.sines, rows.slots,
                                            rows.positions, cache.keys, cache.values, heads)


def make_style(name: str, device: str):
    """The style called `fused` or `plain`."""
    return FusedStyle(device) if name == "fused" else PlainStyle()


def _rotated(x: torch.Tensor, cosines: torch.Tensor, sines: torch.Tensor) -> torch.Tensor:
    low, high = x.float().chunk(2, dim=-1)
    return torch.cat((low * cosines - high * sines, high * cosines + low * sines), -1).to(x.dtype)
