"""What an experiment is to the machinery: a name, its columns, a plan and a measurement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

from harness import schema
from harness.point import Point


@dataclass(frozen=True)
class Measurement:
    """The outcome of one point, in the units of the result columns.

    `repeats` counts launches in the window, `energy_j` is for one launch unless the experiment
    says otherwise. `info` holds the experiment's info columns. `side_rows` go to its side file.
    """

    repeats: int
    time_us_p50: float
    time_us_p95: float
    energy_j: float
    power_w: float
    sm_clock_mhz: float
    mem_clock_mhz: float
    temp_c: float
    info: dict = field(default_factory=dict)
    side_rows: tuple[tuple, ...] = ()


@dataclass(frozen=True)
class SideFile:
    """A second CSV beside an experiment's own: rows begin with the key of their point."""

    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Experiment:
    """`points(tiny)` lists the plan without torch; `measure(point, bench)` runs one point."""

    name: str
    keys: tuple[str, ...]
    info: tuple[str, ...]
    points: Callable[[bool], list[Point]]
    measure: Callable[[Point, object], Measurement]
    side_file: SideFile | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return schema.columns(self.keys, self.info)

    def row(self, point: Point, outcome: Measurement) -> tuple:
        """The cells of one line of the experiment's file."""
        info = tuple(outcome.info[name] for name in self.info)
        result = tuple(getattr(outcome, name) for name in schema.RESULT_COLUMNS)
        return (self.name,) + point.key + info + result
