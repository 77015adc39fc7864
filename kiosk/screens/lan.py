"""HTTP to the branch service: who we are on every call, and no call without an end."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from PySide6.QtCore import QByteArray, QObject, QUrl, QUrlQuery
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkProxy, QNetworkReply, QNetworkRequest

ENDLESS: Final = 0
"""Time limit of the stream of facts: its heartbeat is watched instead."""

Query = Mapping[str, str | int]


class Lan(QObject):
    """Sends requests on the event loop of the GUI thread; replies belong to the caller, who deletes them."""

    def __init__(self, url: str, role: str, device: str, parent: QObject) -> None:
        """`url` is the address of the branch service, such as http://127.0.0.1:8080."""
        super().__init__(parent)
        self._base = url.rstrip("/")
        self._headers = {b"Kiosk-Role": role.encode(), b"Kiosk-Device": device.encode()}
        self._network = QNetworkAccessManager(self)
        # The branch service is on this machine or its LAN: a proxy of the desktop has no business in between.
        self._network.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))

    def get(self, path: str, query: Query, limit_s: float) -> QNetworkReply:
        """Ask for `path` with `query`; broken off after `limit_s` of silence unless that is ENDLESS."""
        return self._network.get(self._request(path, query, limit_s))

    def post(self, path: str, body: bytes, limit_s: float) -> QNetworkReply:
        """Send a JSON body to `path`."""
        request = self._request(path, {}, limit_s)
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        return self._network.post(request, QByteArray(body))

    def _request(self, path: str, query: Query, limit_s: float) -> QNetworkRequest:
        url, items = QUrl(self._base + path), QUrlQuery()
        for name, value in query.items():
            items.addQueryItem(name, quote(str(value), safe=""))
        url.setQuery(items)
        request = QNetworkRequest(url)
        request.setTransferTimeout(int(limit_s * 1000))
        request.setAttribute(QNetworkRequest.Attribute.Http2AllowedAttribute, False)  # noqa: FBT003 - Qt's signature
        for header, word in self._headers.items():
            request.setRawHeader(header, word)
        return request
