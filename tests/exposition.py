"""A strict reader of the Prometheus text format 0.0.4, written from its description and not from our writer."""

from __future__ import annotations

import math
import re
from typing import Final

_NAME: Final = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL: Final = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"'
_SAMPLE: Final = re.compile(rf"({_NAME})(?:{{({_LABEL}(?:,{_LABEL})*)}})? (\S+)")
_ENDS: Final = {"histogram": ("_bucket", "_sum", "_count"), "gauge": ("",), "counter": ("",)}

Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(text: str) -> Figures:
    """Return every figure by its name and sorted labels; AssertionError: a monitoring system would refuse the text."""
    assert text.endswith("\n")
    figures: Figures = {}
    kinds: dict[str, str] = {}
    told = ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            told = line.split()[2]
            assert re.fullmatch(_NAME, told), line
            assert told not in kinds, f"{told} comes twice"
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name == told, line
            kinds[name] = kind
            assert kind in _ENDS, line
        else:
            _take(line, told, kinds, figures)
    _check_histograms(kinds, figures)
    return figures


def _take(line: str, told: str, kinds: dict[str, str], figures: Figures) -> None:
    found = _SAMPLE.fullmatch(line)
    assert found, line
    name, labels, value = found[1], found[2] or "", found[found.re.groups]
    assert name in {told + end for end in _ENDS[kinds[told]]}, f"{name} stands below {told}"
    key = (name, tuple(sorted(re.findall(_LABEL, labels))))
    assert key not in figures, f"{line} comes twice"
    figures[key] = float(value)


def _check_histograms(kinds: dict[str, str], figures: Figures) -> None:
    """Bins only grow, the last of them is everything, and that is the count."""
    for name in (name for name, kind in kinds.items() if kind == "histogram"):
        series = {
            tuple(one for one in labels if one[0] != "le")
            for got, labels in figures
            if got == f"{name}_bucket"
        }
        for rest in series:
            bins = sorted(
                (float(dict(labels)["le"]), value)
                for (got, labels), value in figures.items()
                if got == f"{name}_bucket" and set(rest) <= set(labels)
            )
            assert bins[-1][0] == math.inf
            assert [value for _, value in bins] == sorted(value for _, value in bins)
            assert bins[-1][1] == figures[f"{name}_count", rest]
            assert (f"{name}_sum", rest) in figures
