"""The customer's opinion at the exit: one for each finished visit (D3)."""

from hmac import compare_digest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.check_code import check_code
from kiosk.domain.rating import mood_of
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.visit import ENDED

_SCORES = range(1, 6)


def rate(day: DayState, request: r.RateVisit, setting: Setting, _: Moment) -> Decision | Refusal:
    """Take one rating of 1 to 5 for a finished visit, proven by its check code.

    Refusals: `unknown_visit`, `wrong_check`, `not_finished`, `already_rated`, `bad_score` (details: question).
    """
    visit = day.visits.get(request.visit)
    if visit is None:
        return Refusal("unknown_visit")
    if not compare_digest(check_code(setting.secret, visit.id).encode(), request.check.encode()):
        return Refusal("wrong_check")
    if not is_finished(day, visit.id):
        return Refusal("not_finished")
    if visit.rated:
        return Refusal("already_rated")
    wrong = _bad_score(request, setting)
    fact = f.VisitRated(visit.id, request.score, request.answers, request.reasons)
    return wrong or Decision((fact,), Done(visit.id))


def answer(day: DayState, request: r.AnswerRating, _: Setting, __: Moment) -> Decision | Refusal:
    """The lobby manager sees to a low rating. Refusal: `unknown_rating` when there is none or somebody was faster."""
    rating = day.ratings.get(request.visit)
    if rating is None or not rating.low or rating.answered:
        return Refusal("unknown_rating")
    return Decision((f.RatingAnswered(request.visit),), Done(request.visit))


def _bad_score(request: r.RateVisit, setting: Setting) -> Refusal | None:
    questions = {question.code for question in setting.rating_questions}
    if request.score not in _SCORES:
        return Refusal("bad_score", {"question": "score"})
    for code, value in request.answers.items():
        if code not in questions or value not in _SCORES:
            return Refusal("bad_score", {"question": code})
    offered = {reason.code for reason in setting.rating_reasons if reason.mood == mood_of(request.score)}
    if not offered.issuperset(request.reasons) or len(set(request.reasons)) < len(request.reasons):
        return Refusal("bad_score", {"question": "reasons"})
    return None


def is_finished(day: DayState, visit: str) -> bool:
    """Tell whether every leg of the visit has ended and at least one was served to its end."""
    return all(leg.status in ENDED for leg in day.legs_of(visit)) and bool(day.services_done(visit))
