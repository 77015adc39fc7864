"""The LAN of the tests is one: machines hear one another, and nobody hears another's loopback."""

import socket

import pytest

from tests.lan.namespaces import Machine, machines

PATIENCE_S = 60.0


def _hears(there: Machine, address: str, *, at: str) -> bool:
    """Tell whether somebody on machine `there` reaches a service that listens at `at`."""
    with there.entered(), socket.socket() as caller:
        caller.settimeout(PATIENCE_S)
        return caller.connect_ex((address, int(at))) == 0


def test_machines_hear_one_another_and_not_the_loopback_of_another() -> None:
    with machines("one", "two") as (one, two):
        with one.entered():
            open_to_all = socket.create_server(("0.0.0.0", 0))  # noqa: S104 - it is what is looked at
            own = socket.create_server(("127.0.0.1", 0))
        with open_to_all, own:
            assert _hears(two, one.address, at=str(open_to_all.getsockname()[1]))
            assert not _hears(two, one.address, at=str(own.getsockname()[1]))
            assert not _hears(two, "127.0.0.1", at=str(own.getsockname()[1]))


def test_a_test_that_fails_leaves_no_machine_behind() -> None:
    with pytest.raises(ZeroDivisionError), machines("one") as (one,):
        1 / 0  # noqa: B018

    with pytest.raises(FileNotFoundError), one.entered():
        pass
