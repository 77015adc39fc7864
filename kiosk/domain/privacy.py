"""What a branch promises about personal data: the text customers agree to, and how long each class is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from kiosk.domain.catalogue import Text
from kiosk.domain.strict_table import Problem, Table

Class = Literal["contact", "words", "care"]


@dataclass(frozen=True, slots=True)
class Privacy:
    """The branch's promise, as privacy.toml has it."""

    version: str
    """Of the text; it changes whenever the text does."""
    text: Text
    """What is shown before contact data is kept."""
    days: dict[str, int] = field(default_factory=dict)
    """After how many further closed business days each class is destroyed."""
    hold: bool = False
    """Nothing is destroyed by the passing of time until this is false again: a court or an inquiry asked for it. What a
    customer wants deleted (ForgetRecord) is deleted all the same."""
    journal_days: int = 400
    """After how many further closed business days a day of the journal goes that headquarters holds; 7 at least."""


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data on its way into the vault. It never enters a fact, a log or an answer that is stored."""

    record: str
    of: Class
    visit: str
    content: dict[str, object] = field(repr=False)
    fact: int = 0
    """Which fact of the decision bears the commitment to it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a record without opening it."""

    record: str
    of: Class
    visit: str
    date: str


PRIVACY_FILE: Final = "privacy.toml"
_LONGEST_DAYS: Final = 400
_LONGEST_JOURNAL: Final = 4_000


def parse_privacy(data: Mapping[str, object], file: str = PRIVACY_FILE) -> Privacy | tuple[Problem, ...]:
    """Read the branch's promise from a parsed file, or return every problem found in it."""
    problems: list[Problem] = []
    privacy = Table(data, file, problems).read(_read)
    return tuple(problems) or privacy


def _read(table: Table) -> Privacy:
    days = table.table("days", lambda days: {of: days.number(of, 0, _LONGEST_DAYS) for of in get_args(Class)})
    journal_days = table.number("journal_days", 7, _LONGEST_JOURNAL) if "journal_days" in table else 400
    hold = table.flag("hold") if "hold" in table else False
    return Privacy(table.line("version"), table.text("text"), days or {}, hold, journal_days)


def masked_name(name: str) -> str:
    """Return a form of address that no longer tells who it is: 王小明 as 王*明, 王女士 as it is, others by their first sign.

    The title (先生, 女士 and the like) is nobody's name and stays.
    """
    for title in ("先生", "女士", "小姐", "老师", "经理", "总"):
        if name.endswith(title) and len(name) > len(title):
            return masked_name(name[: -len(title)]) + title if len(name) - len(title) > 1 else name
    match len(name):
        case 0 | 1:
            return name
        case 2:
            return f"{name[0]}*"
        case many:
            return f"{name[0]}{'*' * (many - 2)}{name[-1]}"


def masked_phone(phone: str) -> str:
    """Return the last four digits of a phone behind stars: ***1234."""
    return f"***{phone[-4:]}" if len(phone) > 4 else "***"  # noqa: PLR2004 - the four that stay


def last_four(phone: str) -> str:
    """Return the last four digits of a phone, empty if it has fewer."""
    digits = [sign for sign in phone if sign.isdigit()]
    return "".join(digits[-4:]) if len(digits) >= 4 else ""  # noqa: PLR2004 - same
