"""Runs the plan: point after point, each on disk before the next, stoppable at any moment."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timezone

from harness import drift
from harness.bench import Bench
from harness.errors import EXIT_BROKEN_OFF, MeasureError, Unsupported, first_line
from harness.experiment import Experiment
from harness.order import SENTINEL, scheduled
from harness.point import BASE_SECONDS, Point
from harness.store import Store

SENTINEL_SECONDS = BASE_SECONDS + 0.2


@dataclass
class Report:
    """What a run did: numbers of points, and each point it skipped with the reason.

    `failed` counts those among the skipped that failed without anyone having foreseen it.
    """

    measured: int = 0
    out_of_time: int = 0
    failed: int = 0
    skipped: list[tuple[Point, str]] = field(default_factory=list)
    drift: dict | None = None


@dataclass(frozen=True)
class _Failure:
    reason: str
    unforeseen: bool


class Runner:
    """Measures points of these experiments on a bench into a store, telling `say` about it."""

    def __init__(self, store: Store, bench: Bench, experiments: list[Experiment], seed: int,
                 describe, say=print, clock=time.monotonic):
        self._store = store
        self._bench = bench
        self._experiments = {e.name: e for e in experiments}
        self._seed = seed
        self._describe = describe
        self._say = say
        self._clock = clock

    def run(self, points: list[Point], budget_s: float) -> Report:
        """Measures the points in random order until they or the seconds are used up."""
        began, date = self._clock(), datetime.now(timezone.utc).strftime("%Y-%m-%d")
        number, report = self._store.next_run(), Report()
        order = scheduled(points, self._seed, number, SENTINEL_SECONDS)
        try:
            for place, point in enumerate(order, start=1):
                reserve = 0.0 if point.experiment == SENTINEL else SENTINEL_SECONDS
                if self._clock() - began + point.seconds + reserve > budget_s:
                    report.out_of_time += point.experiment != SENTINEL
                    continue
                failure = self._measure(point, f"[{place}/{len(order)}]")
                if failure is None:
                    report.measured += point.experiment != SENTINEL
                    continue
                report.skipped.append((point, failure.reason))
                report.failed += failure.unforeseen
                if not self._device_works():
                    raise MeasureError(
                        f"the CUDA context is lost since {point.label} ({failure.reason}): run "
                        f"the same command again to resume", EXIT_BROKEN_OFF)
        finally:
            self._close(report, number, date, self._clock() - began)
        return report

    def _measure(self, point: Point, place: str) -> _Failure | None:
        """Measures and stores one point; None when that went well."""
        began = self._clock()
        try:
            outcome = self._experiments[point.experiment].measure(point, self._bench)
        except Unsupported as fault:
            self._say(f"{place} {point.label}: skipped: {fault}")
            return _Failure(str(fault), unforeseen=False)
        except MeasureError:
            raise
        except Exception as fault:  # whatever torch or triton throws costs this point, not the run
            reason = f"{type(fault).__name__}: {first_line(fault)}"
            self._say(f"{place} {point.label}: failed: {reason}")
            return _Failure(reason, unforeseen=True)
        finally:
            if self._bench.has_device:
                self._release()
        self._store.add(point, outcome)
        self._say(f"{place} {point.label}: {outcome.time_us_p50:.5g} us, {outcome.power_w:.4g} W, "
                  f"{outcome.sm_clock_mhz:.0f} MHz, {outcome.temp_c:.0f} C "
                  f"({self._clock() - began:.1f} s)")
        return None

    def _device_works(self) -> bool:
        return not self._bench.has_device or self._bench.device.works()

    def _release(self) -> None:
        try:
            self._bench.device.release()
        except RuntimeError as fault:
            # A lost context fails here too, and the check after a failed point ends the run.
            self._say(f"memory could not be released: {first_line(fault)}")

    def _close(self, report: Report, number: int, date: str, seconds: float) -> None:
        sentinels = [r for r in self._store.rows(SENTINEL) if r["pass"] == str(number)]
        report.drift = drift.sentinel_drift(sentinels)
        self._store.write_skipped(report.skipped)
        self._store.write_machine(self._describe(self._bench), {
            "run": number, "date": date, "seed": self._seed, "seconds": round(seconds, 1),
            "window_s": self._bench.pace.window_s, "points_measured": report.measured,
            "points_skipped": len(report.skipped), "drift": report.drift})
