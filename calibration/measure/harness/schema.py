"""The CSV schema that measuring programs and their readers share: calibration/README.md."""

from __future__ import annotations

VERSION = 1

# What follows the point columns in every file.
RESULT_COLUMNS = ("repeats", "time_us_p50", "time_us_p95", "energy_j", "power_w",
                  "sm_clock_mhz", "mem_clock_mhz", "temp_c")


def cell(value) -> str:
    """A value as a CSV cell: six significant digits for a float, no separators in a text."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.6g}"
    text = str(value)
    if any(c in text for c in ",\"\r\n") or text != text.strip():
        raise ValueError(f"{text!r} cannot be a cell: it holds a comma, a quote or a line break")
    return text


def columns(keys: tuple[str, ...], info: tuple[str, ...]) -> tuple[str, ...]:
    """All columns of an experiment's file. `keys` identify a point, `info` describe its outcome."""
    return ("experiment", "pass") + keys + info + RESULT_COLUMNS
