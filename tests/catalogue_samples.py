"""The shipped catalogue for tests: as a catalogue, as a plan, and as tables that a test may spoil."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.branch.search_keys import search_keys
from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.branch_plan_parse import BRANCH_FILE
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.notices import NOTICES_FILE
from kiosk.domain.privacy import PRIVACY_FILE
from kiosk.domain.rating import RATING_FILE
from kiosk.domain.search import Keys
from kiosk.wire.catalogue_files import load_branch_plan, load_catalogue

FOLDER = Path(__file__).parents[1] / "resources" / "catalogue"


@cache
def shipped_catalogue() -> Catalogue:
    """Return the catalogue of the checkout; fails with its problems if it has any."""
    catalogue = load_catalogue(FOLDER)
    assert isinstance(catalogue, Catalogue), "\n".join(map(str, catalogue))
    return catalogue


def shipped_keys() -> tuple[Keys, ...]:
    """Return what finds the services of the checkout."""
    return search_keys(shipped_catalogue())


@cache
def shipped_plan() -> BranchPlan:
    """Return the branch of the checkout; fails with its problems if it has any."""
    plan = load_branch_plan(FOLDER, shipped_catalogue())
    assert isinstance(plan, BranchPlan), "\n".join(map(str, plan))
    return plan


def catalogue_tables() -> dict[str, Any]:
    """Return fresh tables of all catalogue files by name."""
    tables: dict[str, Any] = json.loads(_all_tables())
    del tables[BRANCH_FILE], tables[RATING_FILE], tables[NOTICES_FILE], tables[PRIVACY_FILE]
    return tables


def branch_table() -> dict[str, Any]:
    """Return a fresh table of branch.toml."""
    table: dict[str, Any] = json.loads(_all_tables())[BRANCH_FILE]
    return table


@cache
def _all_tables() -> str:
    """Read the files once; a copy made through JSON is ten times quicker than reading TOML again."""
    files = sorted(FOLDER.glob("*.toml"))
    return json.dumps({path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in files})
