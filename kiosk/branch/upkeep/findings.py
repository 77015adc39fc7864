"""What a check of the records found, for programs and in words."""

from dataclasses import dataclass
from typing import Final, Literal

from kiosk.records.database.problems import Language

FindingCode = Literal[
    "page", "seq", "link", "hash", "column", "body", "epoch", "date", "number", "head", "anchor", "tables",
    "row missing", "row extra", "row other values",
]  # fmt: skip

_SHOWN = 20
_WORDS: Final[dict[FindingCode, dict[Language, str]]] = {
    "page": {"zh": "数据库页损坏：{detail}", "en": "a page of the database is damaged: {detail}"},
    "seq": {
        "zh": "事实 {seq}：序号不连续（{detail}）",
        "en": "fact {seq}: facts are missing before it ({detail})",
    },
    "link": {"zh": "事实 {seq}：与前一条的链接不符", "en": "fact {seq}: does not link to the one before it"},
    "hash": {
        "zh": "事实 {seq}：内容被改动，哈希不符",
        "en": "fact {seq}: was altered, its hash does not fit",
    },
    "column": {
        "zh": "事实 {seq}：{detail} 列与正文不符",
        "en": "fact {seq}: column {detail} is not what the body says",
    },
    "body": {
        "zh": "事实 {seq}：正文无法读取（{detail}）",
        "en": "fact {seq}: its body cannot be read ({detail})",
    },
    "epoch": {
        "zh": "事实 {seq}：纪元更换没有依据（{detail}）",
        "en": "fact {seq}: the epoch changed without saying from where ({detail})",
    },
    "date": {
        "zh": "事实 {seq}：营业日倒退（{detail}）",
        "en": "fact {seq}: the business date went back ({detail})",
    },
    "number": {
        "zh": "事实 {seq}：票号重复或跳号（{detail}）",
        "en": "fact {seq}: a ticket number was repeated or skipped ({detail})",
    },
    "head": {
        "zh": "日志头与最后一条事实不符：{detail}",
        "en": "the journal's head does not fit its last fact: {detail}",
    },
    "anchor": {
        "zh": "事实 {seq} 以前已清理，但流水起点的签名不符，或没有清理记录为证",
        "en": "facts up to {seq} were purged, but the signature of that does not fit, or no fact tells of it",
    },
    "tables": {
        "zh": "无法从日志重建数据表：{detail}",
        "en": "the tables cannot be made again from the journal: {detail}",
    },
    "row missing": {"zh": "数据表缺少一行：{detail}", "en": "a table lacks a row: {detail}"},
    "row extra": {
        "zh": "数据表多出一行：{detail}",
        "en": "a table has a row the journal knows nothing of: {detail}",
    },
    "row other values": {
        "zh": "数据表的一行与日志不符：{detail}",
        "en": "a row of a table is not what the journal says: {detail}",
    },
}
_GOOD: Final[dict[Language, str]] = {
    "zh": "完好：已核对 {facts} 条事实、{tickets} 张票，至序号 {seq}。只读核对，网点服务可继续运行。",
    "en": "Good: {facts} facts and {tickets} tickets checked, up to seq {seq}. "
    "Checked by reading only; the branch service may keep running.",
}
_BAD: Final[dict[Language, str]] = {
    "zh": "发现至少 {count} 处问题（已核对 {facts} 条事实，至序号 {seq}）。请保留数据目录原样，并联系技术支持。",
    "en": "At least {count} faults found ({facts} facts checked, up to seq {seq}). "
    "Leave the data folder as it is and call support.",
}
_MORE: Final[dict[Language, str]] = {"zh": "……另有 {count} 处", "en": "... and {count} more"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `seq` is the fact it was found at, 0 if it belongs to none."""

    code: FindingCode
    seq: int = 0
    detail: str = ""

    def words(self, language: Language) -> str:
        """Return it as one line."""
        return _WORDS[self.code][language].format(seq=self.seq, detail=self.detail)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: what was looked at, and every fault."""

    facts: int
    tickets: int
    seq: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether no fault was found."""
        return not self.findings

    @property
    def lines(self) -> list[str]:
        """The report for a terminal, in Chinese and then in English."""
        return [*self.words("zh"), *self.words("en")]

    def words(self, language: Language) -> list[str]:
        """Return the report for a person: a summary first, then the first faults."""
        summary = _BAD if self.findings else _GOOD
        lines = [
            summary[language].format(
                facts=self.facts, tickets=self.tickets, seq=self.seq, count=len(self.findings)
            )
        ]
        lines += [finding.words(language) for finding in self.findings[:_SHOWN]]
        if len(self.findings) > _SHOWN:
            lines.append(_MORE[language].format(count=len(self.findings) - _SHOWN))
        return lines
