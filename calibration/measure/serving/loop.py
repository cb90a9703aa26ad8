"""The server's loop: admits what has arrived, runs the step its policy plans, notes the times."""

from __future__ import annotations

import time
from collections import deque

from serving.policies import StepPlan
from serving.requests import Request


def serve(requests: list[Request], policy, engine, slots: int, clock=time.perf_counter,
          sleep=time.sleep) -> list[float]:
    """Serves all requests, each admitted when its moment has come; returns each step's seconds.

    `engine.run(plan)` returns when the step's tokens are known to the host.
    """
    coming, waiting, running = deque(requests), deque(), []
    free, steps, began = list(range(slots)), [], clock()
    held: list[Request] = []
    while coming or waiting or running:
        now = clock() - began
        while coming and coming[0].arrival_s <= now:
            waiting.append(coming.popleft())
        plan = policy.plan(waiting, running)
        if plan is None:
            sleep(max(0.0, coming[0].arrival_s - (clock() - began)))
            continue
        for prefill in plan.prefills:
            if prefill.request.slot < 0:
                prefill.request.slot = free.pop()
                running.append(prefill.request)
        step_began = clock()
        engine.run(plan)
        now = clock() - began
        steps.append(clock() - step_began)
        _note(plan, now)
        held += [r for r in running if r.done]
        running = [r for r in running if not r.done]
        free += [r.slot for r in held if not policy.keeps(r)]
        held = [r for r in held if policy.keeps(r)]
    return steps


def _note(plan: StepPlan, now: float) -> None:
    """Moves every request of the step on by what the step did."""
    for request in plan.decodes:
        request.context += 1
        if not request.done:
            request.token_times_s.append(now)
    for prefill in plan.prefills:
        prefill.request.context += prefill.count
        prefill.request.to_prefill -= prefill.count
        if not prefill.request.to_prefill:
            prefill.request.token_times_s.append(now)
