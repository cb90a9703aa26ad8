"""What an experiment measures with: a device, a meter, and the loop that holds a load steady."""

from __future__ import annotations

import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass

from harness.experiment import Measurement
from harness.percentile import percentile
from harness.recorder import Recorder

# Batches in flight beyond the one running: enough to hide the host, few enough to stop quickly.
DEPTH = 4
MAX_LAUNCHES_PER_BATCH = 2048


@dataclass(frozen=True)
class Pace:
    """How long things take: the window, the warm-up before it, the batch one time sample covers.

    `lead_s` is for how long a load runs before the energy counter is believed to know of it: two
    steps of an H100's counter.
    """

    window_s: float = 2.0
    warm_up_s: float = 0.4
    lead_s: float = 0.2
    batch_s: float = 0.002


class Bench:
    """Measures loads on one device with one meter. The device is created when first asked for."""

    def __init__(self, make_device, meter, pace: Pace = Pace(), tiny: bool = False, say=print):
        self._make_device = make_device
        self._device = None
        self.meter = meter
        self.pace = pace
        self.tiny = tiny
        self._say = say
        self._notes: set[str] = set()

    @property
    def device(self):
        if self._device is None:
            self._device = self._make_device()
        return self._device

    @property
    def has_device(self) -> bool:
        return self._device is not None

    def note(self, text: str) -> None:
        """Tells the person at the terminal, once."""
        if text not in self._notes:
            self._notes.add(text)
            self._say(f"note: {text}")

    @contextmanager
    def recording(self):
        """A recorder that runs for the length of the block."""
        with Recorder(self.meter, self.pace.lead_s) as recorder:
            yield recorder

    def steady(self, launch, rotation: int = 1, capture: bool = True, info: dict | None = None,
               busy_us: list[float] | None = None) -> Measurement:
        """Measures `launch`, repeated for at least the window with nothing in between.

        `launch` enqueues one launch and returns. With `capture`, a batch of launches becomes one
        CUDA graph, so that the host's own time stays out; a batch is then a multiple of
        `rotation`, the number of buffer sets that `launch` cycles through. `busy_us`, if given,
        is a list to which `launch` itself appends its time, for launches that include a pause.
        """
        device = self.device
        seconds = self._warm_up(launch)
        count = batch_size(seconds, self.pace.batch_s, rotation if capture else 1)

        def body():
            for _ in range(count):
                launch()

        replay = device.capture(body) if capture else body
        replay()
        device.synchronize()
        if busy_us is not None:
            busy_us.clear()
        samples, launches, wall_s, recorder = self._hold(replay, count)
        times = busy_us if busy_us is not None else samples
        return self._outcome(recorder, launches, times, wall_s / launches, info)

    def still(self, settle_s: float, info: dict | None = None) -> Measurement:
        """Measures the device with nothing running, after `settle_s` of quiet.

        A launch is then the whole window: `repeats` is 1, the times are the window's length.
        """
        time.sleep(settle_s)
        with self.recording() as recorder:
            while recorder.span_s() < self.pace.window_s:
                time.sleep(self.pace.batch_s)
        _, seconds = recorder.energy()
        return self._outcome(recorder, 1, [seconds * 1e6], seconds, info)

    def _hold(self, replay, count: int):
        """Keeps the load running until the counter's steps span the window."""
        device, pending, samples, launches = self.device, deque(), [], 0

        def collect():
            begin, end = pending.popleft()
            device.wait(end)
            samples.append(device.elapsed_us(begin, end) / count)

        with self.recording() as recorder:
            started = time.perf_counter()
            while recorder.span_s() < self.pace.window_s:
                begin = device.stamp()
                replay()
                pending.append((begin, device.stamp()))
                launches += count
                if len(pending) > DEPTH:
                    collect()
            while pending:
                collect()
            wall_s = time.perf_counter() - started
        return samples, launches, wall_s, recorder

    def _warm_up(self, launch) -> float:
        """Runs the load for the warm-up time; returns seconds per launch, first launch excluded."""
        launch()
        self.device.synchronize()
        started, count, seconds = time.perf_counter(), 1, 0.0
        while time.perf_counter() - started < self.pace.warm_up_s:
            began = time.perf_counter()
            for _ in range(count):
                launch()
            self.device.synchronize()
            seconds = (time.perf_counter() - began) / count
            if seconds * count < self.pace.warm_up_s / 8:
                count *= 2
        return max(seconds, 1e-7)

    def _outcome(self, recorder: Recorder, launches: int, times_us: list[float],
                 launch_s: float, info: dict | None) -> Measurement:
        joule, seconds = recorder.energy()
        state, power_w = recorder.mean_state(), joule / seconds
        return Measurement(
            repeats=launches,
            time_us_p50=percentile(times_us, 0.50),
            time_us_p95=percentile(times_us, 0.95),
            energy_j=power_w * launch_s,
            power_w=power_w,
            sm_clock_mhz=state.sm_clock_mhz,
            mem_clock_mhz=state.mem_clock_mhz,
            temp_c=state.temp_c,
            info=dict(info or {}))


def batch_size(launch_s: float, batch_s: float, rotation: int) -> int:
    """How many launches make a batch of about `batch_s`: a multiple of `rotation`."""
    wanted = min(max(1, round(batch_s / launch_s)), MAX_LAUNCHES_PER_BATCH)
    return max(1, -(-wanted // rotation)) * rotation
