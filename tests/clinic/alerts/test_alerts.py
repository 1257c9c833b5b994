"""Alerts: raised once, taken on by one, on a page worst first; mails that say nothing of health."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse

from tercet import knowledge
from tercet.clinic import clock
from tercet.clinic.alerts import jobs
from tercet.clinic.alerts.actions import acknowledge, climb, raise_alert
from tercet.clinic.errors import Denied, WrongState
from tercet.clinic.models import Alert, AlertStep, Entry


def alarm(cast, now, *, ladder="worse", kind="pressure-high", topic="patient:1", patient=None):
    return raise_alert(
        patient or cast.maria,
        kind=kind,
        topic=topic,
        says=f"Look at {kind}.",
        ladder=ladder,
        by=None,
        now=now,
    )


def test_an_alert_that_is_open_is_not_raised_twice(cast, evening):
    first = alarm(cast, evening)
    assert alarm(cast, evening + timedelta(minutes=1)) == first
    assert AlertStep.objects.count() == 1


def test_once_it_was_taken_on_it_can_be_raised_again(cast, evening):
    first = alarm(cast, evening)
    acknowledge(first, note="", by=cast.noor, now=evening)
    assert alarm(cast, evening + timedelta(minutes=1)) != first


def test_only_the_team_takes_on(cast, evening):
    alert = alarm(cast, evening)
    for person in (cast.maria, cast.ana, cast.sam, cast.priya):
        with pytest.raises(Denied, match="care team"):
            acknowledge(alert, note="", by=person, now=evening)


def test_taking_on_twice_is_calm_for_the_same_person_and_refused_for_another(cast, evening):
    alert = alarm(cast, evening)
    for _ in range(2):
        acknowledge(alert, note="with her", by=cast.noor, now=evening)
    with pytest.raises(WrongState, match="Noor Haddad has already"):
        acknowledge(alert, note="", by=cast.okafor, now=evening)
    assert Entry.objects.filter(deed="acknowledge alert").count() == 1


def test_every_ladder_of_every_protocol_can_be_begun(cast, evening):
    for ladder in knowledge.read().protocols["at-home-low-dose"].ladders:
        alert = alarm(cast, evening, ladder=ladder, kind=ladder)
        assert alert.next_step_at > evening


def test_the_mail_says_nothing_of_health_and_goes_to_those_the_step_names(cast, evening):
    alert = alarm(cast, evening)
    jobs.send_notices(alert=alert.pk, step=0)
    assert [m.to for m in mail.outbox] == [["noor@example.org"]]
    assert "Maria" not in mail.outbox[0].body and "pressure" not in mail.outbox[0].body


def test_an_alert_taken_on_meanwhile_is_not_mailed(cast, evening):
    alert = alarm(cast, evening)
    acknowledge(alert, note="", by=cast.noor, now=evening)
    jobs.send_notices(alert=alert.pk, step=0)
    assert mail.outbox == []


# ---- the page -----------------------------------------------------------------------------------


@pytest.fixture
def page(cast, visit, monkeypatch, evening):
    monkeypatch.setattr(clock, "now", lambda: evening + timedelta(seconds=30))
    return lambda person=None: visit(person or cast.noor).get(reverse("alerts")).content.decode()


def test_worst_stands_first_with_the_ladder_and_when_it_climbs(cast, page, evening):
    alarm(cast, evening, kind="mild")
    alarm(cast, evening, kind="grave", ladder="crisis")
    said = page()
    assert said.index("Look at grave") < said.index("Look at mild")
    assert "2 alerts that nobody has taken on" in said and "Emergency services:" in said
    assert "The next step is taken" in said


def test_a_calm_page_says_so(page):
    assert "Nobody is waiting to be answered" in page()


def test_a_guide_sees_only_the_alerts_of_their_patients(cast, page, evening):
    alarm(cast, evening, patient=cast.jonas)
    assert "Nobody is waiting to be answered" in page(cast.noor)
    assert "Jonas Beck" in page(cast.okafor)


def take(browser, alert, **sent):
    return browser.post(reverse("acknowledge", args=[alert.pk]), sent)


def test_taking_on_from_the_page(cast, visit, page, evening):
    alert = alarm(cast, evening)
    assert take(visit(cast.noor), alert, note="calling her").status_code == 302
    assert "calling her" in page()
    alert.refresh_from_db()
    assert alert.next_step_at is None


def test_it_never_leads_off_our_pages(cast, visit, evening):
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        alert = alarm(cast, evening, kind=str(uuid4()))
        assert take(visit(cast.noor), alert, back=back)["Location"] == reverse("alerts")


def test_a_note_too_long_is_shown_again_and_nothing_is_taken_on(cast, visit, evening):
    alert = alarm(cast, evening)
    answer = take(visit(cast.noor), alert, note="x" * 4001)
    assert answer.status_code == 422 and "4000 characters fit" in answer.content.decode()
    assert "x" * 4001 in answer.content.decode()
    assert Alert.objects.get().acknowledged_at is None


def test_another_patients_alert_is_not_there(cast, visit, evening):
    alert = alarm(cast, evening, patient=cast.jonas)
    assert take(visit(cast.noor), alert).status_code == 404
    assert take(visit(cast.maria), alert).status_code == 403


def test_an_alert_on_a_ladder_that_is_no_longer_published_still_climbs(cast, evening):
    raised = raise_alert(
        cast.maria,
        kind="old",
        topic="patient:1",
        says="Somebody must look.",
        ladder="a-ladder-taken-away",
        protocol="a-protocol-taken-away",
        now=evening,
    )
    assert raised.next_step_at is not None
    climbed = climb(now=raised.next_step_at)
    assert (climbed.pk, climbed.step) == (raised.pk, 1)
