"""The service catalogue: what a branch does for its customers, what to ask them, what they bring."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

STEPS: Final = ("apply", "review", "handle", "confirm", "feedback")
"""申请→审核→办理→确认→反馈, the steps of every service (reception.md B1)."""

ZONES: Final = (
    "entrance",
    "reception",
    "self_service",
    "personal",
    "advisory",
    "corporate",
    "rest",
    "complaint",
    "exit",
)
"""The kinds of place a branch may have; branch.toml names and colours them, the map draws them."""

UNCONFIRMED: Final = "branch must confirm"
"""The source of a rule for which no regulation is cited: the branch checks it before it opens."""

Conditions = Mapping[str, tuple[str, ...]]
"""Question code → the options that let a rule hold; every question named must have been answered so."""

Answers = Mapping[str, str]
"""Question code → code of the option chosen."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, in both languages, one line, never empty."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer to a question."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the customer knows that changes what to bring. `when` speaks of questions before it."""

    code: str
    text: Text
    options: tuple[Option, ...]
    when: Conditions
    source: str


@dataclass(frozen=True, slots=True)
class Material:
    """Something to bring. `code` also names its icon and is what a customer ticks."""

    code: str
    name: Text
    note: Text | None
    when: Conditions
    source: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps, with what happens in it for this service."""

    code: str
    name: Text
    detail: Text


@dataclass(frozen=True, slots=True)
class SelfService:
    """What a self-service machine can do of a service: only with the answers of `when`, and as `note` says."""

    when: Conditions
    note: Text
    source: str


@dataclass(frozen=True, slots=True)
class Service:
    """One thing a customer can come for. `minutes` is the expected time at the counter."""

    code: str
    category: str
    series: str
    """Capital letter that begins the ticket number."""
    zone: str
    minutes: int
    self_service: SelfService | None
    """What of it a self-service machine can do too; offered, never pressed (reception.md A6)."""
    name: Text
    help: Text
    synonyms: tuple[str, ...]
    """Everyday words in Chinese and English that find it (reception.md A2)."""
    questions: tuple[Question, ...]
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    form_hints: tuple[Text, ...]
    aftercare: Text
    source: str


@dataclass(frozen=True, slots=True)
class Category:
    """One tile of the first screen."""

    code: str
    name: Text
    help: Text
    icon: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All categories in the order of the first screen, all services in the order of their category."""

    version: str
    """Short hash of the files it was read from; the day's facts name it."""
    categories: tuple[Category, ...]
    services: Mapping[str, Service]

    def services_in(self, category: str) -> tuple[Service, ...]:
        """Return the services of a category, in order; empty for an unknown category."""
        return tuple(service for service in self.services.values() if service.category == category)


def questions_for(service: Service, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that apply given the answers so far, answered ones included, in order.

    An answer that no longer applies, because an earlier one was changed, counts as not given.
    """
    questions, _ = _walk(service, answers)
    return questions


def materials_for(service: Service, answers: Answers) -> tuple[Material, ...]:
    """Return exactly what to bring, in the order of the catalogue (reception.md B1).

    While questions are open it holds what is certain by now; no material code comes twice.
    """
    _, given = _walk(service, answers)
    return tuple(material for material in service.materials if _holds(material.when, given))


def materials_maybe(service: Service, answers: Answers) -> tuple[Material, ...]:
    """Return what an open question may still add to `materials_for`, in the order of the catalogue.

    Empty once every question that applies is answered. None that is certain already, and no code twice: which
    note applies is as open as the question, so only the names tell the truth.
    """
    _, given = _walk(service, answers)
    certain = {material.code for material in materials_for(service, answers)}
    possible = {material.code for way in _ways_on(service, given) for material in materials_for(service, way)}
    first = {material.code: material for material in reversed(service.materials)}
    return tuple(
        each for each in service.materials if each.code in possible - certain and first[each.code] is each
    )


def machine_can(service: Service, answers: Answers) -> bool:
    """Say whether a self-service machine can do what was answered (reception.md A6).

    While a question that decides it is open, the answer is no: nobody is sent to a machine on a guess.
    """
    _, given = _walk(service, answers)
    return service.self_service is not None and _holds(service.self_service.when, given)


def bad_answers(service: Service, answers: Answers) -> str | None:
    """Return what is wrong with the first answer that cannot be, or None; an open question is no fault."""
    asked = {question.code: question for question in questions_for(service, answers)}
    known = {question.code for question in service.questions}
    for code, chosen in answers.items():
        if code not in known:
            return "answers a question that the service does not ask"
        if code not in asked:
            return f"{code}: does not apply with the other answers"
        if chosen not in {option.code for option in asked[code].options}:
            return f"{code}: is not one of the options"
    return None


def every_answers(service: Service) -> Iterator[dict[str, str]]:
    """Yield every complete set of answers a customer can give, one for each way through the questions."""
    yield from _ways_on(service, {})


def _ways_on(service: Service, given: dict[str, str]) -> Iterator[dict[str, str]]:
    is_open = (question for question in questions_for(service, given) if question.code not in given)
    question = next(is_open, None)
    if question is None:
        yield given
        return
    for option in question.options:
        yield from _ways_on(service, {**given, question.code: option.code})


def _walk(service: Service, answers: Answers) -> tuple[tuple[Question, ...], dict[str, str]]:
    """Go through the questions in order: those that apply, and the answers given to them."""
    asked: list[Question] = []
    given: dict[str, str] = {}
    for question in service.questions:
        if _holds(question.when, given):
            asked.append(question)
            if question.code in answers:
                given[question.code] = answers[question.code]
    return tuple(asked), given


def _holds(when: Conditions, given: Answers) -> bool:
    return all(given.get(question) in allowed for question, allowed in when.items())
