"""What a course shows calls a person once; an hour is held for the therapist if anxiety rises."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tercet.clinic.alerts.models import Alert, AlertStep
from tercet.clinic.models import Entry, TherapySession
from tercet.clinic.outcomes import actions, facts, jobs
from tercet.clinic.outcomes.actions import look_over
from tercet.clinic.outcomes.models import Noticed
from tercet.clinic.therapy import actions as therapy
from tercet.clinic.walls import acting_as
from tercet.decisions import response

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def surfaced(answers):
    """Anxiety from 40 to 65 and 70 after the dose, while mood lifts."""
    answers(-2, now_anxiety=40, now_mood=40)
    answers(24, now_anxiety=65, now_mood=60)
    return answers(48, now_anxiety=70, now_mood=60)


@pytest.fixture
def as_the_worker():
    """The rest of the test runs under the role that does what is done later."""
    with connection.cursor() as cursor:
        cursor.execute("set role tercet_work")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def test_the_worker_may_do_all_of_it(surfaced, cast, as_the_worker):
    [made] = look_over(cast.maria, now=surfaced)
    assert made.held and made.alert


def test_what_others_notice_at_this_moment_is_not_noticed_twice(surfaced, cast, monkeypatch):
    look_over(cast.maria, now=surfaced)
    nothing_known = monkeypatch.context()
    with nothing_known as patched:
        patched.setattr(actions, "_known", lambda course: set())
        assert look_over(cast.maria, now=surfaced) == []
    assert TherapySession.objects.filter(kind="surfaced").count() == 1


def test_an_hour_taken_at_this_moment_is_followed_by_the_next(surfaced, course, cast, monkeypatch):
    free, tried = response.first_free, []

    def beaten(booking, **asked):
        at = free(booking, **asked)
        if not tried:
            therapy.book(course, at=at, kind="therapy", by=cast.lee, now=surfaced)
        tried.append(at)
        return at

    monkeypatch.setattr(response, "first_free", beaten)
    [made] = look_over(cast.maria, now=surfaced)
    assert made.held.at == tried[1] > tried[0]


def test_one_rise_calls_nobody(answers, cast):
    answers(-2, now_anxiety=40, now_mood=40)
    at = answers(24, now_anxiety=65, now_mood=60)
    assert look_over(cast.maria, now=at) == [] and not Noticed.objects.exists()


def test_anxiety_that_surfaces_holds_an_hour_and_calls_the_therapist(surfaced, cast):
    [made] = look_over(cast.maria, now=surfaced)
    assert (made.what, made.about, made.since_at) == ("surfaced-anxiety", "dose-1", surfaced)
    assert "after dose 1" in made.says and "twice in a row" in made.says

    # By day where both are, and within a day.
    assert made.held.therapist == cast.lee and made.held.kind == "surfaced"
    assert surfaced < made.held.at <= surfaced + timedelta(hours=24)
    assert 9 <= made.held.at.astimezone(DENVER).hour < 18

    alert = Alert.objects.get()
    assert (made.alert, alert.ladder, alert.kind) == (alert, "surfaced-anxiety", "surfaced-anxiety")
    assert AlertStep.objects.get().who == "therapist"
    assert alert.next_step_at == surfaced + timedelta(hours=4)
    assert Entry.objects.filter(deed="hold therapy", by=None).count() == 1

    local = made.held.at.astimezone(DENVER)
    assert f"Held for Lee Whitman: {local:%A} {local.day} {local:%B, %H:%M}" in alert.says

    saw = {(each["instrument"], each["low"]) for each in made.saw["answers"]}
    assert ("now-anxiety", 70) in saw and ("now-mood", 40) in saw
    assert "anxiety-now-while-mood-lifts" in made.saw["rules"]


def test_looked_over_again_and_after_more_answers_it_is_noticed_once(surfaced, answers, cast):
    look_over(cast.maria, now=surfaced)
    later = answers(72, now_anxiety=75, now_mood=60)
    assert look_over(cast.maria, now=surfaced) == look_over(cast.maria, now=later) == []
    assert Noticed.objects.count() == Alert.objects.count() == 1
    assert TherapySession.objects.filter(kind="surfaced").count() == 1


def test_an_hour_that_is_taken_is_not_held_twice(surfaced, course, cast):
    free = facts.so_far(course, now=surfaced).known.reading.booking
    look_over(cast.maria, now=surfaced)
    held = TherapySession.objects.get(kind="surfaced")
    Noticed.objects.get()  # kept
    other = TherapySession(
        patient=cast.maria, course=course, therapist=cast.lee, at=held.at, kind="therapy"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        other.save()
    assert free.minutes == 60


def test_where_no_hour_is_free_people_are_called_all_the_same(surfaced, course, cast):
    for hours in range(30):
        at = surfaced.replace(minute=0) + timedelta(hours=hours + 1)
        therapy.book(course, at=at, kind="therapy", by=cast.lee, now=surfaced)
    [made] = look_over(cast.maria, now=surfaced)
    assert made.held is None and Alert.objects.filter(acknowledged_at=None).count() == 1


def test_after_the_last_day_of_a_course_no_hour_is_held_and_people_are_called(
    answers, cast, course
):
    ended = (course.ends_on - answers(-2, now_anxiety=40).date()).days * 24
    answers(ended + 24, now_anxiety=70)
    at = answers(ended + 48, now_anxiety=70)
    [made] = look_over(cast.maria, now=at)
    assert made.held is None and made.alert.acknowledged_at is None


def test_worse_by_the_reliable_amount_at_two_looks_calls_the_prescriber(answers, cast):
    answers(-2, gad_7=8)
    at = answers(24 * 14, gad_7=12)
    assert look_over(cast.maria, now=at) == []
    at = answers(24 * 15, gad_7=12)
    [made] = look_over(cast.maria, now=at)
    assert (made.what, made.about, made.held) == ("reliably-worse", "gad-7", None)
    assert "GAD-7 is worse than before the course" in made.says
    assert AlertStep.objects.get().who == "prescriber"


def test_an_incomplete_questionnaire_does_not_make_a_course_worse(answers, cast):
    answers(-2, gad_7=8)
    answers(24 * 14, gad_7=None)
    at = answers(24 * 15, gad_7=None)
    assert look_over(cast.maria, now=at) == []


def test_a_patient_without_a_course_has_nothing_to_look_over(cast, evening):
    assert look_over(cast.jonas, now=evening) == []


def test_an_answer_puts_the_course_on_the_list_and_the_job_looks_it_over(
    surfaced, cast, monkeypatch
):
    waiting = ProcrastinateJob.objects.filter(task_name="look-over-course")
    assert {job.args["patient"] for job in waiting} == {cast.maria.pk}
    monkeypatch.setattr(jobs.clock, "now", lambda: surfaced)
    jobs.look_over_course.func(cast.maria.pk)
    jobs.look_over_courses.func(0)
    assert Noticed.objects.count() == 1


def test_what_was_noticed_is_never_changed_and_is_her_teams_alone(surfaced, cast):
    look_over(cast.maria, now=surfaced)
    with (
        pytest.raises(DatabaseError, match="added to, never changed"),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute("update clinic_noticed set says = 'nothing'")
    assert Noticed.objects.visible_to(cast.lee).count() == 1
    for who in (cast.ana, cast.priya, cast.jonas, cast.sam):
        assert not Noticed.objects.visible_to(who).exists()
    with connection.cursor() as c:
        c.execute("set role tercet_web")
    with acting_as(cast.jonas):
        assert not Noticed.objects.exists()
    with connection.cursor() as c:
        c.execute("reset role")
