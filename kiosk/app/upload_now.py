"""What a tool says after it told a running service to go to headquarters at once: how that went, and what happens next."""

import json
from contextlib import closing
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final

from kiosk.app.folders import Folders
from kiosk.app.service_door import connection_to
from kiosk.resources import resources
from kiosk.web.words import load_words

_PATIENCE_S: Final = 20.0

_ASLEEP: Final = (
    "网点服务没有运行，下次启动后自动上传。",
    "The branch service is not running; it goes on by itself when it starts.",
)
_SILENT: Final = (
    "网点服务没有回应，十五分钟内会自动再试。",
    "The branch service did not answer; it tries by itself within a quarter of an hour.",
)
_FINE: Final = ("总行已全部收到。", "Headquarters has everything.")
_ON_ITS_WAY: Final = ("正在上传，还有 {n} 条。", "On its way: {n} records to go.")
_NOT_THROUGH: Final = ("没有传上：{why}。", "It did not get through: {why}.")
_AGAIN: Final = ("{at} 自动再试。", "It tries again by itself at {at}.")


def upload_now(folders: Folders) -> tuple[str, str]:
    """Have the running service of a data folder go to headquarters at once; return what to say, in Chinese and English."""
    found = connection_to(folders, _PATIENCE_S)
    if found is None:
        return _ASLEEP
    http, headers = found
    with closing(http):
        try:
            http.request("POST", "/v1/upload", headers=headers)
            answer = http.getresponse()
            body = answer.read()
            return _said(json.loads(body)) if answer.status == HTTPStatus.OK else _SILENT
        except ConnectionRefusedError:
            return _ASLEEP
        except (OSError, HTTPException, ValueError, KeyError, TypeError):
            return _SILENT


def _said(told: dict[str, Any]) -> tuple[str, str]:
    """Return how it stands in words; `told` is `kiosk.branch.upload.told.Told`."""
    if not told["failure"]:
        return _FINE if not told["waiting"] else _filled(_ON_ITS_WAY, n=told["waiting"])
    words = load_words(resources() / "i18n" / "pages.toml")
    zh, en = (words[language](f"sync_why.{told['failure']}") for language in ("zh", "en"))
    said = _NOT_THROUGH[0].format(why=zh), _NOT_THROUGH[1].format(why=en)
    if not told["next_ms"]:
        return said
    at = datetime.fromtimestamp(told["next_ms"] / 1000, UTC).astimezone().strftime("%H:%M")
    again = _filled(_AGAIN, at=at)
    return said[0] + again[0], f"{said[1]} {again[1]}"


def _filled(texts: tuple[str, str], **values: object) -> tuple[str, str]:
    return texts[0].format(**values), texts[1].format(**values)
