"""What can be wrong with the file that describes a branch's printer. Light to load: every command knows it."""

from kiosk.domain.strict_table import Problem


class BadPrinterFile(Exception):
    """`printer.toml` cannot be used; the text names each key and what to write instead, after a line in both languages."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem found."""
        self.problems = problems
        told = "\n".join(map(str, problems))
        super().__init__(
            "printer.toml 有误，请按下列各行修改（完整的写法见 kiosk printer --example）。 "
            f"printer.toml has mistakes: correct these lines (kiosk printer --example shows how they are written).\n{told}"
        )
