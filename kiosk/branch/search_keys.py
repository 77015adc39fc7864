"""What finds each service: its names, everyday words and telling papers, with the pinyin people type for them."""

import gc
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Final

from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.search import Keys, Kind, Word, parts

_HAN: Final = "\u3400-\u9fff"
_TELLING: Final = 2
"""A paper that more services ask for says nothing about which of them is meant."""

_IN_A_BANK: Final = {
    "行": "hang", "卡": "ka", "还": "huan", "调": "tiao", "旅行": "lv xing", "行长": "hang zhang", "存折": "cun zhe",
    "重置": "chong zhi", "重新": "chong xin", "重设": "chong she", "贵重": "gui zhong", "调查": "diao cha",
}  # fmt: skip
"""How these are read at a counter, where the dictionary of the library reads them as in a novel (还款 as hai kuan)."""
_ALSO_READ: Final = {
    "行": "hang xing", "长": "chang zhang", "重": "zhong chong", "还": "hai", "调": "tiao diao", "折": "she", "单": "shan",
    "会": "kuai", "率": "shuai", "传": "zhuan", "乐": "le", "参": "shen", "薄": "bo", "券": "juan", "便": "pian",
    "查": "zha", "解": "xie", "给": "ji", "缴": "zhuo", "角": "jue",
}  # fmt: skip
"""Characters of everyday bank words that people may type by another of their readings."""

_Said = tuple[str, tuple[tuple[str, Kind], ...]]
"""A service and all words said of it."""

_one_at_a_time = Lock()


def search_keys(catalogue: Catalogue) -> tuple[Keys, ...]:
    """Return what finds each service, in the order of the catalogue. It takes a third of a second; any thread may ask.

    Readings are first the one of the phrase, then one for each character that is also read otherwise.
    """
    papers = Counter(paper for one in catalogue.services.values() for paper in _papers(one))
    telling = frozenset(paper for paper, services in papers.items() if services <= _TELLING)
    said = tuple((one.code, tuple(_words(one, telling))) for one in catalogue.services.values())
    with _one_at_a_time:
        return _keys(said)


def _words(service: Service, telling: frozenset[str]) -> Iterator[tuple[str, Kind]]:
    """Yield the words of a service, the weightier kind first where a word comes twice."""
    yield from ((service.name.zh, "name"), (service.name.en, "name"))
    yield from ((synonym, "synonym") for synonym in service.synonyms)
    for phrase in re.split("[、，。]|, ", f"{service.help.zh}，{service.help.en}"):
        yield phrase, "other"
    yield from ((paper, "other") for paper in sorted(_papers(service) & telling))


def _papers(service: Service) -> set[str]:
    return {name for one in service.materials for name in (one.name.zh, one.name.en)}


@lru_cache(maxsize=4)
def _keys(said: Sequence[_Said]) -> tuple[Keys, ...]:
    """Return the keys of services, remembered: a catalogue read again has mostly the same words."""
    try:
        return _spelled_all(said)
    finally:
        # Its dictionaries take 56 MB, of which 51 come back; loading them again costs 0.3 s (measured). A child
        # process would give back the rest, but costs the start of an interpreter and is a second way to fail.
        for name in [name for name in sys.modules if name.partition(".")[0] == "pypinyin"]:
            del sys.modules[name]
        gc.collect()


def _spelled_all(said: Sequence[_Said]) -> tuple[Keys, ...]:
    """Return the keys of services. A function of its own: once it is left, nothing refers to the dictionaries."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - loaded when a catalogue is, and dropped again

    def spell(han: str) -> list[str]:
        return lazy_pinyin(han, style=Style.NORMAL, errors="ignore")

    return tuple(Keys(code, tuple(_spelled(words, spell))) for code, words in said)


def _spelled(words: Sequence[tuple[str, Kind]], spell: Callable[[str], list[str]]) -> Iterator[Word]:
    seen = set[str]()
    for text, kind in words:
        plain = "".join(parts(text))
        if plain and plain not in seen:
            seen.add(plain)
            yield Word(plain, _readings(text, spell), kind)


def _readings(text: str, spell: Callable[[str], list[str]]) -> tuple[str, ...]:
    """Return how a word is typed; other scripts than Chinese and a-z have no letters to type them by."""
    units: list[str] = []
    others: list[tuple[int, str]] = []
    for part in re.findall(f"[a-z0-9]+|[{_HAN}]+", " ".join(parts(text))):
        others += (
            (len(units) + at, sound)
            for at, char in enumerate(part)
            for sound in _ALSO_READ.get(char, "").split()
        )
        units += [part] if part.isascii() else _read(part, spell(part))
    readings = (units, *([*units[:at], sound, *units[at + 1 :]] for at, sound in others))
    return tuple(dict.fromkeys(" ".join(one) for one in readings if one))


def _read(han: str, sounds: list[str]) -> list[str]:
    """Return the syllables of `han`, one for each character, as they are read in a bank."""
    for phrase, reading in _IN_A_BANK.items():
        for found in re.finditer(phrase, han):
            sounds[found.start() : found.end()] = reading.split()
    return sounds
