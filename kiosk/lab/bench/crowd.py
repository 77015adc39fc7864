"""Many clients at once: no number given twice, no ticket called twice."""

import http.client
import multiprocessing
from dataclasses import dataclass
from typing import Any

from kiosk.lab.running import ask

_SERVICES = ("deposit", "withdrawal", "corporate_deposit", "payroll")


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the clients of a crowd were answered."""

    tickets: list[str]
    called: list[str]

    @property
    def twice(self) -> tuple[int, int]:
        """Return how many numbers were given twice, and how many tickets called twice."""
        return len(self.tickets) - len(set(self.tickets)), len(self.called) - len(set(self.called))


def rush(port: int, clients: int, tickets_each: int, counters: int) -> Crowd:
    """Let `clients` processes take `tickets_each` tickets, then let every counter call until nobody waits."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(clients) as pool:
        taken = pool.starmap(_take, [(port, client, tickets_each) for client in range(clients)])
        called = pool.starmap(
            _call_all, [(port, str(counter + 1)) for counter in range(counters)], chunksize=1
        )
    return Crowd([one for some in taken for one in some], [one for some in called for one in some])


def _take(port: int, client: int, tickets: int) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    service = _SERVICES[client % len(_SERVICES)]
    answers = [ask(connection, "issue_ticket", {"service": service}, "entrance") for _ in range(tickets)]
    connection.close()
    return [answer["ticket"] for answer in answers]


def _call_all(port: int, counter: str) -> list[str]:
    """Call, start and finish until nobody waits for this counter; return the tickets called."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    ask(connection, "open_counter", {"counter": counter}, "reception")
    called = []
    while (answer := ask(connection, "call_next", {"counter": counter}, "reception"))["kind"] == "called":
        called.append(answer["ticket"])
        _step(connection, "start_service", answer, 2)
        _step(connection, "finish_service", answer, 3)
    connection.close()
    return called


def _step(connection: http.client.HTTPConnection, kind: str, called: dict[str, Any], version: int) -> None:
    ask(connection, kind, {"leg": called["leg"], "leg_version": version}, "reception")
