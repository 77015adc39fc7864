"""The customers of a simulated day away from the counters: they take a number, give it up, say what they thought."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from kiosk.domain.care import Care, CareNeed
from kiosk.domain.rating import LOW
from kiosk.lab.simulation.client import ENTRANCE, EXIT
from kiosk.lab.simulation.script import Customer, Opinion
from kiosk.lab.simulation.stage import LOBBY, Guest, Stage

_MINUTE_MS: Final = 60_000
_TO_EXIT_MS: Final = 90_000
_TO_SEE_MS: Final = 7 * _MINUTE_MS


class Lobby:
    """Entrance and exit. `waits` is called with a service somebody begins to wait for."""

    def __init__(self, stage: Stage, waits: Callable[[str, int], None]) -> None:
        """Put the arrival of everybody on the agenda."""
        self._stage, self._waits = stage, waits
        for customer in stage.script.customers:
            stage.agenda.at(stage.script.opens_ms + customer.arrives_ms, partial(self._arrive, customer))

    def leave(self, guest: Guest, ms: int) -> None:
        """Go to the exit; whoever has an opinion says it there."""
        opinion = guest.customer.opinion
        if opinion is not None:
            self._stage.agenda.at(ms + _TO_EXIT_MS, partial(self._rate, guest, opinion))

    def _arrive(self, customer: Customer, ms: int) -> None:
        answer = self._take_number(customer)
        if answer["kind"] == "refused":
            self._stage.outcome.turned_away[answer["code"]] += 1
            return
        guest = Guest(
            customer,
            answer["visit"],
            answer["leg"],
            version=1,
            minutes=customer.minutes,
            issued_ms=ms,
            care=answer["care"],
            ticket=answer["ticket"],
            check=answer["check"],
            qr=answer["qr"],
            here=customer.comes,
        )
        self._stage.guests[guest.leg] = guest
        self._stage.outcome.issued[guest.ticket[:1]] += 1
        if customer.gives_up_after_min is not None:
            self._stage.agenda.at(
                ms + int(customer.gives_up_after_min * _MINUTE_MS), partial(self._give_up, guest)
            )
        self._waits(customer.service, ms)

    def _take_number(self, customer: Customer) -> dict[str, Any]:
        """Take a number: at the entrance after a look at the wait, as its screen shows it, or from staff."""
        body = {
            "service": customer.service,
            "answers": dict(customer.answers),
            "care_needs": [need.value for need in customer.care_needs],
            "vip": customer.vip,
            "language": customer.language,
        }
        if customer.channel == "staff":
            return self._stage.client.ask("issue_ticket", body, "reception", LOBBY)
        care = _care_shown(customer)
        self._stage.client.look("/v1/quote", "entrance", ENTRANCE, service=customer.service, care=care)
        return self._stage.client.ask("issue_ticket", body, "entrance", ENTRANCE)

    def _give_up(self, guest: Guest, _: int) -> None:
        if guest.at == "waiting" and self._stage.step(guest, "abandon_ticket", LOBBY):
            guest.at = "away"
            self._stage.outcome.given_up += 1

    def _rate(self, guest: Guest, opinion: Opinion, ms: int) -> None:
        """Prove the visit by scan or by keys, and rate it."""
        look = partial(self._stage.client.look, role="exit", device=EXIT)
        if opinion.by == "scan":
            found = look("/v1/exit/scan", code=guest.qr)
        else:
            found = look("/v1/exit/visit", ticket=guest.ticket, check=guest.check)
        if found.get("kind") == "refused":
            self._stage.outcome.refused[found["code"]] += 1
            return
        body = {
            "visit": found["visit"],
            "check": found["check"],
            "score": opinion.score,
            "answers": dict(opinion.answers),
            "reasons": list(opinion.reasons),
        }
        answer = self._stage.client.ask("rate_visit", body, "exit", EXIT)
        if answer["kind"] == "refused":
            self._stage.outcome.refused[answer["code"]] += 1
        else:
            self._stage.outcome.ratings[opinion.score] += 1
            if opinion.score <= LOW:
                self._stage.agenda.at(ms + _TO_SEE_MS, partial(self._see_to, found["visit"]))

    def _see_to(self, visit: str, _: int) -> None:
        """The lobby manager goes and sees about a low rating, unless somebody real has."""
        self._stage.client.ask("answer_rating", {"visit": visit}, "manager", LOBBY)


def _care_shown(customer: Customer) -> str:
    """Return the weight class that the entrance asks the wait for."""
    if not customer.care_needs:
        return Care.ORDINARY.value
    return (Care.ELDERLY if customer.care_needs == (CareNeed.ELDERLY,) else Care.PROTECTED).value
