"""A thread that watches the energy counter while the main thread keeps the GPU at work.

The counter steps every 20 to 100 ms, so a difference between two arbitrary readings is off by up
to a step at either end. The recorder notes the moment of every step instead; energy and time are
then taken from step to step, with the same load running before the first and after the last.
"""

from __future__ import annotations

import threading
import time

from harness.errors import EXIT_BROKEN_OFF, MeasureError
from harness.meter import DeviceState

POLL_S = 0.001
# After a step the next is not looked for until this share of the shortest period seen has passed:
# polling all the time would steal the interpreter from a load that is bound by its host.
REST_SHARE = 0.7
STATE_PERIOD_S = 0.25
STALL_S = 5.0


class Recorder:
    """Counter steps and device states while its block runs: use as a context manager.

    Steps in the first `lead_s` seconds are passed over: the counter tells of a load late.
    """

    def __init__(self, meter, lead_s: float = 0.0, clock=time.perf_counter):
        self._meter = meter
        self._lead_s = lead_s
        self._clock = clock
        self._steps: list[tuple[float, float]] = []
        self._states: list[DeviceState] = []
        self._shortest_s = 0.0
        self._fault: Exception | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="energy recorder", daemon=True)

    def __enter__(self) -> "Recorder":
        self._began = self._clock()
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def steps(self) -> list[tuple[float, float]]:
        """(seconds, joule) at each step of the counter so far."""
        return list(self._steps)

    def span_s(self) -> float:
        """Seconds from the first step to the last; raises where the counter stands still."""
        if self._fault is not None:
            raise MeasureError(f"the meter stopped answering ({self._fault}); run again to resume",
                               EXIT_BROKEN_OFF)
        last = self._steps[-1][0] if self._steps else self._began
        if self._clock() - last > STALL_S:
            raise MeasureError(
                f"the energy counter has not moved for {STALL_S:.0f} s; this driver may not "
                f"support it: see what `nvidia-smi -q -d POWER` says", EXIT_BROKEN_OFF)
        return self._steps[-1][0] - self._steps[0][0] if self._steps else 0.0

    def wait_for_step(self) -> float:
        """Returns the moment of the next step of the counter."""
        known = len(self._steps)
        while len(self._steps) == known:
            self.span_s()
            time.sleep(POLL_S)
        return self._steps[known][0]

    def energy(self) -> tuple[float, float]:
        """(joule, seconds) between the first and the last step."""
        return between_steps(self.steps)

    def mean_state(self) -> DeviceState:
        """The mean of the states seen, the first and the last of the window among them."""
        states = list(self._states)
        count = len(states)
        return DeviceState(sum(s.sm_clock_mhz for s in states) / count,
                           sum(s.mem_clock_mhz for s in states) / count,
                           sum(s.temp_c for s in states) / count)

    def _watch(self) -> None:
        try:
            self._states.append(self._meter.state())
            state_due = self._clock() + STATE_PERIOD_S
            reading = self._meter.energy_j()
            while not self._stopping.is_set():
                now, latest = self._clock(), self._meter.energy_j()
                if latest != reading:
                    reading = latest
                    self._note_step(now, latest)
                    if now >= state_due:
                        self._states.append(self._meter.state())
                        state_due = now + STATE_PERIOD_S
                    self._stopping.wait(REST_SHARE * self._shortest_s)
                else:
                    self._stopping.wait(POLL_S)
            self._states.append(self._meter.state())
        except Exception as fault:  # handed to the main thread, which can end the run
            self._fault = fault

    def _note_step(self, now: float, joule: float) -> None:
        if self._steps:
            gap = now - self._steps[-1][0]
            self._shortest_s = min(self._shortest_s, gap) if self._shortest_s else gap
        if now - self._began >= self._lead_s:
            self._steps.append((now, joule))


def between_steps(steps: list[tuple[float, float]]) -> tuple[float, float]:
    """(joule, seconds) from the first step to the last."""
    if len(steps) < 2:
        raise ValueError("a window needs two steps of the energy counter")
    (begin, first), (end, last) = steps[0], steps[-1]
    if not (end > begin and last > first):
        raise ValueError("the energy counter ran backwards")
    return last - first, end - begin
