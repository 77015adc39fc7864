"""From the tables of the catalogue files to a Catalogue, or to everything that is wrong with them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from kiosk.domain.catalogue import (
    STEPS,
    UNCONFIRMED,
    ZONES,
    Answers,
    Catalogue,
    Category,
    Conditions,
    Material,
    Option,
    Question,
    SelfService,
    Service,
    Step,
    Text,
    every_answers,
    materials_for,
)
from kiosk.domain.strict_table import Problem, Table

CATEGORIES_FILE: Final = "categories.toml"
"""The tiles of the first screen and the names of the five steps."""
MATERIALS_FILE: Final = "materials.toml"
"""Every material by code with its name, so that it is called the same everywhere and has one icon."""

_SERIES: Final = re.compile("[A-Z]")
_REGULATION: Final = re.compile("《[^《》]+》")
_NAME_LENGTH: Final = range(2, 7)


@dataclass(slots=True)
class _Words:
    """What the service files refer to."""

    categories: tuple[Category, ...] = ()
    steps: Mapping[str, Text] = field(default_factory=dict)
    materials: Mapping[str, Text] = field(default_factory=dict)


def parse_catalogue(
    files: Mapping[str, Mapping[str, object]], version: str = ""
) -> Catalogue | tuple[Problem, ...]:
    """Make a catalogue of parsed files by name, or return every problem found in them.

    `categories.toml` and `materials.toml` must be there; every other file holds services. Nothing is guessed:
    an unknown key, an undefined code or a question that changes nothing is a problem.
    `version` is kept as it is: it should change whenever the files do.
    """
    problems: list[Problem] = []
    words = _words(files, problems)
    services: dict[str, Service] = {}
    for name, data in files.items():
        if name not in _WORD_FILES:
            for service in Table(data, name, problems).read(partial(_services, words=words)):
                if service.code in services:
                    problems.append(
                        Problem(name, f"service.{service.code}", "is in another file too; keep one")
                    )
                services[service.code] = service
    problems += _empty_categories(words, services.values())
    if problems:
        return tuple(problems)
    order = [category.code for category in words.categories]
    in_order = sorted(services.values(), key=lambda service: order.index(service.category))
    return Catalogue(version, words.categories, {service.code: service for service in in_order})


def _words(files: Mapping[str, Mapping[str, object]], problems: list[Problem]) -> _Words:
    words = _Words()
    for name, reader in _WORD_FILES.items():
        if name in files:
            Table(files[name], name, problems).read(partial(reader, words=words))
        else:
            problems.append(Problem(name, "", "the file is missing; put it back beside the others"))
    return words


def _read_categories(file: Table, words: _Words) -> None:
    # At most six tiles on a screen (ux.md).
    words.categories = file.tables("category", _category, least=1, most=6)
    words.steps = file.table("steps", lambda steps: {code: steps.text(code) for code in STEPS}) or {}


def _read_materials(file: Table, words: _Words) -> None:
    named = file.tables("material", lambda table: (table.code("code"), table.text("name")), least=1, most=200)
    words.materials = dict(named)


_WORD_FILES: Final = {CATEGORIES_FILE: _read_categories, MATERIALS_FILE: _read_materials}


def _category(table: Table) -> Category:
    return Category(table.code("code"), table.text("name"), table.text("help"), table.code("icon"))


def _services(file: Table, words: _Words) -> tuple[Service, ...]:
    return file.tables("service", partial(_service, words=words), least=1, most=60)


def _service(table: Table, words: _Words) -> Service:
    asked: list[Question] = []
    service = Service(
        code=table.code("code"),
        category=table.one_of("category", [category.code for category in words.categories]),
        series=table.code("series", _SERIES, example="A"),
        zone=table.one_of("zone", ZONES),
        minutes=table.number("minutes", 1, 240),
        name=table.text("name"),
        help=table.text("help"),
        synonyms=table.lines("synonyms", least=6, most=60),
        # Three decisions at most before the list: one screen each (ux.md, reception.md B1).
        questions=table.tables("question", partial(_question, asked=asked), least=1, most=3),
        materials=table.tables(
            "material", partial(_material, asked=asked, words=words), 3, 40, distinct=False
        ),
        self_service=_self_service(table, asked),
        steps=table.table("steps", lambda steps: _steps(steps, words)) or (),
        form_hints=table.texts("form_hints", least=1, most=6),
        aftercare=table.text("aftercare"),
        source=_source(table),
    )
    _check_service(table, service)
    return service


def _question(table: Table, asked: list[Question]) -> Question:
    """Read a question; `asked` are those before it, and then it too."""
    question = Question(
        code=table.code("code"),
        text=table.text("text"),
        when=_conditions(table, asked),
        options=table.tables(
            "options", lambda option: Option(option.code("code"), option.text("name")), 2, 4
        ),
        source=_source(table),
    )
    asked.append(question)
    return question


def _material(table: Table, asked: list[Question], words: _Words) -> Material:
    code = table.one_of("code", words.materials)
    return Material(
        code=code,
        name=words.materials.get(code, Text("", "")),
        note=table.text("note") if "note" in table else None,
        when=_conditions(table, asked),
        source=_source(table),
    )


def _self_service(table: Table, asked: list[Question]) -> SelfService | None:
    """Read what of it a machine can do: without the table nothing, and never everything by a forgotten `when`."""
    if "self_service" not in table:
        return None
    return table.table(
        "self_service",
        lambda machine: SelfService(_when(machine, asked), machine.text("note"), _source(machine)),
    )


def _steps(table: Table, words: _Words) -> tuple[Step, ...]:
    return tuple(Step(code, words.steps.get(code, Text("", "")), table.text(code)) for code in STEPS)


def _source(table: Table) -> str:
    """Read where a rule comes from: a regulation by its name in 《》, or the admission that none is cited."""
    source = table.line("source")
    if source != UNCONFIRMED and not _REGULATION.search(source):
        table.problem("source", f'must name a regulation in 《》; if none is sure, write "{UNCONFIRMED}"')
    return source


def _conditions(table: Table, asked: list[Question]) -> Conditions:
    """Read `when = { who = ["agent"] }`; without one the rule always holds."""
    return _when(table, asked) if "when" in table else {}


def _when(table: Table, asked: list[Question]) -> Conditions:
    options = {question.code: [option.code for option in question.options] for question in asked}
    return (
        table.table(
            "when",
            lambda when: {
                code: when.some_of(code, allowed) for code, allowed in options.items() if code in when
            },
        )
        or {}
    )


def _check_service(table: Table, service: Service) -> None:
    """Look at what only shows when the parts are put together."""
    if len(service.name.zh) not in _NAME_LENGTH:
        table.problem("name.zh", "must have 2 to 6 characters to be read on a tile; shorten it")
    conditions = [question.when for question in service.questions] + [item.when for item in service.materials]
    used = {code for when in conditions for code in when}
    for question in service.questions:
        if question.code not in used:
            table.problem(f"question.{question.code}", "changes nothing; use it in a `when`, or take it out")
    for code, answers in _listed_twice(service).items():
        shown = ", ".join(f"{question} = {option}" for question, option in answers.items())
        table.problem(f"material.{code}", f"would be listed twice ({shown}); part the two with `when`")


def _listed_twice(service: Service) -> dict[str, Answers]:
    """Materials that some answers would list twice, with one such set of answers."""
    found: dict[str, Answers] = {}
    for answers in every_answers(service):
        codes = [material.code for material in materials_for(service, answers)]
        found |= {code: answers for code in codes if codes.count(code) > 1}
    return found


def _empty_categories(words: _Words, services: Collection[Service]) -> list[Problem]:
    filled = {service.category for service in services}
    return [
        Problem(
            CATEGORIES_FILE, f"category.{category.code}", "has no service; add one or take the category out"
        )
        for category in words.categories
        if category.code not in filled
    ]
