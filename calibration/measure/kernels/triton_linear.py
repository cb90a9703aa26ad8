"""A weight-only int8 matrix product: int8 weights are widened in registers, computed in 16 bits."""

from __future__ import annotations

import torch
import triton
import triton.language as tl

# (rows, columns, depth) of a program's tile: narrow for few tokens, square for many.
TILES = ((16, 32, 256), (64, 64, 64), (128, 128, 64))


def weight_only_int8(x: torch.Tensor, weight: torch.Tensor, scales: torch.Tensor,
                     tile: tuple[int, int, int]) -> torch.Tensor:
    """x [m,k] times the transpose of weight [n,k] int8, times scales [n]; in x's type."""
    (m, k), n = x.shape, weight.shape[0]
    rows, columns, depth = tile
    out = torch.empty((m, n), dtype=x.dtype, device=x.device)
    grid = (triton.cdiv(n, columns), triton.cdiv(m, rows))
    _product[grid](x, weight, scales, out, m, n, k, ROWS=rows, COLUMNS=columns, DEPTH=depth)
    return out


@triton.jit
def _product(x, weight, scales, out, m, n, k,
             ROWS: tl.constexpr, COLUMNS: tl.constexpr, DEPTH: tl.constexpr):
    columns = tl.program_id(0) * COLUMNS + tl.arange(0, COLUMNS)
    rows = (tl.program_id(1) * ROWS + tl.arange(0, ROWS)).to(tl.int64)
    wide = columns.to(tl.int64)
    total = tl.zeros((ROWS, COLUMNS), dtype=tl.float32)
    for start in range(0, k, DEPTH):
        inner = start + tl.arange(0, DEPTH)
        a = tl.load(x + rows[:, None] * k + inner[None, :],
                    mask=(rows[:, None] < m) & (inner[None, :] < k), other=0.0)
        b = tl.load(weight + wide[None, :] * k + inner[:, None],
                    mask=(columns[None, :] < n) & (inner[:, None] < k), other=0)
        total += tl.dot(a, b.to(a.dtype))
    total *= tl.load(scales + columns, mask=columns < n, other=0.0).to(tl.float32)[None, :]
    tl.store(out + rows[:, None] * n + wide[None, :], total.to(out.dtype.element_ty),
             mask=(rows[:, None] < m) & (columns[None, :] < n))
