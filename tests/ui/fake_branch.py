"""A branch service for screens under test: the real rules behind a small HTTP server that can be made to fail."""

from __future__ import annotations

import itertools
import threading
import time
import uuid
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from PIL import Image

from kiosk.branch.leaving import by_check, by_code
from kiosk.branch.setting_files import load_setting
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.care import Care
from kiosk.domain.check_code import check_code, qr_text
from kiosk.domain.day import Day
from kiosk.domain.hall import hall_view
from kiosk.domain.rules.days import roll
from kiosk.domain.rules.decide import decide
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.visit import Leg, LegStatus
from kiosk.domain.waiting import quote
from kiosk.resources import resources
from kiosk.web.tries import Tries
from kiosk.wire.asking import decode_request, encode_answer
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import ROLES, Role, seen_by
from kiosk.wire.snapshot import Snapshot, encode
from tests.catalogue_samples import shipped_keys
from tests.ui.fake_server import BranchHandler, BranchServer

if TYPE_CHECKING:
    from collections.abc import Iterator

MORNING_MS = 1_795_140_000_000
"""2026-11-20 10:00 in Shanghai, a Friday."""
SECRET = b"a secret of the test"


@cache
def shipped_setting() -> Setting:
    """Return the branch that ships, open around the clock."""
    return load_setting(SECRET, always_open=True)


def slip_png() -> bytes:
    """Return the picture of an empty slip."""
    file = BytesIO()
    Image.new("L", (576, 900), 255).save(file, "PNG")
    return file.getvalue()


