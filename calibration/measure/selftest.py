"""The self-test: the whole pipeline on the processor, with a pretended meter and tiny shapes.

Two rounds. The first needs no torch: every load is a short sleep. The second runs the real
loads. Each is interrupted, its files are damaged, and it is resumed.
"""

from __future__ import annotations

import importlib.util
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from experiments.registry import EXPERIMENTS, SENTINEL
from harness import plan, schema
from harness.bench import Bench, Pace
from harness.device import HostDevice
from harness.errors import EXIT_BROKEN_OFF, EXIT_OK, MeasureError
from harness.experiment import Experiment
from harness.gpu import describe
from harness.meter import FakeMeter
from harness.percentile import percentile
from harness.runner import Report, Runner
from harness.store import Store

PACE = Pace(window_s=0.05, warm_up_s=0.005, lead_s=0.01, batch_s=0.001)
MEMORY_BYTES = 80 * 10 ** 9
SEED = 1
# How far the median power of all points may be off. A single short window on a busy machine can
# be further off: its thread may be late at either end.
POWER_TOLERANCE = 0.1
INTERRUPTED_AFTER = 12


def self_test() -> int:
    """Runs both rounds; raises MeasureError at the first thing that is wrong."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="measure-self-test-") as folder:
        count = _round(Path(folder) / "hollow", [_hollow(e) for e in EXPERIMENTS + [SENTINEL]])
        print(f"without torch: {count} points planned, interrupted, resumed and read back")
        if importlib.util.find_spec("torch") is None:
            print("skipped: torch is not installed")
            return EXIT_OK
        import torch
        # Tiny shapes gain nothing from threads, which on a busy machine wait for one another.
        torch.set_num_threads(1)
        count = _round(Path(folder) / "real", EXPERIMENTS + [SENTINEL])
        print(f"with torch: {count} points measured on the processor")
    print(f"self-test passed in {time.monotonic() - began:.0f} s")
    return EXIT_OK


def _round(folder: Path, experiments: list[Experiment]) -> int:
    """Interrupts a run, damages its files, resumes it; returns the number of points."""
    points = plan.build([e for e in experiments if e.name != SENTINEL.name], True, MEMORY_BYTES,
                        SEED).points
    _require(len(points) > INTERRUPTED_AFTER, "the tiny plan is too small to interrupt")
    try:
        _run(folder, _all_interrupted(experiments), points)
        raise MeasureError("self-test: the interruption did not come through", EXIT_BROKEN_OFF)
    except KeyboardInterrupt:
        pass
    _damage(folder, experiments)
    store, report = _run(folder, experiments, points)
    _require(len(store.complaints) == 2, f"two damaged lines, reported: {store.complaints}")
    _require(report.failed == 0, f"points failed: {report.skipped}")
    _check_files(folder, experiments, points, {_name(p) for p, _ in report.skipped})
    left = [p for p in points if not Store(folder, experiments).is_done(p)]
    _require(len(left) == len(report.skipped), "a finished run still has points to measure")
    return len(points)


def _run(folder: Path, experiments: list[Experiment], points) -> tuple[Store, Report]:
    store, meter = Store(folder, experiments), FakeMeter()
    bench = Bench(HostDevice, meter, PACE, tiny=True, say=_silent)
    runner = Runner(store, bench, experiments, SEED, describe(meter, None), say=_silent)
    missing = [p for p in points if not store.is_done(p)]
    return store, runner.run(missing, budget_s=3600.0)


def _check_files(folder: Path, experiments, points, skipped: set) -> None:
    powers = []
    for experiment in experiments:
        path = folder / f"{experiment.name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines()
        _require(lines[0] == ",".join(experiment.columns), f"{path.name}: wrong header")
        rows = [dict(zip(experiment.columns, line.split(","))) for line in lines[1:]]
        for row in rows:
            _check_row(path.name, row)
            powers.append(float(row["power_w"]))
        keys = [tuple(row[c] for c in ("pass",) + experiment.keys) for row in rows]
        _require(len(keys) == len(set(keys)), f"{path.name}: a point is there twice")
        if experiment.name != SENTINEL.name:
            wanted = {p.key for p in points
                      if p.experiment == experiment.name and _name(p) not in skipped}
            _require(set(keys) == wanted, f"{path.name}: {len(keys)} points of {len(wanted)}")
        else:
            _require({("1", "start"), ("2", "start"), ("2", "middle"), ("2", "end")} <= set(keys),
                     f"{path.name}: sentinels are missing: {keys}")
        if experiment.side_file is not None:
            _check_side_file(folder, experiment, rows)
    off = abs(percentile(powers, 0.5) / FakeMeter.POWER_W - 1)
    _require(off < POWER_TOLERANCE, f"the median power is off by {off:.0%}")
    machine = json.loads((folder / "machine.json").read_text(encoding="utf-8"))
    _require(machine["schema"] == schema.VERSION, "machine.json: wrong schema")
    _require([run["run"] for run in machine["runs"]] == [1, 2], "machine.json: two runs expected")
    _require(machine["runs"][1]["drift"]["sentinels"] == 3, "machine.json: no drift")
    _require(machine["repeatability"]["points"] > 0, "machine.json: no repeated points")


def _check_row(name: str, row: dict[str, str]) -> None:
    _require(all(row.values()), f"{name}: an empty cell in {row}")
    _require(float(row["energy_j"]) > 0, f"{name}: no energy in {row}")
    _require(float(row["power_w"]) > 0, f"{name}: no power in {row}")
    _require(int(row["repeats"]) >= 1, f"{name}: no repeats in {row}")
    _require(float(row["time_us_p50"]) <= float(row["time_us_p95"]), f"{name}: p50 > p95 in {row}")


def _check_side_file(folder: Path, experiment: Experiment, rows) -> None:
    path = folder / f"{experiment.side_file.name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = sum(int(row["requests"]) for row in rows)
    _require(len(lines) - 1 == wanted, f"{path.name}: {len(lines) - 1} rows of {wanted}")
    _require(len(set(lines)) == len(lines), f"{path.name}: a row is there twice")


def _damage(folder: Path, experiments) -> None:
    """Spoils a number in one line and cuts another short, as a full disk or a kill would."""
    path = max((folder / f"{e.name}.csv" for e in experiments if e.name != SENTINEL.name),
               key=lambda p: len(p.read_bytes().splitlines()) if p.exists() else 0)
    lines = path.read_text(encoding="utf-8").splitlines()
    _require(len(lines) >= 3, f"{path.name}: too few rows to damage")
    cells = lines[1].split(",")
    cells[-1] = "oops"
    lines[1], lines[-1] = ",".join(cells), lines[-1][:len(lines[-1]) // 2]
    path.write_text("\n".join(lines), encoding="utf-8")


def _all_interrupted(experiments: list[Experiment]) -> list[Experiment]:
    """The experiments, of which the thirteenth measurement is interrupted from the keyboard."""
    calls = [0]
    return [_interrupted(experiment, calls) for experiment in experiments]


def _interrupted(experiment: Experiment, calls: list[int]) -> Experiment:
    def measure(point, bench):
        calls[0] += 1
        if calls[0] > INTERRUPTED_AFTER:
            raise KeyboardInterrupt
        return experiment.measure(point, bench)

    return replace(experiment, measure=measure)


def _hollow(experiment: Experiment) -> Experiment:
    """The experiment with its plan and columns, and a short sleep for its load."""
    def measure(point, bench):
        outcome = bench.steady(lambda: time.sleep(0.0005),
                               info={name: 0 for name in experiment.info})
        if experiment.side_file is None:
            return outcome
        width = len(experiment.side_file.columns) - 1
        rows = tuple((number,) + (1.0,) * width for number in range(point["requests"]))
        return replace(outcome, side_rows=rows)

    return replace(experiment, measure=measure)


def _name(point) -> tuple:
    return (point.experiment,) + point.key


def _silent(text: str) -> None:
    pass


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise MeasureError(f"self-test: {message}", EXIT_BROKEN_OFF)
