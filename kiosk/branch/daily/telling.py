"""Findings of the opening check in words: for the report, and for whoever asks at a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.branch.book import PrinterKind
from kiosk.branch.daily.checks import CHECKS, OK, Verdict, verdict_of
from kiosk.branch.daily.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was looked at, in words; `to_do` is empty where nothing is to be done."""

    check: str
    name: str
    found: str
    to_do: str
    verdict: Verdict


def told(findings: Mapping[str, str], words: Words, printer: PrinterKind) -> Iterator[Told]:
    """Yield what was found of each thing looked at, in the order of the report."""
    for check in CHECKS:
        if check in findings:
            finding = findings[check]
            yield Told(
                check,
                words(f"check.{check}"),
                _found(check, finding, words, printer),
                "" if finding == OK else words(f"do.{check}.{finding}"),
                verdict_of({check: finding}),
            )


def _found(check: str, finding: str, words: Words, printer: PrinterKind) -> str:
    if finding == OK and printer == "folder" and check in {"printer", "paper"}:
        return words("found.folder" if check == "printer" else "found.no_paper")
    return words(f"found.{check}.{finding}")


def verdict_line(findings: Mapping[str, str], words: Words) -> str:
    """Return the sentence that sums all findings up."""
    verdict = verdict_of(findings)
    return words(f"ready.{verdict}", count=_count(findings, verdict))


def besides_line(findings: Mapping[str, str], words: Words) -> str:
    """Return what else is to be seen to where something must be put right first; empty for nothing."""
    count = _count(findings, "mind")
    return words("ready.besides", count=count) if count and verdict_of(findings) == "mend" else ""


def _count(findings: Mapping[str, str], verdict: Verdict) -> int:
    return sum(verdict_of({check: finding}) == verdict for check, finding in findings.items())


def lines(findings: Mapping[str, str], words: Words, printer: PrinterKind) -> Iterator[str]:
    """Yield a line for each thing looked at, with what to do, and the sum of it first."""
    yield verdict_line(findings, words)
    colon = "：" if words.language == "zh" else ": "
    gap = "。" if words.language == "zh" else ". "
    for one in told(findings, words, printer):
        mark = {"good": "  ", "mind": "! ", "mend": "X "}[one.verdict]
        yield f"{mark}{one.name}{colon}{one.found}{gap if one.to_do else ''}{one.to_do}"
