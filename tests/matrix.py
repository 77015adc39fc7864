"""Languages and sizes for tests that look at every state of a page: first and last size in every run, all in a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.harness import LONG

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("zh", "en")


def in_languages(sizes: Mapping[str, tuple[int, int]]) -> pytest.MarkDecorator:
    """Parametrize `language` and `size`, sizes by their name: the first in Chinese and the last in English, or all pairs."""
    names = list(sizes)
    ends = {("zh", names[0]), ("en", names[-1])}
    chosen = [
        pytest.param(language, size, id=f"{language}-{name}")
        for name, size in sizes.items()
        for language in LANGUAGES
        if LONG or (language, name) in ends
    ]
    return pytest.mark.parametrize(("language", "size"), chosen)
