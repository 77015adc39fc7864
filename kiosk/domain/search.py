"""Finding a service by what people say: letters of a keypad, pinyin and its initials, English, or a whole sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, Literal

KEYPAD: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
"""What the keypad of the entrance can type."""

_LONGEST_QUERY: Final = 200
_SLIP_FROM: Final = 5
"""With fewer letters, one wrong letter would find nearly everything."""

Kind = Literal["name", "synonym", "other"]
"""What a word is to its service; other: only about it."""

_KINDS: Final = {"name": 0, "synonym": 1, "other": 2}
_EXACT, _PREFIX, _INITIALS, _MIXED, _INNER, _INNER_MIXED, _SAID, _SHARED, _ALIKE, _SLIP = range(10)
"""How well a word fits, best first."""

_Fit = tuple[int, int, int]
"""How well a word fits, how much of a sentence it is (the more, the smaller), and how much of the word is left over."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase that finds a service."""

    plain: str
    """As it is written: its `parts` without spaces."""
    readings: tuple[str, ...]
    """As it is typed, likeliest first: pinyin syllables (ü as v) and English words, a space between two of them."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Keys:
    """All words that find one service."""

    service: str
    words: tuple[Word, ...]


def find(keys: Sequence[Keys], query: str, limit: int) -> tuple[str, ...]:
    """Return the codes of at most `limit` services that `query` finds, best first; none for an empty query.

    Letters fit a word from its beginning or from any syllable on, each syllable typed whole or by its first letters:
    `huikuan`, `huik`, `hk`, `hkuan` and `kuan` all find 汇款. Whole sentences find the words said in them. Sounds that
    people mix up (zh and z, ang and an, ü and u) rank behind those. One slip in five letters or more is looked for
    only where nothing else is found, and counts once the letter after it is right or the word is over. Words merely
    about a service rank behind all names and synonyms; equals stay in the order of `keys`.
    """
    asked = _asked(query)
    if asked is None:
        return ()
    ranked = sorted(_ranked(keys, asked, _fit)) or sorted(_ranked(keys, asked, _slip))
    return tuple(keys[order].service for _, order in ranked[:limit])


def next_letters(keys: Sequence[Keys], query: str) -> frozenset[str]:
    """Return the letters and digits of the keypad that, typed after `query`, still find something."""
    words = [word for one in keys for word in one.words]
    asked = _asked(query)
    if asked is not None and not asked.is_sentence:
        # What does not fit so far does not fit with one letter more. In a sentence a letter may complete a word.
        words = [word for word in words if _fit(word, asked) or _one_slip(word, asked.text, proved=False)]
    return frozenset(letter for letter in KEYPAD if _finds_any(words, query + letter))


def parts(text: str) -> tuple[str, ...]:
    """Return the runs of a-z and 0-9 and the runs of other letters in `text`: lower case, no accents, ü as v."""
    bare = unicodedata.normalize("NFKD", text).casefold().replace("u\u0308", "v")
    return tuple(re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", re.sub("[\u0300-\u036f]", "", bare)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, taken apart once for all words."""

    text: str
    """Everything typed, without spaces."""
    soft: str
    """The same in sounds that nobody mixes up."""
    letters: frozenset[str]
    parts: frozenset[str]
    spaced: str
    """Its parts in order, with a space before, between and after them."""
    by_letter: bool
    """Only a-z and 0-9: compared with how words are typed, else with how they are written."""
    is_sentence: bool


def _asked(query: str) -> _Asked | None:
    said = parts(query[:_LONGEST_QUERY])
    if not said:
        return None
    text, by_letter = "".join(said), all(part.isascii() for part in said)
    return _Asked(
        text=text,
        soft=_soft(text),
        letters=frozenset(text),
        parts=frozenset(said),
        spaced=f" {' '.join(said)} ",
        by_letter=by_letter,
        is_sentence=not by_letter or len(said) > 1,
    )


def _ranked(
    keys: Sequence[Keys], asked: _Asked, fit: Callable[[Word, _Asked], _Fit | None]
) -> Iterator[tuple[tuple[bool, int, int, int, int], int]]:
    """Yield the best rank of each service that is found, with its place in `keys`."""
    for order, one in enumerate(keys):
        ranks = [
            (word.kind == "other", found[0], found[1], _KINDS[word.kind], found[2])
            for word in one.words
            if (found := fit(word, asked))
        ]
        if ranks:
            yield min(ranks), order


def _finds_any(words: Sequence[Word], query: str) -> bool:
    asked = _asked(query)
    return asked is not None and any(_fit(word, asked) or _slip(word, asked) for word in words)


def _fit(word: Word, asked: _Asked) -> _Fit | None:
    found = _typed(word, asked) if asked.by_letter else _written(word.plain, asked.text)
    return found or (_said(word, asked) if asked.is_sentence else None)


# As it is written


def _written(plain: str, text: str) -> _Fit | None:
    if text not in plain:
        return None
    left = len(plain) - len(text)
    if not left:
        return _EXACT, 0, 0
    return (_PREFIX if plain.startswith(text) else _INNER), 0, left


