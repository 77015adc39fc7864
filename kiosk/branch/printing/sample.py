"""A slip to try a printer with: from the command line, and from the maintenance panel of a screen."""

from datetime import datetime

from kiosk.domain.slip import Banner, Line, Qr, Rule, Slip


def sample_slip(now: datetime) -> Slip:
    """Return a slip that shows both languages, sharp edges and a code that can be scanned."""
    at = f"{now:%Y-%m-%d %H:%M:%S}"
    return Slip(
        "zh",
        f"打印测试 {at}",
        (
            Banner("打印测试 Test", filled=True),
            Line(at, "title", centred=True),
            Rule(),
            Line("这是测试小票，不是排队号码。"),
            Line("This is a test. It is not a ticket."),
            Rule(),
            Qr(f"KIOSK TEST {at}", ("扫得出来，就印得清楚。", "If this code scans, the print is clear.")),
        ),
    )
