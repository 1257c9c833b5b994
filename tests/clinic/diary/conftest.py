"""The evening these tests happen in, and a few entries kept before it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import course, holding, planned

from tercet.clinic.diary import actions

__all__ = ["course", "holding", "planned"]


@pytest.fixture
def here(monkeypatch, evening):
    """It is `evening` on every page: 18:00 on Thursday 19 November, in Denver."""
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    return evening


@pytest.fixture
def keep(cast, evening):
    """`keep("panic", worst=80)`: Maria keeps it now, or some days ago."""

    def kept(kind, *, of=None, days_ago=0, patient=None, **said):
        her = patient or cast.maria
        at = evening - timedelta(days=days_ago)
        if kind in ("worry", "attempt"):
            said.setdefault("day", at.astimezone(her.tz).date().isoformat())
        return actions.keep(
            her, kind, said, happened_at=at, of=of, once=uuid4(), by=her, now=evening
        )

    return kept


@pytest.fixture
def take_back(cast, evening):
    def taken(entry):
        return actions.take_back(entry, once=uuid4(), by=entry.patient, now=evening)

    return taken
