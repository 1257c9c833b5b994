"""Knowledge laid open and adopted by signature; the log of who did what."""

from uuid import uuid4

import pytest
from django.utils.html import conditional_escape

from tercet import knowledge
from tercet.clinic.intake import actions
from tercet.clinic.models import Adoption
from tercet.clinic.record.actions import log
from tercet.knowledge.pieces import pieces


@pytest.fixture
def dana(cast, visit):
    return visit(cast.dana)


def text(response):
    return response.content.decode()


def form(cast, **other):
    version = knowledge.read().version
    return {"version": version, "reason": "Read in full.", "confirm": cast.password} | other


def test_every_policy_number_and_every_unread_one_is_listed(dana):
    page, known = text(dana.get("/knowledge/")), knowledge.read()
    assert f"{len(known.policy())} numbers are this programme’s own" in page
    for rule in (*known.policy(), *known.unread()):
        assert f"/knowledge/rules/{rule.id}/" in page


def test_what_is_outside_the_rules_and_unread_or_our_own_is_listed_too(dana):
    page, known = text(dana.get("/knowledge/")), knowledge.read()
    owed = [each for each in pieces(known) if each.shape != "rule" and each.verified != "read"]
    shapes = {each.shape for each in owed if each.verified}
    assert shapes >= {"note", "interaction, inferred", "trial of a treatment", "protocol"}
    for each in owed:
        if each.verified:
            assert conditional_escape(each.title) in page, each.id


def test_a_rule_shows_what_else_is_published_beside_it(cast, visit):
    page = text(visit(cast.okafor).get("/knowledge/rules/high-pressure-us/"))
    assert "Also published" in page and "Stage 2 hypertension begins at 140" in page
    assert "Also published" not in text(visit(cast.okafor).get("/knowledge/rules/under-18/"))


def test_the_director_adopts_by_signature(cast, dana):
    assert "This knowledge is not adopted yet" in text(dana.get("/knowledge/"))
    assert dana.post("/knowledge/", form(cast))["Location"] == "/knowledge/"
    page = text(dana.get("/knowledge/"))
    assert "This knowledge is adopted" in page and "Read in full." in page


def test_adopted_twice_is_said_and_kept_once(cast, dana):
    dana.post("/knowledge/", form(cast))
    again = dana.post("/knowledge/", form(cast))
    assert again.status_code == 409
    assert "already adopted" in text(again)
    assert Adoption.objects.count() == 1


def test_a_wrong_password_adopts_nothing_and_keeps_the_reason(cast, dana):
    page = dana.post("/knowledge/", form(cast, confirm="no"))
    assert page.status_code == 403
    assert "nothing was signed" in text(page) and "Read in full." in text(page)
    assert not Adoption.objects.exists()


def test_another_version_than_the_one_read_is_not_adopted(cast, dana):
    page = dana.post("/knowledge/", form(cast, version="000000000000"))
    assert page.status_code == 409
    assert "changed since you opened this page" in text(page)
    assert not Adoption.objects.exists()


def test_a_form_not_whole_is_shown_again(cast, dana):
    page = dana.post("/knowledge/", form(cast, reason=""))
    assert page.status_code == 422
    assert "Say in a few words why" in text(page)


def test_nobody_else_adopts(cast, visit):
    page = visit(cast.okafor).post("/knowledge/", form(cast))
    assert page.status_code == 403
    assert "Only the clinical director" in text(page)
    assert "Only the clinical director" in text(visit(cast.okafor).get("/knowledge/"))
    assert not Adoption.objects.exists()


def test_every_rule_and_every_source_has_its_page(cast, visit):
    browser, known = visit(cast.okafor), knowledge.read()
    for rule in list(known.every_rule())[::7]:
        assert browser.get(f"/knowledge/rules/{rule.id}/").status_code == 200
    for source in list(known.sources)[::7]:
        assert browser.get(f"/knowledge/sources/{source}/").status_code == 200
    for nothing in ("rules/nothing", "sources/nothing"):
        assert browser.get(f"/knowledge/{nothing}/").status_code == 404


def test_the_log_says_who_did_what_and_never_what_was_answered(cast, visit, evening):
    once = uuid4()
    actions.submit(cast.maria, {"pulse": 133}, once=once, by=cast.maria, now=evening)
    page = text(visit(cast.okafor).get(f"/patients/{cast.maria.pk}/log/"))
    assert "Answer evaluation" in page and "Maria Delgado" in page
    assert "133" not in page


def test_a_patient_reads_her_own_log_and_nobody_elses(cast, visit):
    maria = visit(cast.maria)
    assert "Nothing has been done here yet" in text(maria.get(f"/patients/{cast.maria.pk}/log/"))
    assert maria.get(f"/patients/{cast.jonas.pk}/log/").status_code == 404
    assert visit(cast.sam).get(f"/patients/{cast.maria.pk}/log/").status_code == 403


def test_a_long_log_is_read_page_by_page(cast, visit, evening):
    for _ in range(101):
        log("look", by=cast.noor, patient=cast.maria, now=evening)
    browser, address = visit(cast.okafor), f"/patients/{cast.maria.pk}/log/"
    page = text(browser.get(address))
    assert page.count("Look") == 100
    older = page.partition("?before=")[2].partition('"')[0]
    assert text(browser.get(f"{address}?before={older}")).count("Look") == 1
    assert browser.get(f"{address}?before=x").status_code == 200
