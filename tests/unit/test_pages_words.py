"""The words of the pages: complete in both languages, and words for every refusal."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

import pytest

import kiosk
from kiosk.branch.printing.spool import Spool
from kiosk.devices.printer.port import Reason
from kiosk.domain.answers import Refusal
from kiosk.domain.care import Care
from kiosk.domain.facts import PrinterCondition, PrintStatus
from kiosk.domain.printers import needs_a_hand
from kiosk.domain.visit import LegStatus
from kiosk.pages.reception.ticket import ACTIONS
from kiosk.resources import resources
from kiosk.web.words import load_words

if TYPE_CHECKING:
    from kiosk.web.words import Language, Words

CONTRACT: Final = """
unknown_service bad_answer before_opening after_cutoff day_closed day_open unknown_visit unknown_leg leg_changed
unknown_counter counter_closed counter_open counter_busy nobody_waiting visit_busy wrong_status not_finished
already_rated wrong_check bad_score unknown_help role_may_not request_id_reused text_not_allowed unknown_slip disk_full
stopping malformed
"""
PAGES: Final = resources() / "pages"


def words(language: Language, house: str = "pages") -> Words:
    return load_words(resources() / "i18n" / f"{house}.toml")[language]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_words_that_say_what_to_do(language: Language) -> None:
    source = "".join(file.read_text("utf-8") for file in Path(kiosk.__file__).parent.rglob("*.py"))
    in_code = re.findall(rf'{Refusal.__name__}\(\s*"(\w+)"', source)

    told = words(language).under("refused")

    assert set(CONTRACT.split()) | set(in_code) <= told.keys()
    # Two clauses at least: what is the matter, and what to do now.
    assert all(len(re.findall(r"[，。；,.;:]", text)) > 1 or " " in text for text in told.values())


@pytest.mark.parametrize("file", sorted((PAGES / "templates").rglob("*.html")), ids=lambda file: file.name)
def test_templates_use_only_words_that_exist_and_hold_none_themselves(file: Path) -> None:
    text = re.sub(r"{#.*?#}", "", file.read_text("utf-8"))
    known = words("zh", "hq" if "hq" in file.parts else "pages").texts
    fixed = re.findall(r'\bt\("([\w.]+)"[,)]', text)
    tables = re.findall(r'\bt\("(\w+)\." ~', text)

    assert set(fixed) <= known.keys()
    assert all(any(key.startswith(f"{table}.") for key in known) for table in tables)
    assert not re.search(r"[\u3400-\u9fff]", text)


def test_what_templates_look_up_by_code_is_there_for_every_code() -> None:
    known = words("zh").texts.keys()
    kinds = {kind for kinds in ACTIONS.values() for kind in kinds}
    on_the_spot = kinds - {"call_ticket"}  # answered with `called`, which has words of its own

    assert {f"care.{care.value}" for care in Care} <= known
    assert {f"status.{status.value}" for status in LegStatus} <= known
    assert {f"do.{kind}" for kind in kinds} <= known
    assert {f"done.{kind}" for kind in on_the_spot} <= known
    assert {f"why.{reason}" for reason in ("score", "guard", "picked", "recall", "express")} <= known
    assert {f"print.{status}" for status in (*get_args(PrintStatus), "saved")} <= known
    assert {f"print_why.{reason}" for reason in (*get_args(Reason), *_reasons_of_the_spool())} <= known
    assert {f"printer.{each}" for each in get_args(PrinterCondition) if needs_a_hand(each)} <= known


def _reasons_of_the_spool() -> list[str]:
    source = Path(inspect.getfile(Spool)).read_text("utf-8")
    return re.findall(r'ReportPrint\(\w+, "(?:failed|unknown)", "(\w+)"', source)


@pytest.mark.parametrize("house", ["pages", "hq"])
def test_a_text_asks_for_the_same_values_in_both_languages(house: str) -> None:
    english = words("en", house).texts
    for key, chinese in words("zh", house).texts.items():
        assert set(re.findall(r"{(\w+)}", chinese)) == set(re.findall(r"{(\w+)}", english[key])), key


@pytest.mark.parametrize(
    ("toml", "key"),
    [('a = { zh = "是" }', "a"), ('a = "是"', "a"), ('[a]\nb = { zh = "是", en = "" }', "a.b")],
)
def test_a_file_with_a_text_missing_is_not_loaded(tmp_path: Path, toml: str, key: str) -> None:
    file = tmp_path / "words.toml"
    file.write_text(toml, "utf-8")

    with pytest.raises(ValueError, match=f"^{re.escape(key)}:"):
        load_words(file)


@pytest.mark.parametrize(("count", "said"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_one_of_something_is_said_in_the_singular(count: int, said: str) -> None:
    words = load_words(resources() / "i18n" / "hq.toml")["en"]

    assert words.counted(count, "packs.files", n=count, kb=3).startswith(f"{said}, ")
