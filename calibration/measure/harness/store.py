"""A run's output folder: one CSV per experiment, side files, skipped.csv and machine.json."""

from __future__ import annotations

import json
from pathlib import Path

from harness import drift, schema
from harness.errors import EXIT_CANNOT_WRITE, MeasureError
from harness.experiment import Experiment, Measurement
from harness.order import SENTINEL
from harness.point import Point
from harness.results import ResultFile, cannot_write, write_whole

SKIPPED_HEADER = "experiment,pass,point,reason"


class Store:
    """Reads what the folder holds and appends to it; `complaints` says what was unsound."""

    def __init__(self, folder: Path, experiments: list[Experiment]):
        self.folder = folder
        self._prepare_folder()
        self._experiments = {e.name: e for e in experiments}
        self._files, self._side_files, self._rows = {}, {}, {}
        self.complaints: list[str] = []
        for experiment in experiments:
            self._open(experiment)

    def is_done(self, point: Point) -> bool:
        width = 1 + len(point.values)
        return any(row[1:1 + width] == point.key for row in self._rows[point.experiment])

    def next_run(self) -> int:
        """1 for the first run into this folder, then one more each time."""
        runs = [run["run"] for run in self.machine().get("runs", [])]
        passes = [int(row["pass"]) for row in self.rows(SENTINEL)]
        return max(runs + passes, default=0) + 1

    def add(self, point: Point, outcome: Measurement) -> None:
        """Writes a point's rows; its own row last, for that is what marks it as done."""
        experiment = self._experiments[point.experiment]
        if outcome.side_rows:
            lead = (experiment.name,) + point.key
            self._side_files[experiment.name].append([lead + r for r in outcome.side_rows])
        row = experiment.row(point, outcome)
        self._files[experiment.name].append([row])
        self._rows[experiment.name].append(tuple(schema.cell(value) for value in row))

    def rows(self, experiment: str) -> list[dict[str, str]]:
        """The sound rows of an experiment's file by column name."""
        columns = self._experiments[experiment].columns
        return [dict(zip(columns, row)) for row in self._rows[experiment]]

    def pairs(self) -> list[tuple[dict[str, str], dict[str, str]]]:
        """First and second pass of every point that has both."""
        found = []
        for name, experiment in self._experiments.items():
            if name == SENTINEL:
                continue
            key = lambda row: tuple(row[column] for column in experiment.keys)
            first = {key(row): row for row in self.rows(name) if row["pass"] == "1"}
            found += [(first[key(row)], row) for row in self.rows(name)
                      if row["pass"] == "2" and key(row) in first]
        return found

    def write_skipped(self, skipped: list[tuple[Point, str]]) -> None:
        """What could not be measured in the latest run, and why; commas become semicolons."""
        lines = [SKIPPED_HEADER]
        for point, reason in skipped:
            label = point.label.split(" ", 1)[1]
            text = " ".join(reason.split()).replace(",", ";").replace('"', "'")
            lines.append(f"{point.experiment},{point.pass_number},{label},{text}")
        write_whole(self.folder / "skipped.csv", "\n".join(lines) + "\n")

    def machine(self) -> dict:
        """machine.json as it stands; empty before the first run."""
        path = self.folder / "machine.json"
        if not path.exists():
            return {}
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if all(isinstance(run["run"], int) for run in document.get("runs", [])):
                return document
            raise ValueError("a run has no number")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise MeasureError(f"{path}: cannot be read ({error}); move it away to go on",
                               EXIT_CANNOT_WRITE) from error

    def write_machine(self, facts: dict, run: dict) -> None:
        """Writes the machine's facts, with this run added to the list of runs."""
        runs = [r for r in self.machine().get("runs", []) if r["run"] != run["run"]] + [run]
        document = {"schema": schema.VERSION, **facts, "runs": runs,
                    "repeatability": drift.repeatability(self.pairs())}
        write_whole(self.folder / "machine.json", json.dumps(document, indent=2) + "\n")

    def _open(self, experiment: Experiment) -> None:
        width = 1 + len(experiment.keys)
        file = ResultFile(self.folder / f"{experiment.name}.csv", experiment.columns, width,
                          len(schema.RESULT_COLUMNS))
        rows, complaints = file.load()
        self._files[experiment.name], self._rows[experiment.name] = file, rows
        self.complaints += complaints
        if experiment.side_file is not None:
            self._open_side_file(experiment, width, {file.key(row) for row in rows})

    def _open_side_file(self, experiment: Experiment, width: int, done: set) -> None:
        side = experiment.side_file
        columns = ("experiment", "pass") + experiment.keys + side.columns
        # A side row is told from its neighbours by its first own column.
        file = ResultFile(self.folder / f"{side.name}.csv", columns, width + 1, len(side.columns))
        rows, complaints = file.load()
        self.complaints += complaints
        # Rows of a point that was cut off before its own row was written will come again.
        kept = [row for row in rows if row[1:1 + width] in done]
        if len(kept) != len(rows):
            file.replace(kept)
        self._side_files[experiment.name] = file

    def _prepare_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / ".writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise cannot_write(self.folder, error) from error
