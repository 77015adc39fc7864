"""What the opening check sees anyway: printer, paper, disk, database, backup, and by the service clock and screens."""

from collections.abc import Iterator
from typing import Final

from kiosk.app.doctor.finding import Finding, State
from kiosk.app.doctor.look import Look
from kiosk.app.failures import ServiceTrouble
from kiosk.branch.daily.checks import Verdict
from kiosk.branch.daily.telling import told
from kiosk.branch.daily.words import report_words
from kiosk.devices.printer.problems import BadPrinterFile
from kiosk.records.database.problems import StoreProblem

_STATES: Final[dict[Verdict, State]] = {"good": "good", "mind": "warn", "mend": "bad"}


def opening(look: Look) -> Iterator[Finding]:
    """Tell what the opening check finds, each thing for itself; see `kiosk ready`."""
    try:
        checked = look.seen.checked
    except StoreProblem as problem:
        yield _no_branch(look, problem)
        return
    except BadPrinterFile:
        fix_zh, fix_en = (
            "请按 kiosk printer 的提示修改。",
            "Correct it as kiosk printer says.",
        )
        yield Finding("printer", "bad", "打印机设置有误。", "Its settings have mistakes.", fix_zh, fix_en)
        return
    except ServiceTrouble as trouble:
        yield Finding(
            "service", "bad", "网点服务没有做成检查。", "The branch service could not check.",
            "请重启网点服务。", "Restart the branch service.", {"code": trouble.code},
        )  # fmt: skip
        return
    both = zip(
        *(told(checked.findings, report_words(language), checked.printer) for language in ("zh", "en")),
        strict=True,
    )
    for zh, en in both:
        state, facts = _STATES[zh.verdict], {"finding": checked.findings[zh.check]}
        yield Finding(
            zh.check,
            state,
            f"{zh.found}。",
            f"{en.found[0].upper()}{en.found[1:]}.",
            zh.to_do,
            en.to_do,
            facts,
        )


def _no_branch(look: Look, problem: StoreProblem) -> Finding:
    facts = {"code": problem.code}
    if problem.code != "no_database":
        return Finding(
            "database", "bad", "数据库不能用。", "The database cannot be used.",
            "请运行 kiosk verify，并按提示处理；数据目录保持原样。",
            "Run kiosk verify and do as it says; leave the data folder as it is.", facts,
        )  # fmt: skip
    if "branch" in look.valid.machine.roles:
        return Finding(
            "database", "warn", "还没有数据库：网点服务从未启动。",
            "There is no database yet: the branch service was never started.",
            "请启动网点服务。", "Start the branch service.", facts,
        )  # fmt: skip
    return Finding(
        "database",
        "good",
        "这里没有网点数据，也不需要。",
        "No branch has its data here, and none needs it.",
        facts=facts,
    )
