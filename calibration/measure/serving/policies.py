"""Batching policies of the toy server: what the next step holds. No torch here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from serving.requests import Request


@dataclass(frozen=True)
class Prefill:
    """The next `count` prompt tokens of a request."""

    request: Request
    count: int


@dataclass(frozen=True)
class StepPlan:
    """A step: prompt tokens to prefill, and requests that write one token each."""

    prefills: tuple[Prefill, ...] = ()
    decodes: tuple[Request, ...] = ()


class StaticBatching:
    """Takes what waits, pads it to the longest prompt, and takes nothing more until all is done.

    Finished requests keep their place and go on computing: that is what padding costs.
    """

    def __init__(self, slots: int):
        self._slots = slots
        self._batch: list[Request] = []

    def plan(self, waiting: deque[Request], running: list[Request]) -> StepPlan | None:
        if running:
            return StepPlan(decodes=tuple(self._batch))
        if not waiting:
            return None
        self._batch = _admit(waiting, self._slots)
        longest = max(request.prompt_tokens for request in self._batch)
        for request in self._batch:
            request.to_prefill = longest
        return StepPlan(prefills=tuple(Prefill(r, longest) for r in self._batch))

    def keeps(self, request: Request) -> bool:
        """Whether a finished request must keep its slot."""
        return any(not other.done for other in self._batch)


class ContinuousBatching:
    """Whole prompts first, as many as the token budget takes; in between all write a token."""

    TOKEN_BUDGET = 2048

    def __init__(self, slots: int):
        self._slots = slots

    def plan(self, waiting: deque[Request], running: list[Request]) -> StepPlan | None:
        free = self._slots - len(running)
        if waiting and free:
            admitted, tokens = [], 0
            while waiting and len(admitted) < free:
                tokens += waiting[0].prompt_tokens
                if admitted and tokens > self.TOKEN_BUDGET:
                    break
                admitted += _admit(waiting, 1)
            return StepPlan(prefills=tuple(Prefill(r, r.to_prefill) for r in admitted))
        return StepPlan(decodes=tuple(running)) if running else None

    def keeps(self, request: Request) -> bool:
        return False


class ChunkedBatching:
    """Every step lets all running requests write and fills what is left of a budget with prompt."""

    TOKEN_BUDGET = 512

    def __init__(self, slots: int):
        self._slots = slots

    def plan(self, waiting: deque[Request], running: list[Request]) -> StepPlan | None:
        decodes = tuple(r for r in running if not r.to_prefill)
        started = [r for r in running if r.to_prefill]
        left, prefills, places = self.TOKEN_BUDGET - len(decodes), [], self._slots - len(running)
        while left > 0 and (started or (waiting and places)):
            if started:
                request = started.pop(0)
            else:
                request, places = _admit(waiting, 1)[0], places - 1
            count = min(left, request.to_prefill)
            prefills.append(Prefill(request, count))
            left -= count
        return StepPlan(tuple(prefills), decodes) if prefills or decodes else None

    def keeps(self, request: Request) -> bool:
        return False


POLICIES = {"static": StaticBatching, "continuous": ContinuousBatching, "chunked": ChunkedBatching}


def _admit(waiting: deque[Request], most: int) -> list[Request]:
    admitted = []
    while waiting and len(admitted) < most:
        request = waiting.popleft()
        request.to_prefill = request.prompt_tokens
        admitted.append(request)
    return admitted
