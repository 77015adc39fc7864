"""What is to be done about a finding of a branch's daily check, in the words of the branch's own report."""

import tomllib
from collections.abc import Mapping
from functools import cache

from kiosk.resources import resources
from kiosk.web.words import Language


def to_do(thing: str, finding: str, language: Language) -> str:
    """Return what a branch is told to do about a finding; empty for one of a later program."""
    return _advice().get(thing, {}).get(finding, {}).get(language, "")


@cache
def _advice() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    told: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(
        (resources() / "i18n" / "report.toml").read_text("utf-8")
    )["do"]
    return told
