"""Draws how the cost of a request grows: small panels side by side, logarithmic to the right, from zero upwards."""
import math

WIDTH, HEIGHT = 230, 190
LEFT, TOP, INNER_WIDTH, INNER_HEIGHT = 44, 40, 168, 104

STYLE = """
  svg { background: #ffffff; }
  text { font: 11px system-ui, sans-serif; fill: #57606a; }
  .title { font-size: 13px; font-weight: 600; fill: #1f2328; }
  .value { fill: #1f2328; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .line { fill: none; stroke: #0969da; stroke-width: 2; }
  .dot { fill: #0969da; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; }
    text { fill: #8b949e; }
    .title, .value { fill: #e6edf3; }
    .grid { stroke: #30363d; }
    .line { stroke: #58a6ff; }
    .dot { fill: #58a6ff; }
  }
"""


def short(number):
    """10600 is 10.6k, 32000 is 32k, 4096 stays."""
    return f"{number / 1000:g}k" if number >= 1000 and number % 100 == 0 else f"{number:g}"


def nice_top(highest):
    """The smallest of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten that is not below."""
    power = 10 ** math.floor(math.log10(highest))
    return next(step * power for step in (1, 2, 3, 4, 5, 6, 8, 10) if step * power >= highest)


def panel(title, unit, points, top):
    low, high = math.log(points[0][0]), math.log(points[-1][0])

    def x(value):
        return LEFT + (math.log(value) - low) / (high - low) * INNER_WIDTH

    def y(value):
        return TOP + INNER_HEIGHT * (1 - value / top)

    parts = [f'<text class="title" x="{LEFT}" y="20">{title}</text>']
    for share in (0, 0.5, 1):
        at = y(top * share)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{LEFT + INNER_WIDTH}" y1="{at:.1f}" y2="{at:.1f}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{short(top * share)}</text>')
    path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)
    parts.append(f'<polyline class="line" points="{path}"/>')
    for number, (a, b) in enumerate(points):
        hint = f"<title>{a:,} {unit}: {b:,.0f} instructions</title>"
        parts.append(f'<circle class="dot" cx="{x(a):.1f}" cy="{y(b):.1f}" r="3">{hint}</circle>')
        if number in (0, len(points) - 1):
            parts.append(
                f'<text class="value" x="{x(a):.1f}" y="{y(b) - 8:.1f}" text-anchor="middle">{short(round(b, -2))}</text>')
        # Labels of every other point, counted from the last, do not run into each other.
        if (len(points) - 1 - number) % 2 == 0:
            parts.append(
                f'<text x="{x(a):.1f}" y="{TOP + INNER_HEIGHT + 16}" text-anchor="middle">{short(a)}</text>')
    parts.append(
        f'<text x="{LEFT + INNER_WIDTH / 2}" y="{TOP + INNER_HEIGHT + 34}" text-anchor="middle">{unit}</text>')
    return "\n    ".join(parts)


def draw(panels):
    """An SVG of panels (title, unit, [(where, cost)]), all with one upward scale; light and dark."""
    top = nice_top(max(cost for _, _, points in panels for _, cost in points))
    width = WIDTH * len(panels)
    groups = "\n".join(
        f'  <g transform="translate({WIDTH * number} 22)">\n    {panel(*one, top)}\n  </g>'
        for number, one in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT + 22}" role="img" '
        f'aria-label="How the instructions of a request grow">\n  <style>{STYLE}  </style>\n'
        f'  <text class="value" x="{LEFT}" y="18">Instructions a request</text>\n{groups}\n</svg>\n')
