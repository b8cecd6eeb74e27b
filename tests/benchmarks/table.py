"""The results as tables in Markdown, ours first in each task and all ratios to it."""

from __future__ import annotations

import math

from tests.benchmarks import stages
from tests.benchmarks.methods import OURS

_HEAD = "| edges | who | seconds | CPU s | ratio | load s | peak MiB | answer |"
_RULE = "|---:|---|---:|---:|---:|---:|---:|---|"
_QUALITY = {"rings", "planted"}  # how well, not what: tools need not agree
_STAGE_HEAD = "| reviews | stage | seconds | share | peak MiB |"
_STAGE_RULE = "|---:|---|---:|---:|---:|"


def sections(results):
    """Return the names of all tasks on graphs, in the order measured."""
    pipeline = {stages.PIPELINE, stages.TABLE, stages.START}
    return list(dict.fromkeys(r["section"] for r in results["rows"] if r["section"] not in pipeline))


def task_table(results, section):
    """Return the table of one task, all sizes."""
    rows = [r for r in results["rows"] if r["section"] == section]
    lines = [_HEAD, _RULE]
    for size in dict.fromkeys(r["size"] for r in rows):
        here = [r for r in rows if r["size"] == size]
        base = base_of(here)
        lines += [_task_line(r, base) for r in here]
    return "\n".join(lines)


def base_of(rows):
    """Return the row that ratios are to: the first of ours, otherwise the first of all."""
    ours = [r for r in rows if r["who"].startswith(OURS) and r["status"] == "ok"]
    return (ours or [r for r in rows if r["status"] == "ok"] or [None])[0]


def agrees(row, base):
    """Whether a tool's answer is ours as far as both say the same things; None where nothing is in common."""
    common = set(row.get("answer") or {}) & set((base or {}).get("answer") or {}) - _QUALITY
    if not common or row is base:
        return None
    ours, theirs = base["answer"], row["answer"]
    return all(abs(ours[key] - theirs[key]) <= 1e-3 * abs(ours[key]) for key in common)


def pipeline_table(results):
    """Return the table of stages, all sizes."""
    rows = [r for r in results["rows"] if r["section"] in {stages.PIPELINE, stages.TABLE}]
    lines = [_STAGE_HEAD, _STAGE_RULE]
    for size in dict.fromkeys(r["size"] for r in rows):
        here = [r for r in rows if r["size"] == size]
        whole = next((r.get("seconds") for r in here if r["who"] == stages.WHOLE), None)
        for r in here:
            share = f"{r['seconds'] / whole:.0%}" if whole and r["status"] == "ok" else ""
            name = r["who"] if r["section"] == stages.PIPELINE else f"floor: {r['who']}"
            cells = [
                f"{size:,}",
                name,
                seconds_of(r),
                share,
                _number(r.get("peak_mb"), 0) or r.get("reason", ""),
            ]
            lines.append(_line(cells))
    return "\n".join(lines)


def seconds_of(row):
    """Return the seconds of a row in words, or why there are none."""
    if row["status"] == "over the limit":
        return f"> {row['limit']:.0f}"
    return _significant(row["seconds"]) if row["status"] == "ok" else row["status"]


def markdown(results):
    """Return everything as one Markdown page."""
    where = results["machine"]
    taken = f"{where['processor']}, {where['cores']} cores, {where['memory_gb']} GB; {results['measured_at']}"
    parts = [f"# Benchmarks\n\n{taken}; load average at the start {where['load']}."]
    parts.append(f"## Pipeline\n\n{pipeline_table(results)}")
    parts += [f"{r['who']}: {seconds_of(r)} s" for r in results["rows"] if r["section"] == stages.START]
    for section in sections(results):
        parts.append(f"## {section[0].upper()}{section[1:]}\n\n{task_table(results, section)}")
    return "\n\n".join(parts) + "\n"


def _task_line(row, base):
    ratio = ""
    if base is not None and row["status"] == "ok":
        ratio = f"{row['seconds'] / base['seconds']:.2f}"
    answer = ", ".join(f"{key} {value:,}" for key, value in (row.get("answer") or {}).items())
    if agrees(row, base):
        answer += " (the same)"
    who = f"{row['who']} {row['version']}" if row.get("version") else row["who"]
    cells = [f"{row['size']:,}", who, seconds_of(row), _number(row.get("cpu"), None), ratio,
             _number(row.get("load_seconds"), None), _number(row.get("peak_mb"), 0),
             answer or row.get("reason", "")]  # fmt: skip
    return _line(cells)


def _line(cells):
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


def _number(value, digits):
    if value is None:
        return ""
    return _significant(value) if digits is None else f"{value:,.{digits}f}"


def _significant(seconds):
    """Three digits that mean something, two below a tenth; nothing below a tenth of a microsecond."""
    if seconds < 1e-7:
        return "0"
    n_digits = (2 if seconds >= 0.1 else 1) - math.floor(math.log10(seconds))
    return f"{seconds:,.{max(n_digits, 0)}f}"