def _said(word: Word, asked: _Asked) -> _Fit | None:
    """Return how a word occurs in a sentence: the longer, the better; in one piece rather than in scattered ones."""
    plain, size = word.plain, len(word.plain)
    if plain.isascii() or asked.by_letter:
        strict = _prepared(word.readings).strict
        said = [one for one in strict if one.full in asked.parts or asked.parts.issuperset(one.units)]
        whole = any(one.full in asked.parts or f" {' '.join(one.units)} " in asked.spaced for one in said)
        scattered = bool(said) and not whole
    else:
        whole = size > 1 and plain in asked.text
        scattered = size > 1 and not whole and asked.letters.issuperset(plain)
    if whole or scattered:
        return _SAID, scattered - 2 * size, 0
    if asked.by_letter:
        return None
    shared = sum(plain[at : at + 2] in asked.text for at in range(size - 1))
    return (_SHARED, -shared, 0) if shared else None


# As it is typed


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading, prepared for laying letters over it."""

    units: tuple[str, ...]
    initials: str
    full: str
    """All of it without spaces."""
    starts: tuple[int, ...]
    """Where in `full` its units begin."""
    ahead: tuple[int, ...]
    """For each letter of `full`, where the next unit begins."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """How a word is typed."""

    strict: tuple[_Reading, ...]
    soft: tuple[_Reading, ...]
    """In sounds that nobody mixes up."""
    heads: frozenset[str]
    """Initials of the soft units: no query begins otherwise."""
    letters: frozenset[str]
    """Letters of the soft units: no query has others."""


@lru_cache(maxsize=1 << 14)
def _prepared(readings: tuple[str, ...]) -> _Typed:
    """Return readings prepared, and remembered: they are the same at every key pressed."""
    strict = tuple(_reading(reading.split()) for reading in readings)
    soft = tuple(_reading([_soft(unit) for unit in one.units]) for one in strict)
    heads = frozenset("".join(one.initials for one in soft))
    return _Typed(strict, soft, heads, frozenset("".join(one.full for one in soft)))


def _reading(units: Sequence[str]) -> _Reading:
    ends = tuple(accumulate(map(len, units)))
    ahead = tuple(end for unit, end in zip(units, ends, strict=True) for _ in unit)
    return _Reading(tuple(units), "".join(unit[0] for unit in units), "".join(units), (0, *ends[:-1]), ahead)


def _soft(text: str) -> str:
    """Return `text` with one sound for each pair that people mix up: zh and z, ch and c, sh and s, ng and n, ü and u."""
    return re.sub("ng(?![aeiou])", "n", re.sub("([zcs])h", r"\1", text.replace("v", "u")))


def _typed(word: Word, asked: _Asked) -> _Fit | None:
    typed = _prepared(word.readings)
    if asked.soft[0] not in typed.heads or not typed.letters.issuperset(asked.soft):
        return None
    strict = next(filter(None, (_laid(reading, asked.text) for reading in typed.strict)), None)
    if strict or (asked.soft == asked.text and typed.soft == typed.strict):
        return strict
    alike = next(filter(None, (_laid(reading, asked.soft) for reading in typed.soft)), None)
    return (_ALIKE, 0, alike[0]) if alike else None


def _laid(reading: _Reading, text: str) -> _Fit | None:
    """Return how `text` lies on the units of a reading, from any of them on."""
    full, left = reading.full, len(reading.full) - len(text)
    if full.startswith(text):
        return (_PREFIX if left else _EXACT), 0, left
    if reading.initials.startswith(text):
        return _INITIALS, 0, left
    if not _lies(reading, text, reading.starts):
        return None
    if _lies(reading, text, (0,)):
        return _MIXED, 0, left
    return (_INNER if any(full.startswith(text, at) for at in reading.starts) else _INNER_MIXED), 0, left


def _lies(reading: _Reading, text: str, starts: Sequence[int]) -> bool:
    """Tell whether `text` is made of beginnings of one unit after the other, the first of them at one of `starts`."""
    full, size, ahead = reading.full, len(reading.full), reading.ahead
    reached = {at for at in starts if full[at] == text[0]}
    for letter in text[1:]:
        reached = {to for at in reached for to in (at + 1, ahead[at]) if to < size and full[to] == letter}
        if not reached:
            break
    return bool(reached)


def _slip(word: Word, asked: _Asked) -> _Fit | None:
    enough = asked.by_letter and len(asked.text) >= _SLIP_FROM
    return (_SLIP, 0, 0) if enough and _one_slip(word, asked.text, proved=True) else None


def _one_slip(word: Word, text: str, *, proved: bool) -> bool:
    """Tell whether a reading begins with `text` but for one letter too many, missing, wrong or in the wrong place.

    `proved`: the last letter alone is no slip while the word goes on, else every next letter would find something.
    """
    return any(_slipped(one.full, text, proved=proved) for one in _prepared(word.readings).strict)


def _slipped(full: str, text: str, *, proved: bool) -> bool:
    half = len(text) // 2
    if not full.startswith(text[:half]) and text[half + 1 :] not in full:
        return False  # one slip leaves the other half as it was; this spares most words the rest
    at = next((at for at, pair in enumerate(zip(full, text, strict=False)) if pair[0] != pair[1]), len(full))
    missing = full.startswith(text[at:], at + 1)
    swapped = full[at : at + 2] == text[at : at + 2][::-1] and full.startswith(text[at + 2 :], at + 2)
    if missing or swapped or (proved and at == len(text) - 1 and len(full) > len(text)):
        return missing or swapped
    return full.startswith(text[at + 1 :], at + 1) or full.startswith(text[at + 1 :], at)
