"""Questions in Spanish: switched on the page with nothing lost, kept with the answer."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tercet.clinic.alerts.models import Alert
from tercet.clinic.asking import actions
from tercet.clinic.asking.models import Asked, PutOff
from tercet.clinic.errors import Denied, Invalid
from tercet.clinic.measures.actions import choose_language
from tercet.clinic.models import Assessment, Entry
from tercet.clinic.spanish import WORDS, said
from tests.house.house_words import ROOT

GAD = "/measures/gad-7/"
SCRIPT = {"HTTP_ACCEPT": "application/json"}
NOWS = ("now-anxiety", "now-mood", "now-tension", "now-connection")
NOT_IN_SPANISH = "Estas preguntas todavía no están en español"


@pytest.fixture
def maria(cast, visit):
    return visit(cast.maria)


@pytest.fixture
def asked(released, evening, monkeypatch):
    """Her 24-hour question, open on its target."""
    now = evening + timedelta(hours=24)
    actions.open_windows(released.patient, now=evening)
    actions.open_windows(released.patient, now=now)
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: now)
    return Asked.objects.get(round="dose-24-hours")


def whole(items, points="0", **other):
    answers = {f"item-{n}": points for n in range(1, items + 1)}
    return answers | {k.replace("_", "-"): v for k, v in other.items()} | {"once": str(uuid4())}


def text(page):
    return page.content.decode()


# --- a questionnaire


def test_the_words_are_switched_on_the_page_and_back(maria):
    english = text(maria.get(GAD))
    assert "En español" in english and "Not at all" in english and "Ningún día" not in english
    spanish = text(maria.post(GAD, {"language": "es"}))
    assert "In English" in spanish and "Ningún día" in spanish and "Not at all" not in spanish
    assert "7 preguntas: GAD-7" in spanish and ">Enviar</button>" in spanish
    assert "Not at all" in text(maria.post(GAD, {"language": "en"}))
    assert "1 question: Anxiety now" in text(maria.get("/measures/now-anxiety/"))


def test_switching_loses_nothing_typed_and_sends_nothing(maria):
    typed = whole(7, "1") | {"language": "es"}
    typed.pop("item-3")
    page = text(maria.post(GAD, typed))
    assert page.count("checked") == 6 and typed["once"] in page
    assert "error-summary" not in page and not Assessment.objects.exists()


def test_it_is_remembered_for_the_browser_and_for_the_person(cast, maria, visit):
    maria.post(GAD, {"language": "es"})
    assert "Ningún día" in text(maria.get(GAD))
    cast.maria.refresh_from_db()
    assert cast.maria.language == "es"
    assert "Ningún día" in text(visit(cast.maria).get(GAD))  # another browser
    assert "Ningún día" not in text(visit(cast.jonas).get(GAD))


def test_a_browser_keeps_what_it_was_told_last(cast, maria, visit):
    maria.post(GAD, {"language": "es"})
    visit(cast.maria).post(GAD, {"language": "en"})
    assert "Ningún día" in text(maria.get(GAD))


def test_the_choice_leaves_one_line_and_the_same_again_none(cast, maria):
    for _ in range(2):
        maria.post(GAD, {"language": "es"})
    assert Entry.objects.filter(deed="choose language", patient=cast.maria).count() == 1
    assert not Entry.objects.filter(deed="choose language").exclude(by=cast.maria).exists()


@pytest.mark.parametrize("told", ["", "de", "es-MX", "<b>"])
def test_a_language_there_is_not_is_refused_with_a_sentence(cast, maria, told):
    page = maria.post(GAD, {"language": told})
    assert page.status_code == 422 and "in English or in Spanish" in text(page)
    cast.maria.refresh_from_db()
    assert cast.maria.language == "en"


def test_only_a_patient_chooses_and_only_what_there_is(cast, evening):
    with pytest.raises(Denied):
        choose_language("es", by=cast.noor, now=evening)
    with pytest.raises(Invalid):
        choose_language("fr", by=cast.maria, now=evening)
    assert not Entry.objects.filter(deed="choose language").exists()


@pytest.mark.parametrize("points", ["0", "1", "2", "3"])
def test_the_same_answers_score_the_same_in_both_languages(maria, points):
    maria.post(GAD, whole(7, points))
    maria.post(GAD, {"language": "es"})
    maria.post(GAD, whole(7, points, asked_in="es") | {"asked_in": "es"})
    english, spanish = Assessment.objects.order_by("pk")
    assert (english.language, spanish.language) == ("en", "es")
    assert (english.score, english.total) == (spanish.score, spanish.total)
    assert english.answers == spanish.answers


def test_an_answer_keeps_the_language_its_page_was_drawn_in(maria):
    maria.post(GAD, whole(7) | {"asked_in": "es"})  # it waited; the browser speaks English since
    assert Assessment.objects.get().language == "es"
    maria.post(GAD, whole(7) | {"asked_in": "xx"})
    assert Assessment.objects.latest("pk").language == "en"


def test_blanks_are_asked_about_in_spanish_and_may_be_sent(maria):
    maria.post(GAD, {"language": "es"})
    answers = whole(7, "1") | {"asked_in": "es"}
    answers.pop("item-3")
    page = maria.post(GAD, answers)
    assert page.status_code == 422 and "Sin responder: 1" in text(page)
    maria.post(GAD, answers | {"anyway": "yes"})
    assert (Assessment.objects.get().total, Assessment.objects.get().answers["3"]) == (None, None)


def test_what_cannot_be_read_is_asked_back_in_spanish(maria):
    page = maria.post("/measures/now-anxiety/", whole(1, "101") | {"asked_in": "es"})
    assert page.status_code == 422
    assert "Escriba un número entero de 0 a 100." in text(page)
    assert "Una respuesta necesita otra mirada" in text(page)
    assert not Assessment.objects.exists()


def test_item_9_in_spanish_reaches_a_person_too(maria):
    page = maria.post("/measures/phq-9/", whole(9, item_9="1") | {"asked_in": "es"})
    assert (page["Location"], Alert.objects.count()) == ("/help-now/", 1)


def test_a_refusal_of_the_suicide_screen_in_spanish_reaches_a_person(maria):
    page = text(maria.post("/measures/asq/", {"language": "es"}))
    assert "¿Alguna vez ha intentado suicidarse?" in page and "No quiero responder a esto" in page
    sent = maria.post("/measures/asq/", whole(5, item_2="refused") | {"asked_in": "es"})
    assert (sent["Location"], Alert.objects.count()) == ("/help-now/", 1)
    assert Assessment.objects.get().answers["2"] == "refused"


def test_the_gate_of_the_fifth_question_holds_in_spanish(maria):
    maria.post("/measures/asq/", whole(4) | {"asked_in": "es"})
    kept = Assessment.objects.get()
    assert (kept.score["band"], kept.language) == ("negative", "es")


def test_without_spanish_it_is_shown_in_english_and_says_so_in_spanish(maria):
    assert NOT_IN_SPANISH not in text(maria.get("/measures/pcl-5/"))
    page = text(maria.post("/measures/pcl-5/", {"language": "es"}))
    assert NOT_IN_SPANISH in page and '<div class="form" lang="en">' in page
    assert ">Enviar</button>" in page
    maria.post("/measures/pcl-5/", whole(20) | {"asked_in": "es"})
    assert Assessment.objects.get().language == "en"


def test_a_questionnaire_without_any_words_still_says_so(maria):
    assert maria.post("/measures/isi/", {"language": "es"}).status_code == 404


# --- a question at its time


def test_a_question_at_its_time_is_switched_with_what_was_typed(asked, cast, maria):
    typed = {"now-anxiety:1": "40", "names": " ".join(NOWS), "language": "es"}
    page = text(maria.post(f"/asked/{asked.pk}/", typed | {"once": str(uuid4())}))
    assert 'value="40"' in page and ">Ahora no</button>" in page and "No quiero responder<" in page
    assert 'lang="es"' in page and "de 100" in page and NOT_IN_SPANISH not in page
    assert not Assessment.objects.filter(patient=cast.maria).exists()
    assert "Necesito a una persona ahora" in page and 'href="tel:988"' in page


def test_its_answers_keep_their_language_and_count_once(asked, cast, maria):
    sent = {f"{name}:1": "40" for name in NOWS} | {"names": " ".join(NOWS), "asked_in": "es"}
    sent["once"] = str(uuid4())
    for _ in range(2):
        heard = maria.post(f"/asked/{asked.pk}/", sent, **SCRIPT)
        assert heard.json()["says"] == "Recibido."
    kept = Assessment.objects.filter(patient=cast.maria)
    assert {(row.language, row.total) for row in kept} == {("es", 40)} and kept.count() == 4


def test_what_is_answered_already_says_so_in_the_language_chosen(asked, maria):
    sent = {f"{name}:1": "40" for name in NOWS} | {"names": " ".join(NOWS)}
    maria.post(f"/asked/{asked.pk}/", sent | {"once": str(uuid4())})
    page = text(maria.post(f"/asked/{asked.pk}/", {"language": "es"}))
    assert "Ya respondió a esto" in page and "Su respuesta está guardada" in page
    assert "You have answered this" in text(maria.post(f"/asked/{asked.pk}/", {"language": "en"}))


def test_not_now_and_not_at_all_are_heard_in_spanish(asked, maria):
    maria.post(f"/asked/{asked.pk}/", {"language": "es"})
    for kind, words in [("not-now", "Puede responder más tarde"), ("refused", "No se lo preg")]:
        said_so = {"kind": kind, "once": str(uuid4())}
        reply = maria.post(f"/asked/{asked.pk}/put-off/", said_so, **SCRIPT).json()
        assert words in reply["says"]
    assert PutOff.objects.count() == 2
    closed = text(maria.get(f"/asked/{asked.pk}/"))
    assert '<span lang="es">No quiso responder a esto</span>' in closed


def test_the_frames_titles_stay_english_and_are_marked_as_such(asked, maria):
    page = text(maria.post(f"/asked/{asked.pk}/", {"language": "es"}))
    assert re.search(r'<html lang="en', page)
    assert re.search(r'<form class="form" lang="es"', page)


def test_whom_to_call_is_said_in_the_language_of_the_questions(maria):
    assert "Please talk to someone now" in text(maria.get("/help-now/"))
    maria.post(GAD, {"language": "es"})
    page = text(maria.get("/help-now/"))
    assert "hable con alguien ahora" in page and ">Llamar al 988</a>" in page
    assert page.index("tel:988") < page.index("tel:911")


# --- the table of words


def test_every_sentence_of_the_templates_has_its_spanish_and_none_is_left_over():
    templates = [path.read_text() for path in (ROOT / "tercet/clinic/templates").rglob("*.html")]
    used = {found for page in templates for found in re.findall(r'{% say(?:ing)? "([^"]+)"', page)}
    assert used - WORDS.keys() == set()
    code = "".join(p.read_text() for p in (ROOT / "tercet/clinic").rglob("*.py"))
    spoken = {sentence for sentence in WORDS if code.count(f'"{sentence}"') > 1}
    assert WORDS.keys() - used - spoken == set()


def test_as_many_places_are_filled_in_both_languages_and_nobody_shouts():
    for english, spanish in WORDS.items():
        assert english.count("{}") == spanish.count("{}"), english
        assert "!" not in spanish and spanish.strip() == spanish
    assert said("Send", "en") == "Send" and said("never said", "es") == "never said"
