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


def test_a_questionnaire_without_words_here_says_so_plainly(maria):
    page = maria.get("/measures/isi/")
    assert page.status_code == 404
    assert "ISI is not here yet" in page.content.decode()
    assert maria.post("/measures/isi/", whole(7)).status_code == 404
    assert not Assessment.objects.exists()


def test_a_clinics_own_words_are_shown_with_their_credit(maria, settings, tmp_path):
    texts = ", ".join(f'"Question {n}"' for n in range(1, 8))
    answers = '"none", "mild", "moderate", "severe", "very severe"'
    (tmp_path / "isi.en.toml").write_text(
        f'intro = "How did you sleep?"\nitems = [{texts}]\noptions = [{answers}]\n'
        'credit = "By permission of its author."\n'
    )
    settings.WORDING = str(tmp_path)
    page = maria.get("/measures/isi/").content.decode()
    assert page.count('role="radiogroup"') == 7
    assert "Question 7" in page and "By permission of its author." in page
    maria.post("/measures/isi/", whole(7, "2"))
    assert (Assessment.objects.get().total, Assessment.objects.get().score["band"]) == (
        14,
        "subthreshold",
    )


@pytest.mark.parametrize("id", ["ham-a", "moaa-s", "gad-8"])
def test_what_a_clinician_rates_is_not_the_patients_page(maria, id):
    assert maria.get(f"/measures/{id}/").status_code == 404


def test_a_number_is_typed_and_one_out_of_range_is_asked_back(maria):
    sent = whole(1, "101")
    page = maria.post("/measures/now-anxiety/", sent)
    assert page.status_code == 422
    assert "Write a whole number from 0 to 100." in page.content.decode()
    maria.post("/measures/now-anxiety/", sent | {"item-1": "0"})
    assert Assessment.objects.get().total == 0


def test_a_question_nobody_needed_to_ask_is_not_a_blank(maria):
    page = maria.post("/measures/asq/", whole(4))
    assert page["Location"] == "/"
    assert Assessment.objects.get().score["band"] == "negative"


def test_a_refusal_of_a_question_on_suicide_reaches_a_person(maria):
    page = maria.post("/measures/asq/", whole(5, item_2="refused"))
    assert page["Location"] == "/help-now/"
    assert Alert.objects.count() == 1
    assert Assessment.objects.get().answers["2"] == "refused"


def test_the_question_beside_the_phq_9_may_be_left_out(maria):
    maria.post("/measures/phq-9/", whole(9))
    assert Assessment.objects.get().total == 0
    assert Assessment.objects.get().answers["difficulty"] is None


def test_blood_in_the_urine_is_no_thought_of_suicide(maria):
    sent = {f"item-{n}": "0" for n in ("frequency", "urgency", "nocturia", "pain")}
    maria.post("/measures/bladder-5/", sent | {"item-blood": "1", "once": str(uuid4())})
    (flag, _) = Assessment.objects.get().score["flags"]
    assert (flag["id"], flag["raised"], flag["calls"]) == ("blood", True, "safety")
    assert not Alert.objects.filter(kind="thoughts-of-self-harm").exists()


def test_only_what_the_plan_asks_before_a_course_is_due(cast, evening):
    from tercet.clinic.measures.facts import due

    assert [each.id for each in due(cast.maria, now=evening)] == ["gad-7", "phq-9"]
