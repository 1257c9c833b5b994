"""The evening these tests happen in, and Maria's answers before and after its dose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import course, holding, planned, released, working

from tercet import knowledge
from tercet.clinic.measures.actions import answer_instrument
from tercet.clinic.models import DosingEvent

__all__ = ["course", "holding", "planned", "released", "working"]


@pytest.fixture
def began(released):
    """When the dose of that evening was in the mouth."""
    return DosingEvent.objects.get(kind="started").at


@pytest.fixture
def answers(cast, began):
    """She answers: so many hours after the dose, a questionnaire of that total or that line."""

    def answer(hours, **totals):
        at = began + timedelta(hours=hours)
        for name, total in totals.items():
            instrument = knowledge.read().instruments[name.replace("_", "-")]
            given = spread(instrument, total)
            who = {"once": uuid4(), "by": cast.maria, "now": at}
            answer_instrument(cast.maria, instrument.id, given, **who)
        return at

    return answer


def spread(instrument, total):
    """Answers that come to this total, the last item of a long questionnaire left at 0."""
    ids = [item.id for item in instrument.items]
    if len(ids) == 1:
        return {ids[0]: total}
    if total is None:
        return {ids[0]: 1}
    free = ids[:-1] if instrument.id == "phq-9" else ids
    points = {id: total // len(free) + (n < total % len(free)) for n, id in enumerate(free)}
    return {id: points.get(id, 0) for id in ids}
