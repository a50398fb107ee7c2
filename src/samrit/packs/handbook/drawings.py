"""Drawings as inline SVG: each answers one question, says the answer in its title, and has its figures in a table below.

A drawing is a picture of exact figures, so it may place them with binary floats; no score comes from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from itertools import pairwise

from samrit.base import thai
from samrit.base.figures import plain
from samrit.packs.handbook.content import LevelDrawing, PeerDrawing

WIDTH, HEIGHT = 460, 250
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 30, 64

ROW = 24
LETTER = 8.2
"""Width of a letter of the drawings' type, a little generously."""

Point = tuple[float, float]


def level_svg(drawing: LevelDrawing, number: int) -> str:
    """Result on the one axis, points on the other, a dot per level, dashes beyond the outer levels."""
    dots = sorted((float(target), float(points)) for points, target in drawing.levels)
    span = dots[-1][0] - dots[0][0] or 1.0
    first, last = dots[0][0] - span * 0.16, dots[-1][0] + span * 0.16
    left, right = _beyond(drawing, dots, first, last)
    heights = [points for _, points in (*dots, *left, *right)]
    low, high = min(heights), max(heights)

    def at(point: Point) -> str:
        x = LEFT + (point[0] - first) / (last - first) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (point[1] - low) / ((high - low) or 1.0) * (HEIGHT - TOP - BOTTOM)
        return f"{x:.1f},{y:.1f}"

    ground = HEIGHT - BOTTOM + 14
    parts = [f'<text class="ax" x="2" y="16">{escape(drawing.axes[1])}</text>']
    for points in sorted({points for points, _ in drawing.levels}):
        y = at((first, float(points))).split(",")[1]
        parts.append(f'<path class="gr" d="M{LEFT},{y}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{float(y) + 5:.1f}" text-anchor="end">{plain(points)}</text>')
    for run, kind in ((left, "da"), (_line(drawing, dots), "li"), (right, "da")):
        if run:
            parts.append(f'<path class="{kind}" d="M{" L".join(at(point) for point in run)}"/>')
    free = [-1.0, -1.0]
    for points, target in sorted(drawing.levels, key=lambda level: level[1]):
        x, y = at((float(target), float(points))).split(",")
        label = plain(target)
        half = len(label) * LETTER / 2
        row = 0 if float(x) - half > free[0] else 1
        free[row] = float(x) + half + 4
        parts.append(f'<path class="gr" d="M{x},{y}V{ground - 10}"/><circle cx="{x}" cy="{y}" r="5"/>')
        parts.append(f'<text x="{x}" y="{ground + 6 + row * 18}" text-anchor="middle">{label}</text>')
    height = HEIGHT if free[1] > 0 else HEIGHT - 18
    axis = f'x="{WIDTH - RIGHT}" y="{height - 4}" text-anchor="end"'
    parts.append(f'<text class="ax" {axis}>{escape(drawing.axes[0])}</text>')
    return _svg(drawing.title, f"level-{number}", WIDTH, height, parts)


def _line(drawing: LevelDrawing, dots: Sequence[Point]) -> list[Point]:
    if drawing.between == "interpolate":
        return list(dots)
    run = [dots[0]]
    for before, after in pairwise(dots):
        run.append((after[0], before[1]) if drawing.ascending else (before[0], after[1]))
        run.append(after)
    return run


def _beyond(drawing: LevelDrawing, dots: Sequence[Point], first: float, last: float) -> tuple[list[Point], list[Point]]:
    """The dashed runs left of the first and right of the last target."""
    worse, better = (dots[0], dots[1]), (dots[-1], dots[-2])
    edges = (first, last) if drawing.ascending else (last, first)
    if not drawing.ascending:
        worse, better = better, worse
    fixed = {"zero": 0.0, "scale_lowest": float(drawing.scale_lowest), "lowest_level": worse[0][1]}
    below = _run(worse, edges[0], fixed.get(drawing.below)) if drawing.below != "missing" else []
    above = _run(better, edges[1], better[0][1] if drawing.above == "highest_level" else None)
    return (below, above) if drawing.ascending else (above, below)


