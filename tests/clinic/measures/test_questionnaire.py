"""GAD-7 and PHQ-9 on a phone: blanks asked about once, item 9 reaches a person, sent once."""

from uuid import uuid4

import pytest

from tercet.clinic.alerts.models import Alert
from tercet.clinic.measures.facts import scores
from tercet.clinic.measures.models import Assessment


def whole(items, points="0", **other):
    answers = {f"item-{n}": points for n in range(1, items + 1)}
    return answers | {k.replace("_", "-"): v for k, v in other.items()} | {"once": str(uuid4())}


@pytest.fixture
def maria(cast, visit):
    return visit(cast.maria)


def test_all_its_questions_stand_on_one_page(maria):
    page = maria.get("/measures/gad-7/").content.decode()
    assert page.count('role="radiogroup"') == 7


def test_answered_whole_it_has_a_total(cast, maria):
    page = maria.post("/measures/gad-7/", whole(7, "2"))
    assert (page.status_code, page["Location"]) == (302, "/")
    assert Assessment.objects.get().total == 14


def test_blanks_are_asked_about_once_and_may_be_sent(cast, maria):
    answers = whole(7, "1")
    answers.pop("item-3")
    page = maria.post("/measures/gad-7/", answers)
    assert page.status_code == 422
    assert "1 left blank" in page.content.decode()
    assert page.content.decode().count("checked") == 6
    assert not Assessment.objects.exists()
    maria.post("/measures/gad-7/", answers | {"anyway": "yes"})
    assert (Assessment.objects.get().total, Assessment.objects.get().answers["3"]) == (None, None)


def test_sent_twice_it_counts_once(cast, maria):
    answers = whole(7, "1")
    for _ in range(2):
        assert maria.post("/measures/gad-7/", answers)["Location"] == "/"
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize(("points", "where", "alerts"), [("0", "/", 0), ("1", "/help-now/", 1)])
def test_item_9_reaches_a_person_whatever_the_total(cast, maria, points, where, alerts):
    page = maria.post("/measures/phq-9/", whole(9, item_9=points))
    assert page["Location"] == where
    assert Alert.objects.count() == alerts


def test_item_9_left_blank_is_not_known_and_not_an_alarm(cast, maria):
    answers = whole(9) | {"anyway": "yes"}
    answers.pop("item-9")
    maria.post("/measures/phq-9/", answers)
    assert not Alert.objects.exists()
    assert "phq-9-item-9" not in scores(cast.maria)


def test_item_9_is_a_fact_for_the_decision(cast, maria):
    maria.post("/measures/phq-9/", whole(9, item_9="2"))
    assert scores(cast.maria)["phq-9-item-9"].value == 2


def test_an_answer_that_is_not_offered_is_refused(maria):
    page = maria.post("/measures/gad-7/", whole(7, item_1="4"))
    assert page.status_code == 422
    assert "Choose one of the answers shown." in page.content.decode()


def test_a_questionnaire_that_is_not_there_is_not_found(maria):
    assert maria.get("/measures/mood-ring/").status_code == 404


def test_without_its_key_nothing_is_kept(maria):
    page = maria.post("/measures/gad-7/", whole(7) | {"once": ""})
    assert page.status_code == 422
    assert "lost its key" in page.content.decode()
