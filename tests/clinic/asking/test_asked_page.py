"""The page of one question: answered once, put off, refused, late, closed; and whom it wakes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tercet.clinic.alerts.models import Alert
from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.forms import AskedForm
from tercet.clinic.asking.models import Asked, PutOff, ReminderEvent, Reply, Stay, Task
from tercet.clinic.models import Answer, Assessment

NOWS = ("now-anxiety", "now-mood", "now-tension", "now-connection")
SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def at(monkeypatch):
    """`at(instant)` is what time it is for every page opened after."""

    def told(instant):
        monkeypatch.setattr("tercet.clinic.clock.now", lambda: instant)

    return told


@pytest.fixture
def asked(released, evening, at):
    """Her 24-hour question, open on its target."""
    now = evening + timedelta(hours=24)
    actions.open_windows(released.patient, now=evening)
    actions.open_windows(released.patient, now=now)
    at(now)
    return Asked.objects.get(round="dose-24-hours")


def page_of(asked):
    return f"/asked/{asked.pk}/"


def answers(*values, once=None, **other):
    said = {f"{name}:1": value for name, value in zip(NOWS, values, strict=False)}
    return said | {"names": " ".join(NOWS), "once": once or str(uuid4())} | other


def open_round(patient, name, now, at):
    actions.open_windows(patient, now=now)
    at(now)
    return Asked.objects.get(round=name)


def test_a_scale_starts_unset_and_blanks_stay_not_known(asked, cast, visit):
    maria = visit(cast.maria)
    page = maria.get(page_of(asked)).content.decode()
    assert page.count("data-scale") == 4
    assert 'value="50"' not in page
    sent = maria.post(page_of(asked), answers("40"))
    assert sent.status_code == 422
    assert "left blank" in sent.content.decode()
    maria.post(page_of(asked), answers("40", anyway="yes"))
    assert [a.instrument for a in Assessment.objects.filter(patient=cast.maria)] == ["now-anxiety"]
    assert facts.standing(asked, now=asked.target_at).state == "answered"


def test_answered_twice_with_one_key_it_counts_once(asked, cast, visit):
    maria, said = visit(cast.maria), answers("40", "50", "60", "70")
    for _ in range(2):
        reply = maria.post(page_of(asked), said, **SCRIPT)
        assert reply.json()["heard"] == said["once"]
    assert Reply.objects.count() == 4
    assert {r.is_late for r in Reply.objects.all()} == {False}
    assert {a.total for a in Assessment.objects.filter(patient=cast.maria)} == {40, 50, 60, 70}


def test_another_form_for_the_same_question_changes_nothing(asked, cast, visit):
    maria = visit(cast.maria)
    maria.post(page_of(asked), answers("40", "50", "60", "70"))
    again = maria.post(page_of(asked), answers("1", "1", "1", "1"), **SCRIPT)
    assert again.status_code == 409
    assert "answered already" in again.json()["says"]
    assert Reply.objects.count() == 4


@pytest.mark.parametrize("typed", ["101", "-1", "4.5", "many", "٤"])
def test_what_is_not_on_the_scale_is_shown_again(asked, cast, visit, typed):
    page = visit(cast.maria).post(page_of(asked), answers(typed, "1", "1", "1"))
    assert page.status_code == 422
    assert "from 0 to 100" in page.content.decode()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (1, True)])
def test_an_answer_is_late_from_the_moment_after_it_was_due(asked, cast, visit, at, minutes, late):
    at(asked.due_at + timedelta(minutes=minutes))
    visit(cast.maria).post(page_of(asked), answers("1", "1", "1", "1"))
    assert {reply.is_late for reply in Reply.objects.all()} == {late}


def test_an_answer_that_waited_on_a_phone_counts_when_it_was_said(asked, cast, visit, at):
    at(asked.closes_at + timedelta(hours=5))
    waited = timedelta(hours=17).total_seconds()
    said = answers("1", "1", "1", "1", waited_seconds=str(waited))
    assert visit(cast.maria).post(page_of(asked), said, **SCRIPT).status_code == 200
    said_at = asked.closes_at - timedelta(hours=12)
    assert {reply.said_at for reply in Reply.objects.all()} == {said_at}
    assert {row.at for row in Assessment.objects.filter(patient=cast.maria)} == {said_at}
    assert not any(reply.is_late for reply in Reply.objects.all())


def test_said_after_closing_it_is_kept_and_the_window_stays_missed(asked, cast, visit, at):
    at(asked.closes_at)
    said = answers("1", "1", "1", "1")
    assert visit(cast.maria).post(page_of(asked), said, **SCRIPT).status_code == 200
    assert Assessment.objects.filter(patient=cast.maria).count() == 4
    assert facts.standing(asked, now=asked.closes_at).state == "missed"
    again = visit(cast.maria).post(page_of(asked), said, **SCRIPT)
    assert (again.status_code, Assessment.objects.count()) == (200, 4)
    assert "has closed" in visit(cast.maria).get(page_of(asked)).content.decode()


def test_not_now_leaves_it_open_and_is_heard_once(asked, cast, visit):
    maria, said = visit(cast.maria), {"kind": "not-now", "once": str(uuid4())}
    for _ in range(2):
        assert maria.post(f"{page_of(asked)}put-off/", said)["Location"] == "/"
    assert PutOff.objects.count() == 1
    assert facts.standing(asked, now=asked.target_at).is_open
    assert not Task.objects.filter(asked=asked).exists()


def test_a_refusal_is_a_task_and_can_be_taken_back_while_it_is_open(asked, cast, visit):
    maria = visit(cast.maria)
    maria.post(f"{page_of(asked)}put-off/", {"kind": "refused", "once": str(uuid4())})
    assert facts.standing(asked, now=asked.target_at).state == "declined"
    assert Task.objects.get(asked=asked).kind == "refused"
    assert not Alert.objects.filter(kind="screen-refused").exists()
    assert "did not want to answer" in maria.get(page_of(asked)).content.decode()
    maria.post(page_of(asked), answers("1", "1", "1", "1"))
    assert facts.standing(asked, now=asked.target_at).state == "answered"


def test_refusing_the_suicide_screen_calls_a_person(planned, cast, visit, evening, at):
    asked = open_round(cast.maria, "contact-screen", evening - timedelta(hours=2), at)
    said = {"kind": "refused", "once": str(uuid4())}
    visit(cast.maria).post(f"{page_of(asked)}put-off/", said)
    assert Alert.objects.get(kind="screen-refused").ladder == "safety-concern"


@pytest.mark.parametrize(("yes", "to", "alerts"), [("0", "/", 0), ("1", "/help-now/", 1)])
def test_a_yes_of_the_screen_shows_whom_to_call_at_once(
    planned, cast, visit, evening, at, yes, to, alerts
):
    asked = open_round(cast.maria, "contact-screen", evening - timedelta(hours=2), at)
    said = {f"asq:{n}": "0" for n in range(1, 6)} | {"asq:3": yes}
    said |= {"names": "asq", "once": str(uuid4())}
    reply = visit(cast.maria).post(page_of(asked), said, **SCRIPT)
    assert reply.json()["next"] == to
    assert Alert.objects.filter(kind="thoughts-of-self-harm", ladder="suicide").count() == alerts


def test_item_9_calls_and_shows_the_help_page(course, cast, visit, evening, at):
    actions.open_windows(cast.maria, now=evening - timedelta(days=21))
    asked = Asked.objects.get(round="baseline")
    at(evening - timedelta(days=21))
    maria = visit(cast.maria)
    first = {f"gad-7:{n}": "1" for n in range(1, 8)} | {"names": "gad-7", "once": str(uuid4())}
    assert maria.post(page_of(asked), first)["Location"] == page_of(asked)  # on to the next
    second = {f"phq-9:{n}": "0" for n in range(1, 9)} | {"phq-9:9": "1"}
    reply = maria.post(page_of(asked), second | {"names": "phq-9", "once": str(uuid4())})
    assert reply["Location"] == "/help-now/"
    page = maria.get("/help-now/").content.decode()
    assert "tel:988" in page and "Who has been told" in page and "not read at every hour" in page
    assert Alert.objects.get().ladder == "suicide"


def test_pressure_at_home_becomes_a_fact(released, cast, visit, evening, at):
    morning = evening + timedelta(hours=15, minutes=30)
    actions.open_windows(cast.maria, now=evening)
    asked = open_round(cast.maria, "pressure-morning-after", morning, at)
    said = {"facts:systolic": "128", "facts:diastolic": "", "names": "facts", "once": str(uuid4())}
    visit(cast.maria).post(page_of(asked), said, **SCRIPT)
    assert Answer.objects.get(fact="systolic", at=morning).value == 128
    assert not Answer.objects.filter(fact="diastolic", at=morning).exists()
    assert facts.standing(asked, now=morning).state == "answered"


def test_a_device_in_another_zone_moves_what_opens_later(asked, cast, visit):
    said = answers("1", "1", "1", "1", zone="Asia/Tokyo")
    visit(cast.maria).post(page_of(asked), said)
    assert Stay.objects.get().zone == "Asia/Tokyo"
    visit(cast.maria).post(page_of(asked), answers("1", zone="Mars/Olympus", anyway="yes"))
    assert Stay.objects.count() == 1


def test_a_questionnaire_taken_by_itself_answers_its_window(course, cast, evening):
    from tercet.clinic.measures.actions import answer_instrument

    begins = evening - timedelta(days=21)
    actions.open_windows(cast.maria, now=begins)
    zeros = {str(n): 0 for n in range(1, 8)}
    who = {"by": cast.maria, "now": begins + timedelta(hours=1)}
    answer_instrument(cast.maria, "gad-7", zeros, once=uuid4(), **who)
    actions.open_windows(cast.maria, now=begins + timedelta(hours=2))
    asked = Asked.objects.get(round="baseline")
    assert facts.standing(asked, now=begins + timedelta(hours=2)).left == ("phq-9",)


def test_nobody_else_opens_her_question(asked, cast, visit):
    assert visit(cast.jonas).get(page_of(asked)).status_code == 404
    assert visit(cast.noor).get(page_of(asked)).status_code == 403


def test_the_first_page_names_the_question_that_closes_soonest(asked, cast, visit):
    actions.remind(cast.maria, now=asked.opens_at)
    maria = visit(cast.maria)
    page = maria.get("/").content.decode()
    maria.get(page_of(asked))
    maria.get("/")
    shown = ReminderEvent.objects.filter(reminder__asked=asked, reminder__way="in-app")
    assert sorted(shown.values_list("kind", flat=True)) == ["delivered", "opened"]
    assert f"/asked/{asked.pk}/" in page  # beside the dose that she is still resting after


def test_a_person_is_asked_for_from_any_page_and_promised_nothing(course, cast, visit):
    maria = visit(cast.maria)
    assert 'href="/help-now/"' in maria.get("/medicines/").content.decode()
    for _ in range(2):
        assert maria.post("/help-now/")["Location"] == "/help-now/"
    alert = Alert.objects.get()
    assert (alert.kind, alert.ladder) == ("asks-for-a-person", "asks-for-a-person")
    page = maria.get("/help-now/").content.decode()
    assert "Not read yet" in page and "do not wait for us" in page
    assert "One of your answers" not in page


def test_what_is_not_asked_of_everybody_is_not_missed_when_it_is_blank():
    screened = AskedForm(["asq"], [], data={f"asq:{number}": "0" for number in range(1, 5)})
    assert screened.is_valid() and screened.blanks == []
    assert "data-optional" in str(screened["asq:5"]) and "data-optional" not in str(
        screened["asq:1"]
    )
    yes = AskedForm(["asq"], [], data={"asq:1": "1", "asq:2": "0", "asq:3": "0", "asq:4": "0"})
    assert yes.is_valid() and [field.name for field in yes.blanks] == ["asq:5"]
    low = AskedForm(["phq-9"], [], data={f"phq-9:{number}": "0" for number in range(1, 10)})
    assert low.is_valid() and low.blanks == []
