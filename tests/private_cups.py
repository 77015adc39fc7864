"""A CUPS of our own for a test: its own files, socket and process, and nothing of the system's."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
WHY_NOT = (
    ""
    if CUPSD and shutil.which("lp") and Path("/usr/lib/cups/backend/socket").exists()
    else "no CUPS with its socket backend on this machine (Debian: apt-get install cups)"
)
"""Why there can be none here; empty if there can. `packaging/check` installs it."""

_PATIENCE_S = 60
_CONF = """
Listen {0}/socket
LogLevel warn
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Allow all
</Location>
<Location /admin>
  Allow all
</Location>
<Policy default>
  <Limit All>
    Allow all
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {0}
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/spool
AccessLog {0}/access
ErrorLog {0}/errors
PageLog {0}/pages
"""


@contextlib.contextmanager
def private_cups() -> Iterator[Path]:
    """Run it; yield its socket, for CUPS_SERVER."""
    # Not in tmp_path, which only we may enter: as root CUPS runs its backends as another user.
    home = Path(tempfile.mkdtemp(prefix="kiosk-cups-"))
    home.chmod(0o755)
    for name in ("spool", "cache", "state"):
        (home / name).mkdir()
    (home / "cupsd.conf").write_text(_CONF.format(home))
    (home / "cups-files.conf").write_text(_FILES.format(home))
    command = [str(CUPSD), "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as cupsd:
        try:
            _wait_for(home / "socket", cupsd)
            yield home / "socket"
        finally:
            cupsd.terminate()
            cupsd.wait(_PATIENCE_S)
            shutil.rmtree(home)


def run(*command: str) -> str:
    """Run a command of CUPS and return what it says."""
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE_S)
    return ran.stdout


def _wait_for(socket: Path, cupsd: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not socket.exists():
        if cupsd.poll() is not None or time.monotonic() > deadline:
            errors = socket.with_name("errors")
            raise RuntimeError(f"cupsd did not start: {errors.read_text() if errors.exists() else 'no word'}")
        time.sleep(0.02)
