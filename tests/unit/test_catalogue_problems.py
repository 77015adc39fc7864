"""Every kind of mistake in a catalogue file is reported with its exact key and with what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.catalogue_parse import parse_catalogue
from kiosk.domain.strict_table import Problem
from tests.catalogue_samples import catalogue_tables

DEPOSIT = "service.deposit"
Service = dict[str, Any]
Spoil = Callable[[Service], object]


def problems(tables: dict[str, Any]) -> set[tuple[str, str]]:
    found = parse_catalogue(tables)
    assert isinstance(found, tuple)
    assert all(problem.reason for problem in found)
    return {(problem.file, problem.key) for problem in found}


SPOILT: list[tuple[Spoil, str]] = [
    (lambda s: s.update(colour="red"), "colour"),
    (lambda s: s.pop("help"), "help"),
    (lambda s: s["help"].pop("en"), "help.en"),
    (lambda s: s.update(help="存钱"), "help"),
    (lambda s: s.update(minutes="6"), "minutes"),
    (lambda s: s.update(minutes=True), "minutes"),
    (lambda s: s.update(minutes=10**30), "minutes"),
    (lambda s: s.update(self_service=True), "self_service"),
    (lambda s: s["self_service"].pop("when"), "self_service.when"),
    (lambda s: s["self_service"].pop("note"), "self_service.note"),
    (lambda s: s["self_service"].update(source="everybody knows"), "self_service.source"),
    (lambda s: s["self_service"].update(colour="red"), "self_service.colour"),
    (lambda s: s["self_service"]["when"].update(who=["nobody"]), "self_service.when.who"),
    (lambda s: s["self_service"]["when"].update(weather=["rain"]), "self_service.when.weather"),
    (lambda s: s.update(category="pets"), "category"),
    (lambda s: s.update(zone="roof"), "zone"),
    (lambda s: s.update(series="AB"), "series"),
    (lambda s: s.update(series="a"), "series"),
    (lambda s: s["name"].update(zh="存"), "name.zh"),
    (lambda s: s["name"].update(zh="存款取款转账汇款"), "name.zh"),
    (lambda s: s["name"].update(zh="存\u202e款"), "name.zh"),
    (lambda s: s["name"].update(en="De\u200bposit"), "name.en"),
    (lambda s: s["aftercare"].update(zh="一行\n两行"), "aftercare.zh"),
    (lambda s: s["aftercare"].update(zh="\ud800"), "aftercare.zh"),
    (lambda s: s["aftercare"].update(zh="钱" * 2_001), "aftercare.zh"),
    (lambda s: s["aftercare"].update(zh="  "), "aftercare.zh"),
    (lambda s: s.update(source="somebody said so"), "source"),
    (lambda s: s.update(synonyms=["存钱"] * 6), "synonyms"),
    (lambda s: s.update(synonyms=s["synonyms"][:5]), "synonyms"),
    (lambda s: s["synonyms"].insert(0, 7), "synonyms.#1"),
    (lambda s: s["steps"].pop("review"), "steps.review"),
    (lambda s: s["steps"].update(dance=s["steps"]["apply"]), "steps.dance"),
    (lambda s: s.update(form_hints=[]), "form_hints"),
    (lambda s: s.update(question=[]), "question"),
    (lambda s: s["question"].extend([dict(s["question"][0], code=f"q{n}") for n in range(3)]), "question"),
    (lambda s: s["question"][1].update(code="account"), "question.account#2"),
    (lambda s: s["question"][0].update(code="Bank Account"), "question.#1.code"),
    (lambda s: s["question"][1]["options"].pop(), "question.who.options"),
    (lambda s: s["question"][1]["options"][1].update(code="self"), "question.who.options.self#2"),
    (lambda s: s["question"][2].update(when={"account": ["closed"]}), "question.amount.when.account"),
    (lambda s: s["question"][2].update(when={"account": []}), "question.amount.when.account"),
    (lambda s: s["question"][0].update(when={"who": ["self"]}), "question.account.when.who"),
    (lambda s: s["material"][1].update(when={"weather": ["rain"]}), "material.bank_card.when.weather"),
    (lambda s: s["material"][0].update(code="moon_dust"), "material.moon_dust.code"),
    (lambda s: s["material"][0].update(note="bring it"), "material.cash.note"),
    (lambda s: s["material"][0].pop("source"), "material.cash.source"),
    (lambda s: s["material"].append(s["material"][0]), "material.cash"),
    (lambda s: s.update(material=s["material"][:2]), "material"),
    (lambda s: [m.pop("when", None) for m in s["material"]], "question.who"),
    (lambda s: s["material"].append("cash"), "material.#10"),
]


@pytest.mark.parametrize(("spoil", "key"), SPOILT, ids=[f"{n}-{key}" for n, (_, key) in enumerate(SPOILT)])
def test_a_mistake_in_a_service_is_reported_at_its_key(spoil: Spoil, key: str) -> None:
    tables = catalogue_tables()
    spoil(tables["personal.toml"]["service"][0])

    assert ("personal.toml", f"{DEPOSIT}.{key}") in problems(tables)


def test_one_mistake_is_reported_once_and_nothing_else_with_it() -> None:
    tables = catalogue_tables()
    tables["personal.toml"]["service"][0]["material"][0]["code"] = "moon_dust"

    assert problems(tables) == {("personal.toml", f"{DEPOSIT}.material.moon_dust.code")}


def test_all_mistakes_of_all_files_are_reported_together() -> None:
    tables = catalogue_tables()
    tables["personal.toml"]["service"][0]["minutes"] = 0
    tables["special.toml"]["service"][1]["zone"] = "roof"
    tables["categories.toml"]["steps"].pop("apply")

    assert problems(tables) == {
        ("personal.toml", f"{DEPOSIT}.minutes"),
        ("special.toml", "service.direct_debit.zone"),
        ("categories.toml", "steps.apply"),
    }


def test_the_same_service_in_two_files_is_reported_in_the_second() -> None:
    tables = catalogue_tables()
    tables["special.toml"]["service"].append(tables["personal.toml"]["service"][0])

    assert problems(tables) == {("special.toml", DEPOSIT)}


def test_the_same_service_twice_in_a_file_is_reported() -> None:
    tables = catalogue_tables()
    tables["personal.toml"]["service"].append(tables["personal.toml"]["service"][0])

    assert ("personal.toml", f"{DEPOSIT}#2") in problems(tables)


def test_a_category_without_a_service_is_reported() -> None:
    tables = catalogue_tables()
    del tables["special.toml"]

    assert problems(tables) == {("categories.toml", "category.special")}


def test_a_first_screen_of_more_than_six_tiles_is_reported() -> None:
    tables = catalogue_tables()
    first = tables["categories.toml"]["category"][0]
    tables["categories.toml"]["category"] += [dict(first, code=f"more_{n}") for n in range(2)]

    assert ("categories.toml", "category") in problems(tables)


def test_a_reason_shows_hidden_characters_instead_of_repeating_them() -> None:
    tables = catalogue_tables()
    tables["personal.toml"]["service"][0]["zone"] = "per\u202esonal"
    tables["personal.toml"]["ser\u202evice"] = 1

    found = parse_catalogue(tables)

    assert isinstance(found, tuple)
    assert all(str(problem).isprintable() for problem in found)
    assert any(r"per\u202esonal" in problem.reason for problem in found)


def test_a_thousand_questions_cost_no_more_than_three() -> None:
    tables = catalogue_tables()
    question = tables["personal.toml"]["service"][0]["question"][0]
    tables["personal.toml"]["service"][0]["question"] += [dict(question, code=f"q{n}") for n in range(1_000)]

    assert ("personal.toml", f"{DEPOSIT}.question") in problems(tables)


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
RUBBISH = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
)


def places(table: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever TOML holds
    items = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    return [found for key, value in items for found in ((*path, key), *places(value, (*path, key)))]


PLACES = [path for path in places(catalogue_tables()) if len(path) > 1]


@given(st.sampled_from(PLACES), RUBBISH)
def test_rubbish_anywhere_in_a_file_is_problems_or_a_catalogue_but_never_a_crash(
    path: tuple[Any, ...], rubbish: object
) -> None:
    tables = catalogue_tables()
    inside: Any = tables
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = rubbish

    found = parse_catalogue(tables)

    assert isinstance(found, Catalogue) or (found and all(isinstance(problem, Problem) for problem in found))


@given(
    st.dictionaries(
        st.text(max_size=8), st.dictionaries(st.text(max_size=8), RUBBISH, max_size=4), max_size=4
    )
)
def test_files_of_nothing_but_rubbish_are_problems(files: dict[str, Any]) -> None:
    found = parse_catalogue(files)

    assert isinstance(found, tuple)
    assert found
