"""Ways to draw the next token from logits [batch, vocabulary], as engines do it in torch."""

from __future__ import annotations

import torch

TOP_K = 50
TOP_P = 0.9
PENALTY = 1.1
# Tokens that a sequence has seen and that are penalised: a prompt and part of an answer.
SEEN_TOKENS = 512


class Sampler:
    """One sampling method on float32 logits; `seen` [batch, vocabulary] marks penalised tokens."""

    def __init__(self, method: str, batch: int, vocab: int, device: str):
        self._sample = getattr(self, f"_{method}")
        seen = torch.randint(0, vocab, (batch, min(SEEN_TOKENS, vocab)), device=device)
        self._seen = torch.zeros((batch, vocab), dtype=torch.bool, device=device)
        self._seen.scatter_(1, seen, True)

    def __call__(self, logits: torch.Tensor) -> torch.Tensor:
        """A token for each row."""
        return self._sample(logits.float())

    def _argmax(self, logits):
        return logits.argmax(dim=-1)

    def _draw(self, logits):
        """Softmax, then the largest of probability over exponential noise: an exact draw."""
        probabilities = torch.softmax(logits, dim=-1)
        noise = torch.empty_like(probabilities).exponential_()
        return (probabilities / noise).argmax(dim=-1)

    def _sort(self, logits):
        """The sort alone, and the first of it."""
        return torch.sort(logits, dim=-1, descending=True)[1][:, 0]

    def _top_k(self, logits):
        least = torch.topk(logits, min(TOP_K, logits.shape[-1]), dim=-1)[0][:, -1:]
        return self._draw(logits.masked_fill(logits < least, float("-inf")))

    def _top_p(self, logits):
        ordered, order = torch.sort(logits, dim=-1)
        below = torch.softmax(ordered, dim=-1).cumsum(dim=-1)
        cut = below <= 1 - TOP_P
        cut[:, -1] = False  # the likeliest token always stays
        kept = ordered.masked_fill(cut, float("-inf"))
        return self._draw(torch.empty_like(kept).scatter_(-1, order, kept))

    def _penalised(self, logits):
        changed = torch.where(logits > 0, logits / PENALTY, logits * PENALTY)
        return torch.where(self._seen, changed, logits)

    def _penalties(self, logits):
        return self._penalised(logits).argmax(dim=-1)

    def _engine(self, logits):
        """Repetition penalty, then top-k and top-p by one sort of the whole vocabulary."""
        ordered, order = torch.sort(self._penalised(logits), dim=-1)
        least = ordered[:, -min(TOP_K, logits.shape[-1])][:, None]
        ordered = ordered.masked_fill(ordered < least, float("-inf"))
        cut = torch.softmax(ordered, dim=-1).cumsum(dim=-1) <= 1 - TOP_P
        cut[:, -1] = False
        kept = ordered.masked_fill(cut, float("-inf"))
        return self._draw(torch.empty_like(kept).scatter_(-1, order, kept))
