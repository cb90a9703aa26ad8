"""Requests of the toy server: when they come, how long they are, when their tokens came out."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field

from harness.percentile import percentile


@dataclass(frozen=True)
class Workload:
    """What the server is asked: `rate_per_s` infinite means all requests at once.

    Prompts are log-normal around their median, answers uniform; both in tokens.
    """

    requests: int
    rate_per_s: float
    prompt_median: float = 384.0
    prompt_spread: float = 0.6
    prompt_range: tuple[int, int] = (32, 1024)
    output_range: tuple[int, int] = (16, 256)


@dataclass
class Request:
    """One request, and how far it has come. Times are seconds since the run began."""

    number: int
    arrival_s: float
    prompt_tokens: int
    output_tokens: int
    slot: int = -1
    # Tokens in the cache, padding included; the answer's newest token is not among them yet.
    context: int = 0
    # Prompt tokens left to prefill.
    to_prefill: int = 0
    token_times_s: list[float] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return len(self.token_times_s) >= self.output_tokens

    def row(self) -> tuple:
        """arrival_s, ttft_s, itl_mean_s, itl_p95_s, e2e_s, prompt_tokens, output_tokens."""
        times = self.token_times_s
        gaps = [b - a for a, b in zip(times, times[1:])]
        return (self.arrival_s, times[0] - self.arrival_s, sum(gaps) / len(gaps),
                percentile(gaps, 0.95), times[-1] - self.arrival_s, self.prompt_tokens,
                self.output_tokens)


ROW_COLUMNS = ("arrival_s", "ttft_s", "itl_mean_s", "itl_p95_s", "e2e_s", "prompt_tokens",
               "output_tokens")


def generate(workload: Workload, seed: int) -> list[Request]:
    """Requests in order of arrival: exponential gaps, so Poisson arrivals."""
    rng, now, found = random.Random(f"workload {seed}"), 0.0, []
    least, most = workload.prompt_range
    for number in range(workload.requests):
        if math.isfinite(workload.rate_per_s):
            now += rng.expovariate(workload.rate_per_s)
        prompt = rng.lognormvariate(math.log(workload.prompt_median), workload.prompt_spread)
        found.append(Request(number, now, min(most, max(least, round(prompt))),
                             rng.randint(*workload.output_range)))
    return found
