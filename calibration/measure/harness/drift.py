"""What the sentinels and the repeated points say about how far the figures can be trusted."""

from __future__ import annotations

from harness.percentile import percentile


def sentinel_drift(rows: list[dict[str, str]]) -> dict | None:
    """How power and time of one run's sentinels spread, in percent of the first; None below two."""
    if len(rows) < 2:
        return None
    return {"sentinels": len(rows),
            "power_percent": _spread_percent([float(r["power_w"]) for r in rows]),
            "time_percent": _spread_percent([float(r["time_us_p50"]) for r in rows])}


def repeatability(pairs: list[tuple[dict[str, str], dict[str, str]]]) -> dict | None:
    """Over points measured twice: the median and largest change of power and time, in percent."""
    if not pairs:
        return None
    report: dict = {"points": len(pairs)}
    for column, name in (("power_w", "power"), ("time_us_p50", "time")):
        changes = [100 * abs(float(b[column]) / float(a[column]) - 1) for a, b in pairs]
        report[f"{name}_median_percent"] = round(percentile(changes, 0.5), 3)
        report[f"{name}_max_percent"] = round(max(changes), 3)
    return report


def _spread_percent(values: list[float]) -> float:
    return round(100 * (max(values) - min(values)) / values[0], 3)
