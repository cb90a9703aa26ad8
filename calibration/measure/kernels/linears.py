"""Linear maps of a decoder layer in several weight formats, as inference libraries run them.

The int8 map follows LLM.int8 (Dettmers et al., arXiv 2208.07339) and the nf4 map QLoRA (arXiv
2305.14314), pass by pass as bitsandbytes makes them, written in plain torch.
"""

from __future__ import annotations

import torch

from kernels.tensors import normal

# LLM.int8: a column with a magnitude above 6 is an outlier and stays in 16 bits; about one in a
# thousand is (arXiv 2208.07339, section 3).
OUTLIER_THRESHOLD = 6.0
OUTLIER_SHARE = 0.001
OUTLIER_VALUE = 20.0
# NormalFloat4: the sixteen values of arXiv 2305.14314, appendix E, and its block of 64 weights.
NF4_VALUES = (-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453,
              -0.28444138169288635, -0.18477343022823334, -0.09105003625154495, 0.0,
              0.07958029955625534, 0.16093020141124725, 0.24611230194568634,
              0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
              0.7229568362236023, 1.0)
NF4_BLOCK = 64
# torch._int_mm refuses 16 rows and fewer, and tensor cores work in tiles of 16.
INT_MM_ROWS = 32


class DenseLinear:
    """y = x W^T with W [n,k] in the activations' own type."""

    def __init__(self, n: int, k: int, dtype: torch.dtype, device: str):
        # Outputs of unit variance from inputs of unit variance: activations stay finite.
        self.weight = normal((n, k), dtype, device, k ** -0.5)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return torch.mm(x, self.weight.t())

    def added_to(self, residual: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        """residual + x W^T in one kernel."""
        return torch.addmm(residual, x, self.weight.t())


class OutlierInt8Linear:
    """LLM.int8: int8 product of the ordinary columns, 16-bit product of the outlier columns.

    The columns are found anew in each call, and their number comes back to the host: a call
    cannot be part of a CUDA graph.
    """

    def __init__(self, n: int, k: int, device: str):
        weight = normal((n, k), torch.float32, device, k ** -0.5)
        self._scales = weight.abs().amax(dim=1) / 127
        self._weight = (weight / self._scales[:, None]).round_().to(torch.int8)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        outliers = (x.abs() > OUTLIER_THRESHOLD).any(dim=0).nonzero().view(-1)
        ordinary = x.index_fill(1, outliers, 0.0)
        scales = ordinary.abs().amax(dim=1).float().clamp_min(1e-12) / 127
        quantised = (ordinary.float() / scales[:, None]).round_().to(torch.int8)
        padding = max(0, INT_MM_ROWS - x.shape[0])
        padded = torch.nn.functional.pad(quantised, (0, 0, 0, padding))
        product = torch._int_mm(padded, self._weight.t())[:x.shape[0]]
        y = (product.float() * scales[:, None] * self._scales).to(x.dtype)
        if outliers.numel():
            columns = self._weight[:, outliers].float() * self._scales[:, None]
            y = torch.addmm(y, x[:, outliers], columns.to(x.dtype).t())
        return y

    def added_to(self, residual: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return residual + self(x)


class Nf4Linear:
    """nf4: each call looks the weights up in a table of sixteen, then multiplies in 16 bits."""

    def __init__(self, n: int, k: int, dtype: torch.dtype, device: str):
        self._shape = (n, k)
        self._codes = torch.randint(0, 256, (n * k // 2,), dtype=torch.uint8, device=device)
        # The codes are uniform here: their mean square is 0.27, hence 1.9 for unit variance.
        self._scales = normal((n * k // NF4_BLOCK, 1), dtype, device, 0.1).add_(1.9).mul_(k ** -0.5)
        table = torch.tensor(NF4_VALUES, dtype=dtype, device=device)
        # A byte holds two codes: a table of pairs widens both with one look-up.
        self._pairs = torch.stack((table.repeat_interleave(16), table.repeat(16)), dim=1)

    def widened(self) -> torch.Tensor:
        """The weight in 16 bits: the dequantisation pass."""
        values = torch.nn.functional.embedding(self._codes.int(), self._pairs)
        return (values.view(-1, NF4_BLOCK) * self._scales).view(self._shape)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        return torch.mm(x, self.widened().t())

    def added_to(self, residual: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        return residual + self(x)


def activation_dtype(weight_format: str) -> torch.dtype:
    """What the activations of a format are: bitsandbytes computes int8 in half precision."""
    return {"fp32": torch.float32, "llm_int8": torch.float16}.get(weight_format, torch.bfloat16)


def make_linear(weight_format: str, n: int, k: int, device: str):
    """A linear map of random weights in one of FORMATS."""
    dtype = activation_dtype(weight_format)
    if weight_format == "llm_int8":
        return OutlierInt8Linear(n, k, device)
    if weight_format == "nf4":
        return Nf4Linear(n, k, dtype, device)
    return DenseLinear(n, k, dtype, device)


def with_outliers(x: torch.Tensor) -> torch.Tensor:
    """Plants outlier columns into x, in place: normal data alone has none above 6."""
    count = max(1, round(OUTLIER_SHARE * x.shape[1]))
    x[:, :: x.shape[1] // count][:, :count] = OUTLIER_VALUE
    return x
