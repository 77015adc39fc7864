"""Six words by which two people on the telephone can tell that both have the same two keys before them.

The words are those of BIP-39, eleven bits each: 66 bits of the digest, which nobody meets by trying while a voucher lasts.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from mnemonic import Mnemonic

Language = Literal["zh", "en"]
WORDS: Final = 6
_BITS: Final = 11
_LISTS: Final[dict[Language, str]] = {"zh": "chinese_simplified", "en": "english"}


def six_words(hq_signing: bytes, branch_key: bytes, language: Language) -> tuple[str, ...]:
    """Return the words of headquarters' and a branch's public keys, 32 raw bytes each; in Chinese six characters."""
    digest = hashlib.sha256(b"kiosk-words-1\0" + hq_signing + branch_key).digest()
    bits, words = int.from_bytes(digest), _list(language)
    return tuple(words[bits >> 256 - _BITS * place & 0x7FF] for place in range(1, WORDS + 1))


def same_words(said: str, words: Sequence[str]) -> bool:
    """Tell whether somebody said just these words; Chinese ones may come without spaces between them."""
    return "".join(said.lower().split()) == "".join(words)


@cache
def _list(language: Language) -> list[str]:
    return Mnemonic(_LISTS[language]).wordlist
