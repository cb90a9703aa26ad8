"""Random tensors, and sets of buffers that are larger than the L2 cache."""

from __future__ import annotations

import itertools

import torch

# Buffers that a load cycles through add up to this many times the L2 cache: a weight is then read
# from memory each time, as in a model, where the other layers come in between.
L2_MULTIPLE = 4
MAX_BUFFERS = 64
# Elements drawn afresh; larger tensors repeat them. 128 MB at 16 bits: the cache holds no period.
DRAWN = 1 << 26


def normal(shape, dtype, device: str, scale: float = 1.0) -> torch.Tensor:
    """Normally distributed values of standard deviation `scale`."""
    tensor = torch.empty(shape, dtype=dtype, device=device)
    return fill_normal(tensor, scale)


def fill_normal(tensor: torch.Tensor, scale: float = 1.0) -> torch.Tensor:
    flat = tensor.view(-1)
    flat[:DRAWN].normal_(0.0, scale)
    return _repeat_head(flat, tensor)


def fill_random_bits(tensor: torch.Tensor) -> torch.Tensor:
    """Uniformly random bytes: the most toggling that a bus can see."""
    flat = tensor.view(torch.uint8).view(-1)
    flat[:DRAWN].random_(0, 256)
    return _repeat_head(flat, tensor)


def buffers_needed(nbytes: int, l2_bytes: int) -> int:
    """How many buffers of `nbytes` to cycle through so that none is still in the cache."""
    return min(MAX_BUFFERS, max(2, -(-L2_MULTIPLE * l2_bytes // max(1, nbytes))))


def cycled(items):
    """A function that returns the items in turn, for ever."""
    turn = itertools.cycle(items)
    return lambda: next(turn)


def _repeat_head(flat: torch.Tensor, tensor: torch.Tensor) -> torch.Tensor:
    for start in range(DRAWN, flat.numel(), DRAWN):
        piece = flat[start:start + DRAWN]
        piece.copy_(flat[:piece.numel()])
    return tensor
