"""Figures in the common text format of monitoring systems (Prometheus exposition format 0.0.4)."""

import bisect
import contextlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from starlette.requests import HTTPConnection

from kiosk.records.database.disk import write_anew
from kiosk.web.process_figures import ProcessFigures

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
LATENCY_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the bins of an answer's time, seconds: the promises of the pages and screens lie between them."""
PATH: Final = "/metrics"
TOKEN_FILE: Final = "metrics.token"  # noqa: S105 - the name of a file
"""In the data folder: what a monitoring program on this machine shows."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_NO_LABELS: Final[Mapping[str, str]] = {}

Sample = tuple[str, Mapping[str, str], float]
"""What is added to the name of its family, its labels, and the value."""


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one name. A label's values come from a closed list of ours: never a name, a number, a badge."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    samples: Sequence[Sample]


def one(name: str, told: str, value: float | None, kind: Literal["counter", "gauge"] = "gauge") -> Family:
    """Return a figure without labels; None: nobody knows it, and it is left out."""
    return Family(name, kind, told, () if value is None else (("", _NO_LABELS, float(value)),))


def by(label: str, name: str, told: str, values: Mapping[str, float]) -> Family:
    """Return a figure for each value of one label."""
    return Family(name, "gauge", told, [("", {label: key}, float(value)) for key, value in values.items()])


def exposed(families: Iterable[Family]) -> str:
    """Return families as text; one without a sample is left out."""
    lines: list[str] = []
    for family in families:
        if family.samples:
            lines += [f"# HELP {family.name} {family.help}", f"# TYPE {family.name} {family.kind}"]
            lines += [_line(family.name, sample) for sample in family.samples]
    return "\n".join(lines) + "\n"


def _line(name: str, sample: Sample) -> str:
    end, labels, value = sample
    named = ",".join(f'{key}="{_escaped(label)}"' for key, label in labels.items())
    number = f"{int(value)}" if value.is_integer() else repr(value)
    return f"{name}{end}{{{named}}} {number}" if named else f"{name}{end} {number}"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


class Latency:
    """How long answers took, by what was asked for; a few numbers, however many answers. For the event loop alone."""

    def __init__(self, kinds: Iterable[str]) -> None:
        """Count answers to each of `kinds`."""
        self._bins = {kind: [0] * (len(LATENCY_S) + 1) for kind in kinds}
        self._sums = dict.fromkeys(self._bins, 0.0)

    def note(self, kind: str, took_s: float) -> None:
        """Count one answer."""
        self._bins[kind][bisect.bisect_left(LATENCY_S, took_s)] += 1
        self._sums[kind] += took_s

    def family(self, name: str, told: str) -> Family:
        """Return the counts as a histogram."""
        samples: list[Sample] = []
        for kind, bins in self._bins.items():
            total = 0
            for bound, count in zip((*map(str, LATENCY_S), "+Inf"), bins, strict=True):
                total += count
                samples.append(("_bucket", {"of": kind, "le": bound}, float(total)))
            samples += [("_sum", {"of": kind}, self._sums[kind]), ("_count", {"of": kind}, float(total))]
        return Family(name, "histogram", told, samples)


def process_families(figures: ProcessFigures) -> list[Family]:
    """Return what the process takes of its machine, under the names every monitoring system knows."""
    return [
        one("process_resident_memory_bytes", "Memory of this process.", figures.memory_bytes),
        one("process_open_fds", "Files and sockets this process holds open.", figures.handles),
        one("process_threads", "Threads of this process.", figures.threads),
        one("process_cpu_seconds_total", "Processor time taken since the start.", figures.cpu_s, "counter"),
        one("process_start_time_seconds", "When this process started, Unix time.", figures.started_s),
    ]


class ScrapeToken:
    """What a monitoring program on this machine shows (`Authorization: Bearer …`), in a file of the service's own user."""

    def __init__(self, folder: Path) -> None:
        """Read the token in a data folder, made now if there is none that can be read.

        On a disk that takes nothing nobody knows one: no service stops for that.
        """
        path = folder / TOKEN_FILE
        with contextlib.suppress(OSError, ValueError):
            self._token = path.read_text("ascii").strip()
            return
        fresh, self._token = secrets.token_urlsafe(32), ""
        with contextlib.suppress(OSError):
            write_anew(path, f"{fresh}\n".encode())
            self._token = fresh

    def is_shown(self, call: HTTPConnection) -> bool:
        """Tell whether a program on this machine calls that knows it."""
        here = call.client is not None and call.client.host in _LOOPBACK
        scheme, _, shown = call.headers.get("authorization", "").partition(" ")
        known = hmac.compare_digest(shown.strip().encode(), self._token.encode())
        return here and scheme.lower() == "bearer" and known and bool(self._token)
