#!/usr/bin/env python3
"""Measures time and energy of the work of LLM inference on one NVIDIA GPU, into CSV files.

Start with `--plan`; see calibration/README.md for the files and their columns.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from experiments.registry import EXPERIMENTS, NAMES, SENTINEL
from harness import gpu, plan
from harness.bench import Bench
from harness.errors import EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, MeasureError
from harness.runner import Runner
from harness.store import Store

DEFAULT_MINUTES = 45.0
# For --plan, which asks no GPU: the memory of an H100 as it is sold.
DEFAULT_MEMORY_GB = 80.0


def main(arguments: list[str]) -> int:
    """Runs the program; returns its exit code, and has printed one line where that is not 0."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if options.self_test:
            from selftest import self_test
            return self_test()
        chosen = chosen_experiments(options.only)
        if options.minutes <= 0:
            raise MeasureError("--minutes must be more than 0", EXIT_USAGE)
        if options.plan:
            return show_plan(chosen, options)
        if options.out is None:
            raise MeasureError("--out DIR is missing: where shall the CSV files go?", EXIT_USAGE)
        return run(chosen, options)
    except MeasureError as error:
        print(f"measure: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("measure: stopped; run the same command again to resume", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of --plan has seen enough: the interpreter's own flush at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="measure.py", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="exit codes: 0 done, 1 broken off (resume by running again), 2 usage, "
               "3 no usable GPU or torch, 4 cannot write, 130 interrupted")
    found.add_argument("--out", type=Path, metavar="DIR",
                       help="folder for the results; points already in it are skipped")
    found.add_argument("--only", metavar="NAME,...",
                       help="these experiments only: " + ", ".join(NAMES))
    found.add_argument("--minutes", type=float, default=DEFAULT_MINUTES, metavar="M",
                       help="time to spend; the least important points are dropped to fit "
                            "(default %(default)g)")
    found.add_argument("--seed", type=int, default=1,
                       help="of the order of points (default %(default)s)")
    found.add_argument("--gpu", type=int, metavar="INDEX",
                       help="which GPU, counted as nvidia-smi does (default: the first visible)")
    found.add_argument("--memory-gb", type=float, default=DEFAULT_MEMORY_GB, metavar="GB",
                       help="GPU memory that --plan assumes (default %(default)g)")
    found.add_argument("--plan", action="store_true",
                       help="print every point with its estimated time; needs no GPU")
    found.add_argument("--self-test", action="store_true",
                       help="run everything on the processor with a pretended meter")
    return found


def chosen_experiments(only: str | None):
    """The experiments that --only names, in their usual order."""
    if only is None:
        return EXPERIMENTS
    names = [name.strip() for name in only.split(",") if name.strip()]
    for name in names:
        if name not in NAMES:
            raise MeasureError(f"--only: there is no experiment {name!r}; there are "
                               + ", ".join(NAMES), EXIT_USAGE)
    if not names:
        raise MeasureError("--only names no experiment; there are " + ", ".join(NAMES), EXIT_USAGE)
    return [experiment for experiment in EXPERIMENTS if experiment.name in names]


def show_plan(chosen, options) -> int:
    """Prints the points, the sum, and what does not fit the memory or the minutes."""
    built = plan.build(chosen, False, int(options.memory_gb * 1e9), options.seed)
    kept, dropped = plan.fit(built.points, options.minutes * 60, options.seed)
    for experiment in chosen:
        own = [p for p in kept if p.experiment == experiment.name]
        print(f"{experiment.name}: {len(own)} points, "
              f"{sum(p.seconds for p in own) / 60:.1f} minutes")
        for p in own:
            again = "" if p.pass_number == 1 else f" pass={p.pass_number}"
            print(f"  {p.seconds:5.1f} s  {p.label}{again}")
    for p in built.too_big:
        print(f"does not fit {options.memory_gb:g} GB: {p.label} "
              f"({p.memory_bytes / 1e9:.0f} GB)")
    print_dropped(dropped, options.minutes)
    print(f"sum: {len(kept)} points, {plan.total_seconds(kept) / 60:.1f} minutes, "
          f"sentinels and start-up included; {len(built.too_big)} do not fit the memory")
    return EXIT_OK


def run(chosen, options) -> int:
    """Measures what is missing in --out, as much as fits the minutes."""
    meter, driver = gpu.open_gpu(options.gpu)
    gpu.require_torch()
    store = Store(options.out, EXPERIMENTS + [SENTINEL])
    for complaint in store.complaints:
        print(f"measure: {complaint}; its point is measured again", file=sys.stderr)
    facts = gpu.describe(meter, driver)
    at_start = meter.describe()
    if at_start["compute_processes_at_start"]:
        print("measure: another program holds this GPU: its energy will be counted too",
              file=sys.stderr)
    memory = at_start["memory_total_bytes"] or int(DEFAULT_MEMORY_GB * 1e9)
    built = plan.build(chosen, False, memory, options.seed)
    for p in built.too_big:
        print(f"does not fit this GPU's memory: {p.label}")
    missing = [p for p in built.points if not store.is_done(p)]
    if not missing:
        print(f"nothing to do: all {len(built.points)} points are in {options.out}")
        return EXIT_OK
    kept, dropped = plan.fit(missing, options.minutes * 60, options.seed)
    if not kept:
        raise MeasureError(f"--minutes {options.minutes:g} is too short for a single point: "
                           f"starting up alone takes half a minute", EXIT_USAGE)
    print_dropped(dropped, options.minutes)
    print(f"{len(built.points) - len(missing)} points are there, measuring {len(kept)} in about "
          f"{plan.total_seconds(kept) / 60:.1f} minutes", flush=True)
    runner = Runner(store, Bench(gpu.make_device, meter, say=say), EXPERIMENTS + [SENTINEL],
                    options.seed, facts, say)
    report = runner.run(kept, options.minutes * 60)
    left = len(dropped) + report.out_of_time
    print(f"measured {report.measured} points, skipped {len(report.skipped)} (see skipped.csv), "
          f"{left} left for another run")
    if report.drift is not None:
        print(f"drift over the run: power {report.drift['power_percent']} %, "
              f"time {report.drift['time_percent']} %")
    return EXIT_OK


def print_dropped(dropped, minutes: float) -> None:
    for p in dropped:
        print(f"dropped to fit {minutes:g} minutes: {p.label} pass={p.pass_number}")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
