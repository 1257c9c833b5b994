"""The diary's pages: kept once, said again where it cannot be read, and read by the team."""

from uuid import uuid4

import pytest

from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.models import DosingEvent

SCRIPT = {"HTTP_ACCEPT": "application/json"}
NOT_WATCHED = "Your team reads this when you meet, not at once."


def sent(kind, once=None, **fields):
    named = {f"{kind}:{name}": value for name, value in fields.items()}
    return named | {"once": once or str(uuid4()), "names": kind}


def text(reply):
    return reply.content.decode()


def test_a_panic_attack_is_kept_and_the_picture_shows_it(cast, visit, here):
    maria = visit(cast.maria)
    page = text(maria.get("/diary/new/panic/"))
    assert page.count("data-scale") == 1 and 'value="50"' not in page
    reply = maria.post("/diary/new/panic/", sent("panic", when="now", worst="80"))
    assert (reply.status_code, reply["Location"]) == (302, "/diary/#panic")
    page = text(maria.get("/diary/"))
    assert "1 panic attack, worst fear 80" in page and "Kept." in page


def test_sent_twice_with_one_key_it_is_kept_once(cast, visit, here):
    maria, said = visit(cast.maria), sent("panic", when="now")
    for _ in range(2):
        reply = maria.post("/diary/new/panic/", said, **SCRIPT)
        assert reply.json() == {"heard": said["once"], "says": "Kept.", "next": "/diary/#panic"}
    assert DiaryEntry.objects.count() == 1


def test_what_waited_on_a_phone_is_kept_as_of_when_it_was_said(cast, visit, here):
    said = sent("panic", when="now") | {"waited_seconds": "7200"}
    visit(cast.maria).post("/diary/new/panic/", said, **SCRIPT)
    kept = DiaryEntry.objects.get()
    assert (here - kept.happened_at).total_seconds() == 7200 and kept.at == here


def test_what_cannot_be_read_is_said_and_stays_on_the_page(cast, visit, here):
    maria = visit(cast.maria)
    said = sent("panic", when="today", time="23:59", words="on the bus", worst="101")
    page = maria.post("/diary/new/panic/", said)
    assert page.status_code == 422
    for shown in ("still to come", "from 0 to 100", "on the bus", "What you wrote is still here"):
        assert shown in text(page)
    by_script = maria.post("/diary/new/panic/", said, **SCRIPT)
    assert by_script.status_code == 422 and "still to come" in by_script.json()["says"]
    assert not DiaryEntry.objects.exists()


def test_a_form_that_lost_its_key_keeps_nothing(cast, visit, here):
    said = sent("panic", when="now", once="not-a-key")
    reply = visit(cast.maria).post("/diary/new/panic/", said, **SCRIPT)
    assert reply.status_code == 422 and "lost its key" in reply.json()["says"]
    assert not DiaryEntry.objects.exists()


def test_from_a_goal_to_its_finish(cast, visit, here):
    maria = visit(cast.maria)
    maria.post("/diary/new/goal/", sent("goal", area="social", words="Eat with others"))
    goal = DiaryEntry.objects.get(kind="goal").pk
    maria.post(f"/diary/{goal}/step/", sent("step", words="Sit down", expected="60"))
    step = DiaryEntry.objects.get(kind="step").pk
    for peak in ("80", "55", "30"):
        said = sent("attempt", when="today", did="did", before="40", peak=peak, after="10")
        maria.post(f"/diary/{step}/attempt/", said)
    assert "Step 1: peak 80, then 55, then 30." in text(maria.get("/diary/"))
    assert "Eat with others" in text(maria.get(f"/diary/{goal}/goal-finished/"))
    maria.post(f"/diary/{goal}/goal-finished/", sent("goal-finished"))
    page = text(maria.get("/diary/"))
    assert "finished 19 November" in page and f"/diary/{goal}/step/" not in page


def test_from_a_fear_to_what_came_of_it(cast, visit, here):
    maria = visit(cast.maria)
    maria.post("/diary/new/worry/", sent("worry", when="today", share="60", fears="I will faint"))
    worry = DiaryEntry.objects.get().pk
    page = text(maria.get("/diary/"))
    assert f"/diary/{worry}/worry-outcome/" in page and "No fear has come due yet." in page
    maria.post(f"/diary/{worry}/worry-outcome/", sent("worry-outcome", happened="no"))
    page = text(maria.get("/diary/"))
    assert "Of 1 fear that came due, 1 did not happen." in page
    assert f"/diary/{worry}/worry-outcome/" not in page


