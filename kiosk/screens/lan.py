"""HTTP to the branch service: who we are on every call, and no call without an end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from PySide6.QtCore import QByteArray, QObject, QUrl, QUrlQuery
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkReply,
    QNetworkRequest,
    QSsl,
    QSslCertificate,
    QSslConfiguration,
)

ENDLESS: Final = 0
"""Time limit of the stream of facts: its heartbeat is watched instead."""

Query = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a paired screen shows to be let in, and whose word it takes that the branch is the branch."""

    token: str = field(default="", repr=False)
    """Empty for a screen that was never paired: an open demonstration lets it in all the same."""
    ca_pem: str = ""
    """The certificate of the branch's own authority; empty on loopback, where nothing is encrypted."""


NO_ENTRY: Final = Entry()


class Lan(QObject):
    """Sends requests on the event loop of the GUI thread; replies belong to the caller, who deletes them."""

    def __init__(self, url: str, role: str, device: str, parent: QObject, entry: Entry = NO_ENTRY) -> None:
        """`url` is the address of the branch service, such as http://127.0.0.1:8080 or https://10.77.0.1:8766."""
        super().__init__(parent)
        self._base = url.rstrip("/")
        self._headers = {b"Kiosk-Role": role.encode(), b"Kiosk-Device": device.encode()}
        if entry.token:
            self._headers[b"Authorization"] = f"Bearer {entry.token}".encode()
        self._trust = _trusting(entry.ca_pem) if entry.ca_pem else None
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
        if self._trust is not None:
            request.setSslConfiguration(self._trust)
        return request


def _trusting(ca_pem: str) -> QSslConfiguration:
    """Return what believes a service that the branch's own authority vouches for, under its own address, and no other.

    No clock needs to be forgiven: the dates of the branch's certificates hold in every year
    (kiosk.branch.access.authority).
    """
    trust = QSslConfiguration.defaultConfiguration()
    trust.setProtocol(QSsl.SslProtocol.TlsV1_2OrLater)
    trust.setCaCertificates(QSslCertificate.fromData(ca_pem.encode(), QSsl.EncodingFormat.Pem))
    return trust
