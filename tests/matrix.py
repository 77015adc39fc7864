"""Languages and sizes for tests that look at every state of a page: each of both in every run, all pairs in a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.harness import LONG

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("zh", "en")


def in_languages(sizes: Mapping[str, tuple[int, int]]) -> pytest.MarkDecorator:
    """Parametrize `language` and `size`: sizes by their name, every one with a language in turn, or with both."""
    chosen = [
        pytest.param(language, size, id=f"{language}-{name}")
        for at, (name, size) in enumerate(sizes.items())
        for turn, language in enumerate(LANGUAGES)
        if LONG or at % len(LANGUAGES) == turn
    ]
    return pytest.mark.parametrize(("language", "size"), chosen)
