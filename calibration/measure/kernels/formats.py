"""Quantised matrix products by what torch and triton offer, each way with its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import torch

from kernels import triton_support
from kernels.linears import INT_MM_ROWS
from kernels.tensors import normal

# Largest magnitudes of the 8-bit types: 448 for float8_e4m3fn (OCP 8-bit floating point
# specification), 127 for a symmetric int8.
FP8_MAX = 448.0
INT8_MAX = 127.0
INT4_GROUP = 128


@dataclass(frozen=True)
class QuantisedProduct:
    """Ways to run one product: name -> (buffer number -> launch). `reference` is for buffer 0."""

    ways: dict[str, Callable]
    reference: torch.Tensor
    tolerance: float


def quantise_rows(x: torch.Tensor, dtype: torch.dtype, largest: float):
    """Each row scaled so that its largest magnitude becomes `largest`: (rows, scales)."""
    scales = x.abs().amax(dim=1, keepdim=True).float().clamp_min(1e-12) / largest
    return _cast(x.float() / scales, dtype, largest), scales


def quantise_whole(x: torch.Tensor, dtype: torch.dtype, largest: float):
    """The tensor scaled as one: (tensor, scale)."""
    scale = x.abs().amax().float().clamp_min(1e-12) / largest
    return _cast(x.float() / scale, dtype, largest), scale


def fp8(m: int, n: int, k: int, buffers: int, device: str, per_row: bool) -> QuantisedProduct:
    """8-bit floats on both sides through torch._scaled_mm, one scale per tensor or per row."""
    quantise = quantise_rows if per_row else quantise_whole
    x, x_scale = quantise(normal((m, k), torch.bfloat16, device), torch.float8_e4m3fn, FP8_MAX)
    weights = [quantise(normal((n, k), torch.bfloat16, device), torch.float8_e4m3fn, FP8_MAX)
               for _ in range(buffers)]

    def scaled_mm(number: int):
        weight, scale = weights[number][0].t(), weights[number][1]
        scale = scale.t().contiguous() if per_row else scale
        return lambda: torch._scaled_mm(x, weight, scale_a=x_scale, scale_b=scale,
                                        out_dtype=torch.bfloat16)

    weight, scale = weights[0]
    reference = (x.float() * x_scale) @ (weight.float() * scale).t()
    return QuantisedProduct({"scaled_mm": scaled_mm}, reference, 1e-2)


def int8(m: int, n: int, k: int, buffers: int, device: str) -> QuantisedProduct:
    """8-bit integers on both sides through torch._int_mm, summed in 32 bits."""
    rows = max(m, INT_MM_ROWS)
    x, _ = quantise_rows(normal((rows, k), torch.bfloat16, device), torch.int8, INT8_MAX)
    weights = [_int8_weight(n, k, device)[0] for _ in range(buffers)]
    name = "int_mm" if rows == m else f"int_mm_{rows}_rows"
    return QuantisedProduct({name: lambda number: lambda: torch._int_mm(x, weights[number].t())},
                            x.float() @ weights[0].float().t(), 1e-3)


def int8_weight_only(m: int, n: int, k: int, buffers: int, device: str) -> QuantisedProduct:
    """int8 weights, 16-bit activations: torch's own kernel, triton's, or widen and multiply."""
    x = normal((m, k), torch.bfloat16, device)
    weights = [_int8_weight(n, k, device) for _ in range(buffers)]

    def packed(number: int):
        weight, scales = weights[number][0], weights[number][1].view(-1).to(torch.bfloat16)
        return lambda: torch._weight_int8pack_mm(x, weight, scales)

    def widened(number: int):
        weight, scales = weights[number][0], weights[number][1].to(torch.bfloat16)
        return lambda: x @ (weight.to(torch.bfloat16) * scales).t()

    ways = {"weight_int8pack_mm": packed, "widen_and_mm": widened}
    if triton_support.available(device):
        ways |= _triton_ways(x, weights)
    weight, scales = weights[0]
    return QuantisedProduct(ways, x.float() @ (weight.float() * scales).t(), 2e-2)


def int4_weight_only(m: int, n: int, k: int, buffers: int, device: str) -> QuantisedProduct:
    """int4 weights in groups of 128, 16-bit activations: tinygemm, or widen and multiply."""
    x = normal((m, k), torch.bfloat16, device)
    group = min(INT4_GROUP, k)
    weights = [_int4_weight(n, k, group, device) for _ in range(buffers)]

    def packed(number: int):
        nibbles, scales = weights[number]
        # tinygemm widens as (q - 8) * scale + zero; a symmetric weight has zero 0.
        scales_and_zeros = torch.stack((scales, torch.zeros_like(scales)), dim=-1)
        scales_and_zeros = scales_and_zeros.transpose(0, 1).contiguous()
        tiles = torch._convert_weight_to_int4pack(nibbles, 8)
        return lambda: torch._weight_int4pack_mm(x, tiles, group, scales_and_zeros)

    def widened(number: int):
        return lambda: x @ _widen_int4(*weights[number], group).t()

    reference = x.float() @ _widen_int4(*weights[0], group).float().t()
    return QuantisedProduct({"weight_int4pack_mm": packed, "widen_and_mm": widened},
                            reference, 2e-2)


def quantise_pass(m: int, k: int, buffers: int, device: str, dtype: torch.dtype,
                  largest: float) -> QuantisedProduct:
    """The pass that quantises activations row by row before an 8-bit product."""
    inputs = [normal((m, k), torch.bfloat16, device) for _ in range(buffers)]
    ways = {"torch": lambda number: lambda: quantise_rows(inputs[number], dtype, largest)[0]}
    if triton_support.available(device):
        from kernels import triton_rows
        ways["triton"] = lambda number: (
            lambda: triton_rows.quantise_rows(inputs[number], dtype, largest)[0])
    # A value that falls between two codes may round either way: one step of an 8-bit float.
    return QuantisedProduct(ways, quantise_rows(inputs[0], dtype, largest)[0], 2e-2)


def _triton_ways(x, weights) -> dict[str, Callable]:
    from kernels.triton_linear import TILES, weight_only_int8

    def way(tile):
        return lambda number: lambda: weight_only_int8(x, *weights[number], tile)

    return {f"triton_{'x'.join(map(str, tile))}": way(tile) for tile in TILES}


def _cast(x: torch.Tensor, dtype: torch.dtype, largest: float) -> torch.Tensor:
    x = x.clamp_(-largest, largest)
    return (x if dtype.is_floating_point else x.round_()).to(dtype)


def _int8_weight(n: int, k: int, device: str):
    return quantise_rows(normal((n, k), torch.bfloat16, device), torch.int8, INT8_MAX)


def _int4_weight(n: int, k: int, group: int, device: str):
    """(two values a byte [n, k/2], scales [n, k/group]); a nibble q stands for (q - 8) * scale."""
    w = normal((n, k // group, group), torch.bfloat16, device).float()
    scales = w.abs().amax(dim=2, keepdim=True).clamp_min(1e-12) / 7
    q = (w / scales).round_().add_(8).clamp_(0, 15).to(torch.uint8).view(n, k)
    return (q[:, ::2] << 4 | q[:, 1::2]).contiguous(), scales.squeeze(2).to(torch.bfloat16)


def _widen_int4(nibbles: torch.Tensor, scales: torch.Tensor, group: int) -> torch.Tensor:
    n = nibbles.shape[0]
    q = torch.stack((nibbles >> 4, nibbles & 15), dim=2).view(n, -1, group)
    return ((q.to(torch.bfloat16) - 8) * scales.unsqueeze(2)).view(n, -1)
