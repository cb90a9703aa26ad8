"""Runs the server's steps: pure decode as a CUDA graph per batch size, anything else eagerly."""

from __future__ import annotations

import torch

from kernels.decoder import Chunk, Decoder, Rows
from serving.policies import StepPlan


class Engine:
    """A decoder of `slots` sequences of at most `capacity` tokens, greedy.

    The step for b sequences runs the graph of the next power of two; the rows beyond b work on a
    slot that belongs to nobody.
    """

    def __init__(self, decoder: Decoder, slots: int, capacity: int, device):
        self._decoder = decoder
        self._spare = slots
        self._capacity = capacity
        self._device = device
        self._newest = torch.zeros(slots + 1, dtype=torch.int64, device=device.kind)
        self._graphs = {}
        size = 1
        while size < 2 * slots:
            self._graphs[size] = self._capture(min(size, slots))
            size *= 2

    def run(self, plan: StepPlan) -> None:
        """Runs the step and brings its tokens to the host, as a server that streams them must."""
        if plan.prefills:
            tokens = self._mixed(plan)
        else:
            tokens = self._decode(plan)
        tokens.tolist()

    def _decode(self, plan: StepPlan) -> torch.Tensor:
        size = 1
        while size < len(plan.decodes):
            size *= 2
        slots, positions, tokens, replay = self._graphs[size]
        padding = slots.shape[0] - len(plan.decodes)
        slots.copy_(self._tensor([r.slot for r in plan.decodes] + [self._spare] * padding))
        positions.copy_(self._tensor([r.context for r in plan.decodes] + [0] * padding))
        replay()
        return tokens[:len(plan.decodes)]

    def _mixed(self, plan: StepPlan) -> torch.Tensor:
        slots = [r.slot for r in plan.decodes]
        positions = [r.context for r in plan.decodes]
        chunks = []
        for prefill in plan.prefills:
            request, count = prefill.request, prefill.count
            slots += [request.slot] * count
            positions += range(request.context, request.context + count)
            chunks.append(Chunk(request.slot, request.context, count))
        rows = Rows(self._tensor(slots), self._tensor(positions), len(plan.decodes),
                    self._capacity, tuple(chunks))
        # Prompts have no words here: any token does.
        tokens = self._newest[rows.slots]
        drawn = self._decoder(tokens, rows).argmax(dim=-1)
        writers = torch.cat((rows.slots[:rows.decoding],
                             self._tensor([chunk.slot for chunk in chunks])))
        self._newest[writers] = drawn
        return drawn

    def _capture(self, size: int):
        """(slots, positions, tokens, replay) of the decode step for `size` sequences."""
        device = self._device.kind
        slots = torch.full((size,), self._spare, dtype=torch.int64, device=device)
        positions = torch.zeros(size, dtype=torch.int64, device=device)
        tokens = torch.zeros(size, dtype=torch.int64, device=device)
        rows = Rows(slots, positions, size, self._capacity)

        def step():
            drawn = self._decoder(self._newest[slots], rows).argmax(dim=-1)
            self._newest[slots] = drawn
            tokens.copy_(drawn)

        step()
        self._device.synchronize()
        return slots, positions, tokens, self._device.capture(step)

    def _tensor(self, values: list[int]) -> torch.Tensor:
        return torch.tensor(values, dtype=torch.int64).to(self._device.kind)
