"""Streaming through memory: how power splits into a floor, a busy floor and joule per byte."""

from __future__ import annotations

import time

from harness.experiment import Experiment, Measurement
from harness.point import Point, point

NAME = "hbm_stream"
DUTIES = (25, 50, 75, 100)
DATA = ("zeros", "random", "weights")
OPERATIONS = ("copy", "read", "write")
# Long against a launch and a host's wake-up, short against a step of the energy counter.
PERIOD_S = 0.020
BUFFER_BYTES = 1 << 30
TINY_BUFFER_BYTES = 1 << 16
# Standard deviation of the weights of a trained model's linear maps, in order of magnitude.
WEIGHT_SCALE = 0.02


def points(tiny: bool) -> list[Point]:
    memory = 2 * BUFFER_BYTES
    duties, data = (DUTIES[1:2], DATA[:2]) if tiny else (DUTIES, DATA)
    found = [point(NAME, 0.3, 1, memory, operation="copy", data="zeros", duty_percent=0)]
    found += [point(NAME, 0.3, 1, memory, operation="copy", data=d, duty_percent=duty)
              for duty in duties for d in data]
    found += [point(NAME, 0.3, 2, memory, operation=operation, data=d, duty_percent=100)
              for operation in OPERATIONS[1:] for d in data]
    return found


def measure(point: Point, bench) -> Measurement:
    """Bursts of passes over a buffer far larger than the cache, then a pause, every 20 ms.

    A launch is one period; its time is the busy part of it.
    """
    device = bench.device
    burst_s = PERIOD_S * point["duty_percent"] / 100 * (0.1 if bench.tiny else 1.0)
    run_pass, pass_bytes = _pass(point["operation"], point["data"], bench)
    passes = max(1, round(burst_s / _seconds(run_pass, device))) if burst_s else 0

    def burst():
        for _ in range(passes):
            run_pass()

    info = {"bytes": passes * pass_bytes}
    if point["duty_percent"] == 100:
        return bench.steady(burst, capture=False, info=info)
    busy_us: list[float] = []
    period_s = PERIOD_S * (0.1 if bench.tiny else 1.0)
    due = [time.perf_counter()]

    def period():
        begin = device.stamp()
        burst()
        end = device.stamp()
        device.wait(end)
        busy_us.append(device.elapsed_us(begin, end) if passes else 0.0)
        # A late period is not made up for: the next would be busier than asked.
        due[0] = max(due[0] + period_s, time.perf_counter())
        time.sleep(max(0.0, due[0] - time.perf_counter()))

    return bench.steady(period, capture=False, info=info, busy_us=busy_us)


def _pass(operation: str, data: str, bench):
    """(one pass, bytes it moves): read counts bytes read, write bytes written, copy both."""
    import torch
    from kernels.tensors import fill_normal, fill_random_bits

    size = TINY_BUFFER_BYTES if bench.tiny else BUFFER_BYTES
    source = torch.zeros(size // 2, dtype=torch.bfloat16, device=bench.device.kind)
    if data == "random":
        fill_random_bits(source)
    elif data == "weights":
        fill_normal(source, WEIGHT_SCALE)
    target = torch.empty_like(source)
    if operation == "copy":
        return lambda: target.copy_(source), 2 * size
    if operation == "read":
        words = source.view(torch.int32)
        return lambda: words.amax(), size
    # One kilobyte of the data, spread over the whole buffer: it is read from the cache.
    row = source[:512].clone()
    rows = target.view(-1, 512)
    return lambda: rows.copy_(row.expand_as(rows)), size


def _seconds(run_pass, device) -> float:
    for repeats in (2, 10):
        began = time.perf_counter()
        for _ in range(repeats):
            run_pass()
        device.synchronize()
    return (time.perf_counter() - began) / 10


EXPERIMENT = Experiment(NAME, ("operation", "data", "duty_percent"), ("bytes",), points, measure)
