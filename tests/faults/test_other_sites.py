"""Pages of other sites, and names that were bent to lead here: nothing of theirs gets in, whoever is signed in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import sync_playwright

from kiosk.domain import facts as f
from tests.browsers import CHROMIUM
from tests.faults.harness import new_id
from tests.faults.service_process import Branch, running_branch
from tests.served import PORT
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from pathlib import Path

    import httpx
    from playwright.sync_api import BrowserContext

ARGUMENTS: Final = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
COMMAND: Final = "/v1/requests/revoke_device"


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path_factory.mktemp("branch")) as running:
        yield running


@pytest.fixture(scope="module")
def office(branch: StrictBranch) -> Client:
    """The branch manager's computer, signed in: whatever its browser sends carries every right."""
    client = branch.pair("office-pc", "staff")
    client.sign_in(MANAGER)
    return client


FOREIGN: Final[list[dict[str, str]]] = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"http://127.0.0.1:{PORT + 1}"},
    {"Origin": f"http://127.0.0.1.evil.example:{PORT}"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_what_another_page_makes_a_signed_in_browser_send_is_refused(
    branch: StrictBranch, office: Client, headers: dict[str, str]
) -> None:
    before = _head(branch)

    told = _command(branch, office, headers)

    assert told.status_code == 403
    assert _head(branch) == before


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"10.0.0.1:{PORT}", ""]
)
@pytest.mark.parametrize(
    "path", ["/v1/health", "/reception", "/v1/door/who", "/pair", "/static/css/base.css"]
)
def test_a_name_that_was_bent_to_lead_here_is_not_answered(
    branch: StrictBranch, office: Client, host: str, path: str
) -> None:
    told = branch.run(office.http.get(path, headers={"Host": host}))

    assert told.status_code == 400
    assert "set-cookie" not in told.headers


def test_a_command_from_the_page_itself_is_carried_out(branch: StrictBranch, office: Client) -> None:
    branch.pair("to-go", "hall")
    home = f"http://127.0.0.1:{PORT}"

    told = _command(
        branch, office, {"Origin": home, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
    )

    assert told.status_code == 200
    assert len(branch.happened(f.DeviceRevoked)) == 1


def test_no_answer_lets_another_site_read_it(branch: StrictBranch, office: Client) -> None:
    for path in ("/v1/health", "/v1/hall", "/reception", "/openapi.json"):
        told = branch.run(office.http.get(path))

        assert "access-control-allow-origin" not in told.headers
        assert told.headers["cross-origin-resource-policy"] == "same-origin"
        assert told.headers["x-frame-options"] == "DENY"


@pytest.mark.slow
def test_a_foreign_page_in_a_browser_changes_nothing_reads_nothing_and_frames_nothing(tmp_path: Path) -> None:
    with running_branch(tmp_path / "branch") as running, _foreign_site(f"http://{running.host}") as site:
        before = running.seq_at_rest()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            told = _visited(browser.new_context(), running, site)
            browser.close()

        assert told == {"form": 403, "read": "blocked", "sent": "blocked", "framed": "blocked"}
        assert running.seq_at_rest() == before


def _visited(context: BrowserContext, running: Branch, site: str) -> dict[str, Any]:
    """Let the foreign page try everything it can, in a browser that has the staff page open in another tab."""
    context.new_page().goto(f"http://{running.host}/reception")
    page = context.new_page()
    page.goto(site)
    told: dict[str, Any] = page.evaluate("attempts()")
    with page.expect_navigation() as navigation:
        page.evaluate("document.forms[0].submit()")
    answered = navigation.value
    told["form"] = answered.status
    return told


_PAGE = """<!doctype html><title>other</title>
<form method="post" enctype="text/plain" action="HOME/v1/requests/close_day">
<input name='{"id":"ID","body":{},"x":"' value='"}'></form>
<script>
const blocked = (work) => work.then((answer) => answer, () => "blocked");
async function framed() {
  const frame = document.createElement("iframe");
  frame.src = "HOME/reception";
  document.body.append(frame);
  await new Promise((resolve) => (frame.onload = resolve));
  try { return frame.contentDocument === null ? "blocked" : "seen"; } catch { return "blocked"; }
}
async function attempts() {
  const headers = { "Kiosk-Role": "reception", "Kiosk-Device": "x" };
  return {
    read: await blocked(fetch("HOME/v1/snapshot?role=manager", { credentials: "include" }).then((one) => one.text())),
    sent: await blocked(fetch("HOME/v1/requests/close_day", { method: "POST", headers, body: '{"id":"ID","body":{}}' })),
    framed: await framed(),
  };
}
</script>"""


@contextmanager
def _foreign_site(home: str) -> Iterator[str]:
    """Serve a page that attacks `home`, from another origin: `localhost`, on a port of its own."""
    page = _PAGE.replace("HOME", home).replace("ID", new_id()).encode()

    class Attack(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Attack)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def _command(branch: StrictBranch, office: Client, headers: dict[str, str]) -> httpx.Response:
    named = {"Kiosk-Role": "office", "Kiosk-Device": "office-pc"} | headers
    body = {"id": new_id(), "body": {"name": "to-go"}}
    return branch.run(office.http.post(COMMAND, json=body, headers=named))


def _head(branch: StrictBranch) -> int:
    return branch.run(branch.service.head()).seq
