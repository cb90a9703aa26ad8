"""An append-only CSV file of results that survives being killed at any moment."""

from __future__ import annotations

import math
import os
from pathlib import Path

from harness.errors import EXIT_CANNOT_WRITE, MeasureError
from harness.schema import cell


class ResultFile:
    """One CSV file: a header, then a line per row, each on disk before the next point starts.

    The first `key_width` cells after the experiment's name, the pass leading, identify a row; the
    last `number_width` cells must be finite numbers.
    """

    def __init__(self, path: Path, columns: tuple[str, ...], key_width: int, number_width: int):
        self.path = path
        self.columns = columns
        self.key_width = key_width
        self.number_width = number_width

    def load(self) -> tuple[list[tuple[str, ...]], list[str]]:
        """The sound rows, and one sentence for each line that is not sound.

        Unsound lines (a write cut short, an edit gone wrong) move to `<name>.rejected`, so that
        the file is whole again and their points are measured anew.
        """
        if not self.path.exists():
            return [], []
        # Split at \n alone: a reader of these files must see the same lines that we count.
        lines = self._text().split("\n")
        torn = lines.pop()
        header = ",".join(self.columns)
        if lines and lines[0] != header:
            raise MeasureError(
                f"{self.path}: its header is not the one this program writes; move the file away "
                f"or choose another --out", EXIT_CANNOT_WRITE)
        rows, seen, rejected, complaints = [], set(), [], []
        for number, line in enumerate(lines[1:], start=2):
            cells = tuple(line.split(","))
            fault = self._fault(cells, seen)
            if fault is None:
                rows.append(cells)
                seen.add(self.key(cells))
            else:
                rejected.append(line)
                complaints.append(self._complaint(number, fault))
        if torn:
            rejected.append(torn)
            complaints.append(self._complaint(len(lines) + 1, "the line was cut short"))
        if rejected:
            self._set_aside(rejected)
            self.replace(rows)
        return rows, complaints

    def key(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        return cells[1:1 + self.key_width]

    def append(self, rows: list[tuple]) -> None:
        """Adds rows and waits until they are on disk."""
        text = "".join(",".join(cell(value) for value in row) + "\n" for row in rows)
        try:
            fresh = not self.path.exists() or self.path.stat().st_size == 0
            with open(self.path, "a", encoding="utf-8", newline="\n") as file:
                if fresh:
                    file.write(",".join(self.columns) + "\n")
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise cannot_write(self.path, error) from error

    def replace(self, rows: list[tuple[str, ...]]) -> None:
        """Rewrites the file with these rows; a reader sees the old file or the new one."""
        lines = [",".join(self.columns)] + [",".join(row) for row in rows]
        write_whole(self.path, "\n".join(lines) + "\n")

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise MeasureError(f"cannot read {self.path}: {error.strerror or error}; choose "
                               f"another --out", EXIT_CANNOT_WRITE) from error

    def _fault(self, cells: tuple[str, ...], seen: set) -> str | None:
        if len(cells) != len(self.columns):
            return f"{len(cells)} cells where {len(self.columns)} belong"
        if not cells[1].isdigit():
            return f"pass is {cells[1]!r}, not a number"
        first_number = len(cells) - self.number_width
        for name, text in zip(self.columns[first_number:], cells[first_number:]):
            if not _is_finite_number(text):
                return f"{name} is {text!r}, not a number"
        if self.key(cells) in seen:
            return "the point is there already"
        return None

    def _complaint(self, number: int, fault: str) -> str:
        return f"{self.path.name}:{number}: {fault}; moved to {self.path.name}.rejected"

    def _set_aside(self, lines: list[str]) -> None:
        aside = self.path.with_name(self.path.name + ".rejected")
        try:
            with open(aside, "a", encoding="utf-8", newline="\n") as file:
                file.writelines(line + "\n" for line in lines)
        except OSError as error:
            raise cannot_write(aside, error) from error


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that it is never seen half written."""
    draft = path.with_name(path.name + ".new")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> MeasureError:
    return MeasureError(f"cannot write {path}: {error.strerror or error}; choose another --out",
                        EXIT_CANNOT_WRITE)


def _is_finite_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
