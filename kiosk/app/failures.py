"""Failures of the machine or its files, told in one plain line and an exit code instead of a traceback."""

import contextlib
import errno
import sys
from collections.abc import Iterator

import typer

EXIT_ENVIRONMENT = 2
"""Something of this machine is wrong, and the line printed says what to do about it."""


class ServiceTrouble(Exception):
    """The running service does not do what a command asks of it. `code` is stable; the text says what to do."""

    def __init__(self, code: str, text: str) -> None:
        """Tell what to do, in both languages."""
        self.code = code
        super().__init__(text)


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Print what can be mended by people as `kiosk: code: what to do` and exit with 2; let bugs through as they are."""
    from kiosk.branch.setting_files import BadFiles
    from kiosk.devices.printer.problems import BadPrinterFile
    from kiosk.hq.store.port import StoreBusy
    from kiosk.hq.store.problems import ServerProblem
    from kiosk.records.database.problems import StoreProblem

    try:
        yield
    except (StoreProblem, ServerProblem) as problem:
        _stop(f"{problem.code}: {problem}")
    except StoreBusy:
        _stop(
            "store_busy: 数据库暂时不能写入，请稍候重试，并查看数据库服务器的日志。 The database can take nothing just now: "
            "try again in a moment, and look into the log of its server."
        )
    except BadFiles as problem:
        _stop(f"bad_files:\n{problem}")
    except ServiceTrouble as problem:
        _stop(f"{problem.code}: {problem}")
    except BadPrinterFile as problem:
        _stop(f"bad_printer_file: {problem}")
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            _stop(
                f"port_taken: 端口已被占用，请先停止占用它的程序，或用 --port 换一个端口。 {problem.filename} is taken by "
                "another program. Stop that program, or name another port with --port (0 picks a free one)."
            )
        if isinstance(problem, FileNotFoundError):
            zh, en = "没有这个文件，请检查名称和 U 盘。", "No such file: look at name and stick"
            _stop(f"no_file: {zh} {en}: {problem.filename}")
        why = problem.strerror or problem
        _stop(f"system: 系统不允许 The system refuses: {why} {problem.filename or ''}".rstrip())


def _stop(text: str) -> None:
    print(f"kiosk: {text}", file=sys.stderr)
    raise typer.Exit(EXIT_ENVIRONMENT)
