#!/usr/bin/env python3
"""Predicted against measured, as SVG: one dot a row of what `wattline validate -o ROWS.csv` wrote.

    wattline validate --data serving_h100_calibration.csv -o rows.csv
    python3 calibration/plots/plots.py rows.csv calibration/plots/serving.svg
    python3 -m unittest discover -s calibration/plots

A panel a metric, both axes logarithmic, a line where prediction and measurement agree and a band of 10 % around it.
Only the standard library is used, and the same rows give the same bytes.
"""

import csv
import math
import sys
from xml.sax.saxutils import escape

# Okabe and Ito's colours, which colour-blind readers can tell apart, each with a shape of its own.
MARKS = [
    ("#0072b2", "circle"), ("#d55e00", "square"), ("#009e73", "triangle"), ("#cc79a7", "diamond"),
    ("#e69f00", "cross"), ("#56b4e9", "circle"), ("#999999", "square"), ("#f0e442", "triangle"),
]
TITLES = {
    "step_time": "mean step time (ms)", "median_itl": "median inter-token latency (ms)",
    "power": "GPU power (W)", "energy_per_output_token": "energy per output token (J)",
    "latency": "latency (ms; s for whole batches)",
}
SIDE, LEFT, TOP, GAP, LEGEND = 300, 70, 60, 90, 18
# More dots than this in a panel hide each other: every n-th is drawn, and the picture says so.
MOST_DOTS = 600


def read(path):
    """The metrics in order of appearance, each a list of (group, label, predicted, measured)."""
    panels = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["metric"] not in TITLES:
                continue
            predicted, measured = float(row["predicted"]), float(row["measured"])
            if predicted > 0 and measured > 0:
                panels.setdefault(row["metric"], []).append((row["group"], row["label"], predicted, measured))
    return panels


def ticks(low, high):
    """1, 2 and 5 times powers of ten within the range, or only the powers where there would be many."""
    steps = (1, 2, 5) if math.log10(high / low) < 2.5 else (1,)
    found = []
    for power in range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1):
        found += [step * 10.0**power for step in steps if low <= step * 10.0**power <= high]
    return found


def mark(kind, x, y, colour, title):
    shapes = {
        "circle": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4"',
        "square": f'<rect x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"',
        "triangle": f'<path d="M{x:.1f} {y - 4:.1f}l4 7h-8z"',
        "diamond": f'<path d="M{x:.1f} {y - 4.4:.1f}l4.4 4.4l-4.4 4.4l-4.4 -4.4z"',
        "cross": f'<path d="M{x - 4:.1f} {y - 1.2:.1f}h2.8v-2.8h2.4v2.8h2.8v2.4h-2.8v2.8h-2.4v-2.8h-2.8z"',
    }
    return f'{shapes[kind]} fill="{colour}" fill-opacity="0.75"><title>{escape(title)}</title></' + (
        shapes[kind][1:].split(" ", 1)[0] + ">"
    )


def panel(points, title, groups, x0, y0):
    values = [value for point in points for value in point[2:]]
    low, high = min(values) / 1.15, max(values) * 1.15

    def place(value):
        return SIDE * math.log(value / low) / math.log(high / low)

    out = [f'<g transform="translate({x0} {y0})"><rect class="frame" width="{SIDE}" height="{SIDE}"/>']
    shift = SIDE * math.log(1.1) / math.log(high / low)
    out.append(
        f'<path class="band" d="M0 {SIDE}V{SIDE - shift:.1f}L{SIDE - shift:.1f} 0H{SIDE}V{shift:.1f}'
        f'L{shift:.1f} {SIDE}z"><title>within 10 %</title></path>'
    )
    out.append(f'<path class="same" d="M0 {SIDE}L{SIDE} 0"/>')
    for tick in ticks(low, high):
        at, text = place(tick), f"{tick:g}"
        out.append(f'<path class="tick" d="M{at:.1f} {SIDE}v5M0 {SIDE - at:.1f}h-5"/>')
        out.append(f'<text x="{at:.1f}" y="{SIDE + 19}" text-anchor="middle">{text}</text>')
        out.append(f'<text x="-9" y="{SIDE - at + 4:.1f}" text-anchor="end">{text}</text>')
    every = -(-len(points) // MOST_DOTS)
    for group, label, predicted, measured in points[::every]:
        colour, shape = MARKS[groups.index(group) % len(MARKS)]
        error = (predicted / measured - 1) * 100
        name = f"{group} {label}: {predicted:.4g} for {measured:.4g} ({error:+.1f} %)"
        out.append(mark(shape, place(measured), SIDE - place(predicted), colour, name))
    mean = sum(abs(p[2] / p[3] - 1) for p in points) / len(points) * 100
    note = f"n = {len(points)}, mean error {mean:.1f} %" + (f", 1 of {every} drawn" if every > 1 else "")
    out.append(f'<text class="title" x="0" y="-24">{escape(title)}</text><text x="0" y="-8">{note}</text>')
    out.append(f'<text x="{SIDE / 2}" y="{SIDE + 38}" text-anchor="middle">measured</text>')
    out.append(f'<text transform="translate(-52 {SIDE / 2})rotate(-90)" text-anchor="middle">predicted</text></g>')
    return "\n".join(out)


def picture(panels, title):
    groups = []
    for points in panels.values():
        groups += [group for group in dict.fromkeys(point[0] for point in points) if group not in groups]
    columns = min(2, len(panels))
    rows = -(-len(panels) // columns)
    width = max(LEFT + columns * (SIDE + GAP), 640)
    legend_top = TOP + rows * (SIDE + GAP) + 10
    height = legend_top + LEGEND * len(groups) + 10
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>Predicted against measured values of {sum(map(len, panels.values()))} figures; dots on the diagonal "
        "are exact, the band is 10 % to either side.</desc>",
        "<style>svg{background:#fff;font:13px sans-serif}text{fill:#222}.title{font-weight:bold}"
        ".frame{fill:none;stroke:#888}.tick{stroke:#888}.same{stroke:#222;fill:none}.band{fill:#888;fill-opacity:.18}"
        "@media (prefers-color-scheme:dark){svg{background:#16181d}text{fill:#ddd}.same{stroke:#ddd}}</style>",
        '<rect width="100%" height="100%" fill="none"/>',
    ]
    for index, (metric, points) in enumerate(panels.items()):
        x0 = LEFT + (index % columns) * (SIDE + GAP)
        y0 = TOP + (index // columns) * (SIDE + GAP)
        out.append(panel(points, TITLES[metric], groups, x0, y0))
    for index, group in enumerate(groups):
        colour, shape = MARKS[index % len(MARKS)]
        y = legend_top + LEGEND * index
        out.append(mark(shape, LEFT + 6, y, colour, group))
        out.append(f'<text x="{LEFT + 18}" y="{y + 4}">{escape(group)}</text>')
    return "\n".join(out) + "\n</svg>\n"


def main(arguments):
    if len(arguments) != 2:
        print("usage: plots.py ROWS.csv OUT.svg", file=sys.stderr)
        return 2
    panels = read(arguments[0])
    if not panels:
        print(f"{arguments[0]} has no row of a known metric", file=sys.stderr)
        return 2
    with open(arguments[1], "w", encoding="utf-8") as file:
        file.write(picture(panels, "Predicted against measured"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