class FakeBranch:
    """Speaks the LAN API on a free loopback port. Public attributes set its moods; change them under no lock."""

    def __init__(self, setting: Setting | None = None, now_ms: int = MORNING_MS) -> None:
        self.setting = setting or shipped_setting()
        self.now_ms = now_ms
        self.day = Day()
        self.journal: list[f.Recorded] = []
        self.epoch = "00000000000000e1"
        self.asked: list[tuple[str, str]] = []
        """Kind and id of every request that reached the rules or was answered from memory, in order."""
        self.lost_answers = 0
        """So many answers are decided but never sent."""
        self.mute = False
        """The stream stays open and says nothing, not even its heartbeat."""
        self.slow_s = 0.0
        self.refuse_with: Refusal | None = None
        """Answers every request without deciding it."""
        self.slips: dict[str, bytes] = {}
        self.printer = "folder"
        """What slips come out on: `folder` or `paper`."""
        self._keys = shipped_keys()  # made here and not when a screen asks: it takes a third of a second
        self.scanned: list[str] = []
        """Every text that was asked about at the exit."""
        self._tries = Tries()
        self.hall_asked = 0
        """How often the hall asked who waits."""
        self._answers: dict[str, Answer] = {}
        self._ids = itertools.count(1)
        self._changed = threading.Condition()
        self._server: BranchServer | None = None
        self._port = 0
        self._record(f.EpochStarted(self.setting.plan.code, "born", demonstration=True))
        self.come_back()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    # What happens at the branch

    def ask(self, request: r.Request, role: str = "reception") -> Answer:
        """Decide a request as the service would and let everybody hear of it."""
        with self._changed:
            for fact in roll(self.day, self.setting, self.now_ms):
                self._record(fact)
            moment = Moment(self.now_ms, r.By(role, "test"), self._new_id)
            decided = decide(self.day, request, self.setting, moment)
            if isinstance(decided, Refusal):
                return decided
            for fact in decided.facts:
                self._record(fact)
            return decided.answer

    def say(self, fact: f.Fact) -> None:
        """Let something happen that nobody asked for."""
        with self._changed:
            self._record(fact)

    def open_counters(self, *counters: str) -> None:
        for counter in counters:
            self.ask(r.OpenCounter(counter))

    def serve(self, ticket: str) -> tuple[str, str]:
        """Serve a ticket to its end; return its number and check code."""
        visit = next(visit for visit in self.day.visits.values() if visit.ticket == ticket)
        leg = self.day.legs[visit.legs[0]]
        counter = next(c.id for c in self.day.counters.values() if leg.service in c.skills)
        self.ask(r.CallTicket(counter, leg.id, leg.version))
        self.ask(r.StartService(leg.id, self.day.legs[leg.id].version))
        self.ask(r.FinishService(leg.id, self.day.legs[leg.id].version))
        return ticket, check_code(SECRET, visit.id)

    def slip_of(self, ticket: str) -> str:
        """Return what the QR code on the slip of a ticket says."""
        visit = next(visit for visit in self.day.visits.values() if visit.ticket == ticket)
        return qr_text(SECRET, self.setting.plan.code, self.day.date, visit.id)

    def print_slip(self, png: bytes, status: f.PrintStatus = "printed", reason: str = "") -> None:
        """Let the printer finish, or fail at, the last slip queued, a ticket's or a guidance."""
        facts = (each.fact for each in reversed(self.journal))
        queued = next(fact for fact in facts if isinstance(fact, f.SlipQueued | f.GuideQueued))
        if status == "printed":
            self.slips[queued.slip] = png
        visit = queued.visit if isinstance(queued, f.SlipQueued) else ""
        self.say(f.SlipStatusChanged(queued.slip, visit, status, reason))

    def without_service(self, code: str) -> Setting:
        """Return its setting with one service less."""
        catalogue = self.setting.catalogue
        left = {name: service for name, service in catalogue.services.items() if name != code}
        return replace(self.setting, catalogue=replace(catalogue, services=left))

    @staticmethod
    def with_version(setting: Setting, version: str) -> Setting:
        """Return a setting whose catalogue has another version."""
        return replace(setting, catalogue=replace(setting.catalogue, version=version))

    def begin_epoch(self) -> None:
        """Restore from nothing: another epoch, a journal that begins anew."""
        with self._changed:
            self.epoch, self.journal, self.day = "00000000000000e2", [], Day()
            self._record(f.EpochStarted(self.setting.plan.code, "restored", demonstration=True))

    # The network

    def go_away(self) -> None:
        """Stop answering at all, as a service that was killed."""
        server, self._server = self._server, None
        if server is not None:
            with self._changed:
                self._changed.notify_all()
            server.shutdown()
            server.server_close()

    def come_back(self) -> None:
        """Answer again, at the same address."""
        handler = type("Handler", (BranchHandler,), {"branch": self})
        self._server = BranchServer(("127.0.0.1", self._port), handler)
        self._port = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def is_up(self) -> bool:
        return self._server is not None

    def answer(self, kind: str, data: bytes, role: str) -> bytes | None:
        """Return what goes back for a posted request, None for an answer that is lost."""
        form: dict[str, Any] = msgspec.json.decode(data)
        request = decode_request(kind, form["body"])
        self.asked.append((kind, form["id"]))
        if self.refuse_with is not None:
            return encode_answer(self.refuse_with)
        if form["id"] not in self._answers:
            self._answers[form["id"]] = self.ask(request, role)
        if self.lost_answers > 0:
            self.lost_answers -= 1
            return None
        return encode_answer(self._answers[form["id"]])

    def read(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        """Return status and body of a GET."""
        match path.split("/")[2:]:
            case ["catalogue" | "quote" | "hall" as what]:
                return 200, msgspec.json.encode(self._read_of(what, query))
            case ["map.svg"]:
                return 200, (resources() / "map" / "branch.svg").read_bytes()
            case ["snapshot"]:
                with self._changed:
                    shot = Snapshot(self.epoch, len(self.journal), self.now_ms, self.day)
                    return 200, encode(shot, _role(query["role"]))
            case ["exit", "visit"]:
                return self._exit_visit(query["ticket"], query["check"])
            case ["exit", "scan"]:
                self.scanned.append(query["code"])
                return _word(by_code(self.day, SECRET, query["code"]))
            case _:
                slip = self.slips.get(path.rpartition("/")[2].removesuffix(".png"))
                return (200, slip) if slip else (404, encode_answer(Refusal("unknown_slip")))

    def stream(self, role: str, after: int, epoch: str) -> Iterator[bytes]:
        """Yield server-sent events until the branch goes away."""
        if epoch != self.epoch or after > len(self.journal):
            yield b'event: reset\ndata: {"epoch":"x","seq":0}\n\n'
            return
        while self.is_up() and self.epoch == epoch:
            if self.mute:
                time.sleep(0.02)
                continue
            with self._changed:
                news = self.journal[after:]
                if not news and not self._changed.wait(0.1):
                    yield b": \n\n"
            for recorded in news:
                seen = seen_by(_role(role), recorded)
                yield b"event: fact\ndata: %s\n\n" % encode_recorded(seen) if seen else _skip(recorded.seq)
            after += len(news)

    def _read_of(self, what: str, query: dict[str, str]) -> object:
        match what:
            case "catalogue":
                return self._book()
            case "quote":
                return self._quote(query["service"], Care(query["care"]))
            case _:
                self.hall_asked += 1
                with self._changed:
                    return hall_view(self.day, self.setting.catalogue, self.now_ms)

    def _book(self) -> object:
        setting = self.setting
        return {
            "catalogue": setting.catalogue,
            "plan": setting.plan,
            "rating_questions": setting.rating_questions,
            "rating_reasons": setting.rating_reasons,
            "search": [keys for keys in self._keys if keys.service in setting.catalogue.services],
            "printer": self.printer,
            "notices": setting.notices,
        }

    def _quote(self, service: str, care: Care) -> object:
        asked = self.setting.catalogue.services[service]
        leg = Leg("", "", service, asked.zone, care, asked.minutes, LegStatus.PLANNED, self.now_ms)
        told = quote(self.day, leg, self.now_ms)
        return {"ahead": told.ahead, "low_min": told.low_min, "high_min": told.high_min}

    def _exit_visit(self, ticket: str, check: str) -> tuple[int, bytes]:
        wait_ms = self._tries.wait_ms(("exit",), self.now_ms)
        if wait_ms:
            return _word(Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))}))
        found = by_check(self.day, SECRET, ticket, check)
        if isinstance(found, Refusal):
            self._tries.wrong(("exit",), self.now_ms)
        return _word(found)

    def _new_id(self) -> str:
        return str(uuid.UUID(int=next(self._ids)))

    def _record(self, fact: f.Fact) -> None:
        seq = len(self.journal) + 1
        recorded = f.Recorded(
            self.epoch, seq, self._new_id(), self.day.date, self.now_ms, "staff", "test", fact
        )
        self.day.apply(recorded)
        self.journal.append(recorded)
        with self._changed:
            self._changed.notify_all()


def _word(found: dict[str, object] | Refusal) -> tuple[int, bytes]:
    return (404, encode_answer(found)) if isinstance(found, Refusal) else (200, msgspec.json.encode(found))


def _skip(seq: int) -> bytes:
    return b'event: skip\ndata: {"seq":%d}\n\n' % seq


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)
