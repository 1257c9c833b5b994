"""The coordinator's tasks: what nobody answered is somebody's, until they say what they did."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.models import Asked, Task
from tercet.clinic.models import Entry
from tercet.clinic.walls import acting_as


@pytest.fixture
def missed(released, evening):
    """Nobody answered the 2-hour question."""
    actions.open_windows(released.patient, now=evening + timedelta(hours=2))
    asked = Asked.objects.get(round="dose-2-hours")
    actions.raise_tasks(released.patient, now=asked.closes_at - timedelta(seconds=1))
    assert not Task.objects.filter(asked=asked).exists()
    for _ in range(2):
        actions.raise_tasks(released.patient, now=asked.closes_at)
    return Task.objects.get(asked=asked)


def test_a_missed_window_is_one_task_from_its_closing_on(missed):
    assert (missed.kind, missed.raised_at) == ("unanswered", missed.asked.closes_at)


def test_what_was_not_answered_is_told_as_each_question_stands(released, cast, evening):
    """The quick way over many windows says what reading each of them says."""
    actions.open_windows(cast.maria, now=evening + timedelta(hours=2))
    for hours in (2, 25, 50, 24 * 9):
        now = evening + timedelta(hours=hours)
        actions.open_windows(cast.maria, now=now)
        for n, standing in enumerate(facts.open_now(cast.maria, now=now)):
            who = {"once": uuid4(), "by": cast.maria, "now": now}
            if n % 3 == 0:
                actions.put_off(standing.asked, "refused", **who)
            elif n % 3 == 1:
                actions.answer(standing.asked, {standing.left[0]: {"1": 1}}, **who)
        every = Asked.objects.filter(patient=cast.maria)
        slowly = {
            (s.name, s.asked.target_at, s.state)
            for s in facts.standings(every, now=now)
            if s.state in {"missed", "declined"}
        }
        quickly = facts.not_answered(every, now=now)
        assert {(each.name, each.at, each.state) for each in quickly} == slowly
    assert slowly


def test_what_was_never_asked_says_so(released, evening):
    actions.open_windows(released.patient, now=evening)
    actions.look_after(released.patient, now=evening + timedelta(days=3))
    assert Task.objects.get(asked__round="dose-24-hours").kind == "not-asked"


def test_a_coordinator_follows_up_and_says_what_was_done(missed, cast, visit):
    noor = visit(cast.noor)
    page = noor.get("/tasks/").content.decode()
    assert "Maria Delgado" in page and "2 hours after the dose" in page
    address = f"/tasks/{missed.pk}/done/"
    assert noor.post(address, {"note": " "}).status_code == 422
    assert noor.post(address, {"note": "Phoned her; she is well."})["Location"] == "/tasks/"
    missed.refresh_from_db()
    assert (missed.done_by, missed.note) == (cast.noor, "Phoned her; she is well.")
    assert visit(cast.okafor).post(address, {"note": "Me too."}).status_code == 409
    assert Entry.objects.filter(deed="do task").count() == 1
    assert "Phoned her; she is well." in noor.get("/tasks/").content.decode()


def test_for_a_talk_that_was_cancelled_nobody_need_answer(course, cast, evening):
    from tercet.clinic.models import TherapySession

    talk = TherapySession.objects.get()
    actions.open_windows(cast.maria, now=talk.at - timedelta(hours=20))
    TherapySession.objects.filter(pk=talk.pk).update(cancelled_at=evening, cancelled_why="ill")
    actions.raise_tasks(cast.maria, now=talk.at + timedelta(days=3))
    assert not Task.objects.filter(asked__anchor=f"therapy:{talk.pk}").exists()


def test_the_task_list_is_not_for_her_therapist_or_a_stranger(missed, cast, visit):
    for who in (cast.lee, cast.priya, cast.sam, cast.maria):
        assert visit(who).get("/tasks/").status_code == 403
    assert actions.why_not_do_task(cast.lee, missed)


def refused(sql):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as c:
        c.execute(sql)
    return str(refusal.value)


TRIGGERS = """
select count(*) from pg_trigger where tgrelid = ('clinic_' || %s)::regclass
and tgname in ('added_never_changed', 'never_emptied') and tgenabled = 'O'
"""


@pytest.mark.parametrize("table", ["asked", "reply", "putoff", "reminder", "reminderevent", "stay"])
def test_what_was_asked_and_said_is_never_changed(missed, cast, table):
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [table])
        assert cursor.fetchone() == (2,)
    actions.put_off(missed.asked, "not-now", once=uuid4(), by=cast.maria, now=missed.raised_at)
    assert "added to, never changed" in refused("update clinic_asked set number = 2")
    assert "added to, never changed" in refused("delete from clinic_putoff")


def test_the_web_sees_only_the_rows_of_whoever_is_asking(missed, cast):
    with connection.cursor() as cursor:
        cursor.execute("set role tercet_web")
    try:
        for person, seen in [(cast.maria, True), (cast.noor, True), (cast.okafor, True),
                             (cast.jonas, False), (cast.sam, False)]:  # fmt: skip
            with acting_as(person):
                assert Asked.objects.exists() == seen, person
                assert Task.objects.exists() == seen, person
        with acting_as(cast.jonas):
            assert "row-level security" in refused(
                "insert into clinic_stay (patient_id, zone, since_at)"
                f" values ({cast.maria.pk}, 'UTC', now())"
            )
        with acting_as(cast.noor):
            assert "permission denied" in refused("update clinic_task set kind = 'refused'")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
