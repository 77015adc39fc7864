"""`kiosk ready` beside a service that does not do as it should: whoever asks hears of it, and is not told there is none."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.branch.database.store import Store
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
    return tmp_path


@contextmanager
def answering(data: Path, status: int, body: bytes, length: int | None = None) -> Iterator[None]:
    """Stand in the place of the service of a data folder; a `length` beyond the body breaks the answer off."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        (data / "service.json").write_text(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def ready(data: Path) -> Result:
    return CliRunner().invoke(app, ["ready", "--data", str(data)])


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, b"Internal Server Error", ("http_500", "重启网点服务", "Restart the branch service")),
        (403, b'{"kind": "refused", "code": "role_may_not"}', ("role_may_not", "版本", "version")),
        (404, b'{"detail": "Not Found"}', ("http_404", "版本", "version")),
        (200, b'{"kind": "something_else"}', ("http_200", "版本", "version")),
        (200, b"[]", ("http_200", "版本", "version")),
        (503, b'{"kind": "refused", "code": "stopping"}', ("stopping", "再试一次", "try again")),
        (503, b'{"kind": "refused", "code": "disk_full"}', ("disk_full", "请腾出空间", "free some space")),
    ],
)
def test_a_service_that_does_not_check_is_told_by_its_code_with_what_to_do(
    data: Path, status: int, body: bytes, told: tuple[str, ...]
) -> None:
    with answering(data, status, body):
        ended = ready(data)

    assert ended.exit_code == 2
    assert [word for word in told if word not in ended.output] == []
    assert "网点服务没有运行" not in ended.output


def test_an_answer_that_breaks_off_is_no_answer(data: Path) -> None:
    with answering(data, 200, b"{", length=99):
        ended = ready(data)

    assert (ended.exit_code, "no_answer" in ended.output) == (2, True)


def test_an_address_nobody_answers_at_is_that_of_no_service(data: Path) -> None:
    with answering(data, 200, b""):
        pass

    assert "网点服务没有运行" in ready(data).output


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"url": "http://127.0.0.1:port"}'])
def test_an_address_that_was_cut_off_is_that_of_no_service(data: Path, content: str) -> None:
    (data / "service.json").write_text(content)

    assert "网点服务没有运行" in ready(data).output
