"""Every setting is documented in both languages, used, and in the example, which changes nothing as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kiosk.app.settings import NO_POLICY, Settings, load, registry
from kiosk.app.settings.example import example
from kiosk.app.settings.kinds import checked, written
from kiosk.app.settings.setting import Setting

CHINESE = re.compile("[一-鿿]")


@pytest.mark.parametrize("each", registry, ids=lambda each: each.name)
def test_a_setting_is_explained_in_both_languages(each: Setting) -> None:
    assert CHINESE.search(each.zh)
    assert re.search("[A-Za-z]{3}", each.en)
    assert not CHINESE.search(each.en)
    assert not each.zh.endswith("。")
    assert not each.en.endswith(".")


@pytest.mark.parametrize("each", registry, ids=lambda each: each.name)
def test_what_a_setting_shows_it_takes(each: Setting) -> None:
    for shown in filter(None, (each.default, each.example)):
        value = tomllib.loads(f"value = {written(shown)}")["value"]

        assert checked(each, value) is not None


def test_the_example_shows_every_setting_and_loads_to_what_is_shipped(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(example(), "utf-8")
    tables = {
        each.table: example().partition(f"\n[{each.table}]\n")[2].partition("\n[")[0] for each in registry
    }

    found = load(file, {}, NO_POLICY)

    assert all(found.value(each.name) == Settings().value(each.name) for each in registry)
    assert [
        each.name for each in registry if not re.search(rf"(?m)^(# )?{each.key} = ", tables[each.table])
    ] == []


def test_the_example_with_every_line_in_force_is_taken_but_for_the_printer(tmp_path: Path) -> None:
    every = re.sub(r"(?m)^# (\w+ = )", r"\1", example())
    file = tmp_path / "kiosk.toml"
    file.write_text(every.partition("\n[printer]")[0] + "\n[logs]" + every.partition("\n[logs]")[2], "utf-8")

    found = load(file, {}, NO_POLICY)

    assert {each.name for each in registry if each.table != "printer"} == set(found.origins)
