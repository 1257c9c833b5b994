"""The screens of a dose: who is shown what, in each phase, and what a page says when it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tercet.clinic import clock
from tercet.clinic.dosing import actions


@pytest.fixture
def at(monkeypatch):
    """Tell every page what time it is."""

    def set_to(now):
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_to


PAGES = {
    "maria": ["dosing", "my-course", "my-medicines"],
    "ana": ["support"],
    "noor": [
        "gate",
        "guide",
        "guide-live",
        "board",
        "board-rows",
        "course",
        "alerts",
        "alerts-rows",
    ],
    "okafor": ["gate", "guide", "board", "course", "plan-dose", "alerts", "medicines", "therapy"],
    "lee": ["course", "therapy", "medicines", "alerts"],
    "priya": ["course", "therapy", "medicines"],
    "dana": ["board", "course", "alerts"],
}
OF_DOSING = {"dosing", "support", "gate", "guide", "guide-live"}
OF_PATIENT = {"course", "plan-dose", "medicines", "therapy"}


def address(name, dosing):
    args = [dosing.pk] if name in OF_DOSING else [dosing.patient_id] if name in OF_PATIENT else []
    return reverse(name, args=args)


@pytest.mark.parametrize("phase", ["planned", "holding", "working", "released"])
def test_every_page_opens_in_every_phase_for_whom_it_is(request, phase, cast, visit, at, evening):
    dosing = request.getfixturevalue(phase)
    at(evening + timedelta(minutes=130))
    for who, names in PAGES.items():
        browser = visit(getattr(cast, who))
        for name in names:
            answer = browser.get(address(name, dosing))
            assert answer.status_code == 200, (who, name)


def test_nobody_else_opens_them(working, cast, visit):
    for name in OF_DOSING:
        assert visit(cast.jonas).get(address(name, working)).status_code in {403, 404}, name
        assert visit(cast.sam).get(address(name, working)).status_code in {403, 404}, name
        assert visit().get(address(name, working)).status_code == 302, name
    for name in OF_PATIENT:
        assert visit(cast.jonas).get(address(name, working)).status_code in {403, 404}, name
