"""What every page of the office has in common: the frame, the language, who looks, and the stream."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import Environment

from kiosk.branch.access.access import Who
from kiosk.branch.service import BranchService
from kiosk.pages.reception.names import Names
from kiosk.pages.reception.routes import HANDS
from kiosk.pages.stream import view_stream
from kiosk.pages.who import visitor
from kiosk.web.layout import chosen, remember
from kiosk.web.words import LANGUAGES, Language, Words


@dataclass(frozen=True, slots=True)
class Frame:
    """Draws templates of the office for whoever asks."""

    service: BranchService
    templates: Environment
    words: dict[Language, Words]

    def page(self, request: Request, template: str, **values: object) -> HTMLResponse:
        """Return a whole page, in the language and for the hand that the browser remembers."""
        names = self.names(request)
        counters = {planned.id: names.counter(planned.id) for planned in names.plan.counters}
        hand = chosen(request, "hand", HANDS)
        response = self.part(request, template, hand=hand, counters=counters, **values)
        remember(request, response, "lang", LANGUAGES)
        remember(request, response, "hand", HANDS)
        return response

    def part(self, request: Request, template: str, **values: object) -> HTMLResponse:
        """Return a part of a page."""
        found = self.templates.get_template(f"office/{template}.html")
        return HTMLResponse(found.render(t=self.t(request), who=visitor(request), **values))

    async def events(self) -> StreamingResponse:
        """Say when to look again."""
        return StreamingResponse(view_stream(self.service), media_type="text/event-stream")

    def names(self, request: Request) -> Names:
        """Return the branch's files in the language of the page."""
        return Names(self.service.catalogue, self.service.plan, chosen(request, "lang", LANGUAGES))

    def t(self, request: Request) -> Words:
        """Return the words of the page."""
        return self.words[chosen(request, "lang", LANGUAGES)]

    def looker(self, request: Request) -> Who:
        """Return who looks, as the doors let them in."""
        who: Who = request.state.who
        return who
