"""Finding a service by what people say: letters of a keypad, pinyin and its initials, English, or a whole sentence."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

KEYPAD: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
"""What the keypad of the entrance can type."""

_LONGEST_QUERY: Final = 200
_SLIP_FROM: Final = 5
"""With fewer letters, one wrong letter would find nearly everything."""

Kind = Literal["name", "synonym", "other"]
"""What a word is to its service; other: only about it."""

_KINDS: Final = {"name": 0, "synonym": 1, "other": 2}
_EXACT, _PREFIX, _INITIALS, _MIXED, _INNER, _INNER_MIXED, _SAID, _SCATTERED, _SHARED, _ALIKE, _SLIP = range(
    11
)
"""How well a word fits, best first."""

_Fit = tuple[int, int]
"""How well a word fits, and how much of it is left over: the less the better."""


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
    only where nothing else is found. Words merely about a service rank behind all names and synonyms; equals stay in
    the order of `keys`.
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
        words = [word for word in words if _fit(word, asked) or _one_slip(word, asked.text)]
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
    spaced: str
    """With a space before, between and after its parts."""
    by_letter: bool
    """Only a-z and 0-9: compared with how words are typed, else with how they are written."""
    is_sentence: bool


def _asked(query: str) -> _Asked | None:
    said = parts(query[:_LONGEST_QUERY])
    if not said:
        return None
    text, by_letter = "".join(said), all(part.isascii() for part in said)
    return _Asked(text, _soft(text), f" {' '.join(said)} ", by_letter, not by_letter or len(said) > 1)


def _ranked(
    keys: Sequence[Keys], asked: _Asked, fit: Callable[[Word, _Asked], _Fit | None]
) -> Iterator[tuple[tuple[bool, int, int, int], int]]:
    """Yield the best rank of each service that is found, with its place in `keys`."""
    for order, one in enumerate(keys):
        ranks = [
            (word.kind == "other", found[0], _KINDS[word.kind], found[1])
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
        return _EXACT, 0
    return (_PREFIX, left) if plain.startswith(text) else (_INNER, left)


def _said(word: Word, asked: _Asked) -> _Fit | None:
    """Return how a word of two letters or more occurs in a sentence: the longer, the better."""
    plain, size = word.plain, len(word.plain)
    if plain.isascii() or asked.by_letter:
        joined = (reading.replace(" ", "") for reading in word.readings)
        is_said = any(f" {one} " in asked.spaced for one in (*word.readings, *joined))
        return (_SAID, -size) if is_said else None
    if size > 1 and plain in asked.text:
        return _SAID, -size
    if size > 1 and set(plain) <= set(asked.text):
        return _SCATTERED, -size
    shared = sum(plain[at : at + 2] in asked.text for at in range(size - 1))
    return (_SHARED, -shared) if shared else None


# As it is typed


@lru_cache(maxsize=1 << 15)
def _forms(reading: str) -> tuple[tuple[str, ...], str, str]:
    """Return the units of a reading, their initials, and all of it without spaces."""
    units = tuple(reading.split())
    return units, "".join(unit[0] for unit in units), "".join(units)


@lru_cache(maxsize=1 << 15)
def _soft_reading(reading: str) -> str:
    return " ".join(map(_soft, reading.split()))


def _soft(text: str) -> str:
    """Return `text` with one sound for each pair that people mix up: zh and z, ch and c, sh and s, ng and n, ü and u."""
    return re.sub("ng(?![aeiou])", "n", re.sub("([zcs])h", r"\1", text.replace("v", "u")))


def _typed(word: Word, asked: _Asked) -> _Fit | None:
    for reading in word.readings:
        strict = _laid(reading, asked.text)
        if strict:
            return strict
    for reading in word.readings:
        alike = _laid(_soft_reading(reading), asked.soft)
        if alike:
            return _ALIKE, alike[0]
    return None


def _laid(reading: str, text: str) -> _Fit | None:
    """Return how `text` lies on the units of a reading, from any of them on."""
    units, initials, full = _forms(reading)
    if text[0] not in initials:
        return None
    left = len(full) - len(text)
    if full.startswith(text):
        return (_PREFIX, left) if left else (_EXACT, 0)
    if initials.startswith(text):
        return _INITIALS, len(units) - len(text)
    starts = [at for at, initial in enumerate(initials) if initial == text[0]]
    if starts[0] == 0 and _lies(units, text):
        return _MIXED, left
    if any("".join(units[at:]).startswith(text) for at in starts):
        return _INNER, left
    return (_INNER_MIXED, left) if any(_lies(units[at:], text) for at in starts) else None


def _lies(units: Sequence[str], text: str) -> bool:
    """Tell whether `text` is made of beginnings of one unit after the other."""
    reached = {0}
    for unit in units:
        sizes = range(1, len(unit) + 1)
        reached = {at + size for at in reached for size in sizes if text.startswith(unit[:size], at)}
        if len(text) in reached or not reached:
            break
    return len(text) in reached


def _slip(word: Word, asked: _Asked) -> _Fit | None:
    enough = asked.by_letter and len(asked.text) >= _SLIP_FROM
    return (_SLIP, 0) if enough and _one_slip(word, asked.text) else None


def _one_slip(word: Word, text: str) -> bool:
    """Tell whether a reading begins with `text` but for one letter too many, missing, wrong or in the wrong place."""
    return any(_is_one_slip(_forms(reading)[2], text) for reading in word.readings)


def _is_one_slip(full: str, text: str) -> bool:
    half = len(text) // 2
    if not full.startswith(text[:half]) and text[half + 1 :] not in full:
        return False  # a single slip leaves one half as it was; this spares most words the rest
    same = next((at for at, pair in enumerate(zip(full, text, strict=False)) if pair[0] != pair[1]), None)
    if same is None:
        return len(text) - len(full) <= 1
    return (
        full.startswith(text[same + 1 :], same + 1)
        or full.startswith(text[same + 1 :], same)
        or full.startswith(text[same:], same + 1)
        or (
            full[same : same + 2] == text[same : same + 2][::-1]
            and full.startswith(text[same + 2 :], same + 2)
        )
    )