def _run(outer: tuple[Point, Point], edge: float, height: float | None) -> list[Point]:
    """From the outer level to the edge: at a fixed height, or on along the slope."""
    (x, y), (inner_x, inner_y) = outer
    if height is None:
        return [(x, y), (edge, y + (y - inner_y) / ((x - inner_x) or 1.0) * (edge - x))]
    return [(x, y), (x, height), (edge, height)]


def peer_svg(drawing: PeerDrawing, number: int) -> str:
    """A line per area with a dot at its value, and an upright line at the middle criterion."""
    label = max(LETTER * max((thai.width(name) for name, _ in drawing.dots), default=1) + 14, 60)
    least, most = float(drawing.least), float(drawing.most)
    room = (most - least) * 0.06 or 1.0
    first, last = least - room, most + room
    width = label + 300
    field = width - label - 70
    height = len(drawing.dots) * ROW + 34

    def x_of(value: Decimal) -> float:
        return label + (float(value) - first) / (last - first) * field

    parts = []
    if drawing.middle is not None:
        x = x_of(drawing.middle)
        parts.append(f'<path class="mi" d="M{x:.1f},6V{height - 26}"/>')
        anchor = "start" if x < label + field * 0.35 else ("end" if x > label + field * 0.65 else "middle")
        said = f"{escape(drawing.middle_name)} {plain(drawing.middle)}"
        parts.append(f'<text class="ax" x="{x:.1f}" y="{height - 8}" text-anchor="{anchor}">{said}</text>')
    for row, (name, value) in enumerate(drawing.dots):
        y = row * ROW + 18
        parts.append(f'<text x="0" y="{y + 5}">{escape(name)}</text>')
        parts.append(f'<path class="gr" d="M{label:.1f},{y}H{label + field:.1f}"/>')
        if value is not None:
            hollow = drawing.middle is not None and value < drawing.middle
            kind = ' class="ho"' if hollow else ""
            parts.append(f'<circle{kind} cx="{x_of(value):.1f}" cy="{y}" r="5"/>')
        said = "-" if value is None else plain(value)
        parts.append(f'<text x="{width - 4:.1f}" y="{y + 5}" text-anchor="end">{said}</text>')
    return _svg(drawing.title, f"peers-{number}", width, height, parts)


def _svg(title: str, name: str, width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="{name}">'
        f'<title id="{name}">{escape(title)}</title>{"".join(parts)}</svg>'
    )


# ── the same as lines of text ────────────────────────────────────────────────────────────────────────────────────────

COLUMNS = 32


def level_bars(drawing: LevelDrawing) -> list[str]:
    """A bar per level, as long as its target is large."""
    targets = [target for _, target in drawing.levels]
    base = min(targets) - (max(targets) - min(targets)) / 4
    lines = []
    for points, target in drawing.levels:
        length = int((target - base) / ((max(targets) - base) or 1) * COLUMNS)
        lines.append(f"{plain(points):>4} {'█' * max(length, 1)} {plain(target)}")
    return lines


def peer_lines(drawing: PeerDrawing) -> list[str]:
    """A line per area: ● the value, │ the middle criterion."""
    room = max(thai.width(name) for name, _ in drawing.dots)
    span = (drawing.most - drawing.least) or 1

    def column(value: Decimal) -> int:
        return int((value - drawing.least) / span * (COLUMNS - 1))

    lines = []
    for name, value in drawing.dots:
        signs = ["·"] * COLUMNS
        if drawing.middle is not None:
            signs[column(drawing.middle)] = "│"
        if value is not None:
            signs[column(value)] = "●"
        lines.append(f"{thai.pad(name, room)} {''.join(signs)} {'-' if value is None else plain(value)}")
    return lines
