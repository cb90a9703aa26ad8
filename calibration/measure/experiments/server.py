"""A toy server with real arrivals on the decoder's steps: a trace to validate against."""

from __future__ import annotations

import math

from harness.experiment import Experiment, Measurement, SideFile
from harness.percentile import percentile
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, TINY_DECODER
from serving.policies import POLICIES
from serving.requests import ROW_COLUMNS, Workload, generate

NAME = "server"
SLOTS = 64
# Requests a second, and how many requests; at an infinite rate all are there from the start.
LOADS = ((4.0, 60), (16.0, 240), (math.inf, 192))
TINY_LOADS = ((200.0, 6),)
TINY = {"prompt_median": 12.0, "prompt_range": (4, 16), "output_range": (3, 6)}
SEED = 1
KEYS = ("policy", "rate_per_s", "requests")
INFO = ("attention", "completed", "duration_s", "prompt_tokens", "output_tokens")


def points(tiny: bool) -> list[Point]:
    shape, slots = (TINY_DECODER, 4) if tiny else (LLAMA_8B, SLOTS)
    memory = 2 * shape.weights + (slots + 1) * _capacity(Workload(1, 1.0)) \
        * shape.kv_bytes_per_token * 1.1
    return [point(NAME, 4.0, 1, memory, measured_s=_seconds(rate, requests), policy=policy,
                  rate_per_s=rate, requests=requests, repeatable=False)
            for policy in POLICIES for rate, requests in (TINY_LOADS if tiny else LOADS)]


def measure(point: Point, bench) -> Measurement:
    """Energy from before the first arrival to after the last token, of the whole run.

    `repeats` counts engine steps, the times are theirs.
    """
    import torch
    from kernels.attention import choose_decode_attention
    from kernels.decoder import Decoder
    from kernels.styles import make_style
    from serving.engine import Engine
    from serving.loop import serve

    shape, slots = (TINY_DECODER, 4) if bench.tiny else (LLAMA_8B, SLOTS)
    extra = TINY if bench.tiny else {}
    workload = Workload(point["requests"], point["rate_per_s"], **extra)
    capacity = _capacity(workload)
    with torch.inference_mode():
        attend = choose_decode_attention(shape, slots, capacity, bench, contiguous=False)
        decoder = Decoder(shape, slots + 1, capacity, make_style("fused", bench.device.kind),
                          attend, bench.device.kind)
        engine = Engine(decoder, slots, capacity, bench.device)
        make_policy = POLICIES[point["policy"]]
        # A run before the run: the first launch of each kernel is slow, in eager steps too.
        first = Workload(slots, math.inf, workload.prompt_median, workload.prompt_spread,
                         workload.prompt_range, (2, 3))
        serve(generate(first, SEED + 1), make_policy(slots), engine, slots)
        requests = generate(workload, SEED)
        with bench.recording() as recorder:
            recorder.wait_for_step()
            steps = serve(requests, make_policy(slots), engine, slots)
            recorder.wait_for_step()
    return _outcome(requests, steps, recorder, attend.impl)


def _outcome(requests, steps: list[float], recorder, attention: str) -> Measurement:
    joule, seconds = recorder.energy()
    state = recorder.mean_state()
    return Measurement(
        repeats=len(steps), time_us_p50=percentile(steps, 0.50) * 1e6,
        time_us_p95=percentile(steps, 0.95) * 1e6, energy_j=joule, power_w=joule / seconds,
        sm_clock_mhz=state.sm_clock_mhz, mem_clock_mhz=state.mem_clock_mhz, temp_c=state.temp_c,
        info={"attention": attention, "completed": sum(1 for r in requests if r.done),
              "duration_s": seconds, "prompt_tokens": sum(r.prompt_tokens for r in requests),
              "output_tokens": sum(r.output_tokens for r in requests)},
        side_rows=tuple((r.number,) + r.row() for r in requests))


def _capacity(workload: Workload) -> int:
    """A static batch pads to the longest prompt and decodes to the longest answer."""
    return workload.prompt_range[1] + workload.output_range[1]


def _seconds(rate: float, requests: int) -> float:
    """Arrivals at their rate, then the last answers; 12 requests a second when all come at once."""
    return (requests / rate if math.isfinite(rate) else requests / 12) + 6.0


EXPERIMENT = Experiment(NAME, KEYS, INFO, points, measure,
                        SideFile("server_requests", ("request",) + ROW_COLUMNS))
