"""The look at what a test left behind sees each kind of thing, and nothing once it is gone."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading

from tests.leaks import held, left_behind


def test_a_forgotten_thread_is_seen_until_it_ends() -> None:
    before, done = held(), threading.Event()
    thread = threading.Thread(target=done.wait, name="forgotten")
    thread.start()

    seen = left_behind(before, patience_s=0)
    done.set()
    thread.join()

    assert [line.split()[:2] for line in seen] == [["thread", "forgotten"]]
    assert left_behind(before, patience_s=0) == []


def test_a_forgotten_process_is_seen_until_it_ends() -> None:
    before = held()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        seen = left_behind(before, patience_s=0)
        child.communicate(b"\n")

    assert [line.split()[:2] for line in seen] == [["process", str(child.pid)]]
    assert left_behind(before, patience_s=0) == []


def test_a_forgotten_listening_socket_is_seen_until_it_is_closed() -> None:
    before = held()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        seen = left_behind(before, patience_s=0)

    assert seen == [f"listening socket on port {port}"]
    assert left_behind(before, patience_s=0) == []


def test_something_that_is_just_ending_is_given_a_moment() -> None:
    before, timer = held(), threading.Timer(0.1, lambda: None)
    timer.start()

    left = left_behind(before, patience_s=5)

    assert left == []
