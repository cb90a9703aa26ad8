"""One thing to measure: an experiment's name, the values of its point columns, what it costs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.schema import cell

# Seconds that every point spends besides its own preparation: 0.4 s of warm-up, 0.2 s until the
# energy counter knows of the load, and 2 s of window between two of its steps (0.1 s on an H100).
BASE_SECONDS = 2.8


@dataclass(frozen=True)
class Point:
    """A point of the plan.

    `values` pairs each key column with its value. `seconds` is the estimated total, `priority` 1
    is dropped last and 3 first, `memory_bytes` is what the point allocates on the GPU.
    `before_context` marks points that must run before this process creates a CUDA context.
    """

    experiment: str
    values: tuple[tuple[str, object], ...]
    seconds: float
    priority: int = 2
    memory_bytes: int = 0
    before_context: bool = False
    repeatable: bool = True
    pass_number: int = 1

    def __getitem__(self, column: str):
        for name, value in self.values:
            if name == column:
                return value
        raise KeyError(f"point of {self.experiment} has no column {column}")

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the point in its CSV: pass number and key columns, as written there."""
        return (cell(self.pass_number),) + tuple(cell(value) for _, value in self.values)

    @property
    def label(self) -> str:
        """The point on one line, for people."""
        return f"{self.experiment} " + " ".join(f"{n}={cell(v)}" for n, v in self.values)

    def again(self, pass_number: int) -> "Point":
        """The same point as a later pass: a repeat is the first thing a short plan gives up."""
        return replace(self, pass_number=pass_number, priority=3)


def point(experiment: str, preparation_s: float, priority: int = 2, memory_bytes: int = 0,
          measured_s: float = BASE_SECONDS, before_context: bool = False,
          repeatable: bool = True, **values) -> Point:
    """A point whose estimate is its preparation plus the measured time; values in column order."""
    return Point(experiment, tuple(values.items()), preparation_s + measured_s, priority,
                 int(memory_bytes), before_context, repeatable)
