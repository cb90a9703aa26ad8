"""The feed-forward of a mixture of experts: routing, and the grouped matrix products."""

from __future__ import annotations

import torch

from kernels.shapes import ExpertShape
from kernels.tensors import normal

# The popularity of the r-th expert under skewed routing goes as r to the minus this: Zipf's law.
ZIPF_EXPONENT = 1.0


class Routing:
    """Which tokens go to which experts: rows sorted by expert, each token `chosen` times."""

    def __init__(self, shape: ExpertShape, tokens: int, skewed: bool, device: str):
        rank = torch.arange(1, shape.experts + 1, device=device, dtype=torch.float32)
        favour = -ZIPF_EXPONENT * rank.log() if skewed else torch.zeros_like(rank)
        # The largest of log-weight plus Gumbel noise: a draw without replacement.
        noise = -torch.empty((tokens, shape.experts), device=device).exponential_().log()
        picks = (favour + noise).topk(shape.chosen, dim=-1)[1].view(-1)
        order = picks.argsort(stable=True)
        counts = torch.bincount(picks, minlength=shape.experts)
        self.token_of_row = order // shape.chosen
        self.offsets = counts.cumsum(0).to(torch.int32)
        self.counts = counts.tolist()

    @property
    def active(self) -> int:
        """Experts with at least one token."""
        return sum(1 for count in self.counts if count)

    @property
    def busiest(self) -> int:
        """Tokens of the busiest expert."""
        return max(self.counts)


class Experts:
    """All experts' weights, and the two ways to run tokens through them."""

    def __init__(self, shape: ExpertShape, device: str):
        self._shape = shape
        e, h, f = shape.experts, shape.hidden, shape.ffn
        self._gate_up = normal((e, 2 * f, h), torch.bfloat16, device, h ** -0.5).transpose(1, 2)
        self._down = normal((e, h, f), torch.bfloat16, device, f ** -0.5).transpose(1, 2)

    def run(self, way: str, x: torch.Tensor, routing: Routing) -> torch.Tensor:
        """x [tokens, hidden] through its experts and summed; `way` is `grouped_mm` or `loop`."""
        product = getattr(self, f"_{way}")
        rows = x[routing.token_of_row]
        gate, up = product(rows, self._gate_up, routing).chunk(2, dim=-1)
        out = product(torch.nn.functional.silu(gate) * up, self._down, routing)
        return torch.zeros_like(x).index_add_(0, routing.token_of_row, out)

    def _grouped_mm(self, rows, weights, routing: Routing):
        return torch._grouped_mm(rows, weights, offs=routing.offsets)

    def _loop(self, rows, weights, routing: Routing):
        parts = [torch.mm(part, weights[expert])
                 for expert, part in enumerate(rows.split(routing.counts)) if part.shape[0]]
        return torch.cat(parts)
