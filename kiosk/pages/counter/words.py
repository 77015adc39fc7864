"""The sheet on which a teller notes what a customer said (F1). Contact data is kept at the reception, with consent."""

from dataclasses import dataclass

from kiosk.domain.day import Day


@dataclass(frozen=True, slots=True)
class WordsView:
    """Whose words they are."""

    visit: str
    ticket: str


def words_view(day: Day, leg_id: str) -> WordsView | None:
    """Return whom a leg belongs to, None if there is no such leg."""
    leg = day.legs.get(leg_id)
    return None if leg is None else WordsView(leg.visit, day.ticket_of(leg.id))