def test_what_does_not_follow_is_not_there(cast, visit, here, keep):
    maria, panic = visit(cast.maria), keep("panic")
    for address in (f"/diary/{panic.pk}/step/", f"/diary/{panic.pk}/panic/", "/diary/new/step/"):
        assert maria.get(address).status_code == 404
    assert visit(cast.jonas).get(f"/diary/{panic.pk}/step/").status_code == 404


def test_a_mistake_is_taken_back_and_stands_nowhere(cast, visit, here, keep):
    maria, kept = visit(cast.maria), keep("panic", words="on the bus")
    assert "on the bus" in text(maria.get("/diary/kept/"))
    assert maria.post(f"/diary/{kept.pk}/mistake/").status_code == 422
    for _ in range(2):
        reply = maria.post(f"/diary/{kept.pk}/mistake/", {"once": str(uuid4())})
        assert reply["Location"] == "/diary/kept/"
    assert "on the bus" not in text(maria.get("/diary/kept/"))
    assert "on the bus" not in text(visit(cast.lee).get(f"/patients/{cast.maria.pk}/diary/"))
    assert DiaryEntry.objects.count() == 2


def test_what_was_added_to_something_taken_back_is_refused_with_a_sentence(
    cast, visit, here, keep, take_back
):
    goal = keep("goal", area="social", words="A party")
    take_back(goal)
    reply = visit(cast.maria).post(f"/diary/{goal.pk}/step/", sent("step", words="x"), **SCRIPT)
    assert reply.status_code == 409 and "took this back" in reply.json()["says"]


def test_long_lists_are_turned_page_by_page(cast, visit, here, keep):
    for number in range(21):
        keep("panic", words=f"attack {number:02}")
    maria = visit(cast.maria)
    assert "attack 00" not in text(maria.get("/diary/kept/"))
    assert "attack 00" in text(maria.get("/diary/kept/?page=2"))
    assert maria.get("/diary/kept/?page=none").status_code == 200


def test_the_page_promises_no_watching_and_nags_nobody(cast, visit, here, keep):
    goal = keep("goal", area="social", words="A party")
    maria = visit(cast.maria)
    for address in ("", "kept/", "new/panic/", "new/worry/", "new/goal/", f"{goal.pk}/step/"):
        page = text(maria.get(f"/diary/{address}"))
        assert NOT_WATCHED in page and "I need a person now" in page, address
    page = text(maria.get("/diary/"))
    assert page.count("Nothing yet.") == 2
    assert "due" not in page and "reminder" not in page


def test_the_first_page_leads_to_the_diary_only_where_a_course_is_signed(cast, visit, here):
    assert 'href="/diary/"' not in text(visit(cast.maria).get("/"))


def test_in_a_course_the_first_page_leads_to_the_diary(course, cast, visit, here):
    assert 'href="/diary/"' in text(visit(cast.maria).get("/"))


def test_the_team_reads_her_own_words_newest_first_under_the_doses(
    course, cast, visit, here, keep, evening
):
    keep("panic", days_ago=2, worst=80, minutes=12, words="On <the> bus")
    keep("worry", share=40, about="The rent", fears="We lose the flat")
    page = text(visit(cast.lee).get(f"/patients/{cast.maria.pk}/diary/"))
    assert "What Maria keeps track of" in page
    assert "<q>On &lt;the&gt; bus</q>" in page
    assert page.index("We lose the flat</q></p>") < page.rindex("On &lt;the&gt; bus")
    assert "No goal has been kept." in page and "<form" not in page.split("<main")[1]


def test_an_empty_diary_says_so_to_the_team(cast, visit, here):
    page = text(visit(cast.noor).get(f"/patients/{cast.maria.pk}/diary/"))
    assert "Maria has kept nothing in the diary yet" in page
    assert page.count('class="empty"') == 3


@pytest.mark.parametrize(
    ("who", "status"),
    [("noor", 200), ("okafor", 200), ("lee", 200), ("dana", 200), ("ana", 403), ("priya", 403),
     ("maria", 403), ("jonas", 403)],
)  # fmt: skip
def test_who_reads_a_diary(cast, visit, here, who, status):
    reply = visit(getattr(cast, who)).get(f"/patients/{cast.maria.pk}/diary/")
    assert reply.status_code == status


def test_a_guide_of_others_does_not_read_it(cast, visit, here):
    assert visit(cast.noor).get(f"/patients/{cast.jonas.pk}/diary/").status_code == 404


def test_the_doses_stand_in_the_pictures(holding, cast, visit, here, keep):
    keep("panic", worst=80)
    assert DosingEvent.objects.filter(kind="started").count() == 1
    page = text(visit(cast.maria).get("/diary/"))
    assert "1 panic attack, worst fear 80; 1 dose marked." in page and "dose-line" in page
