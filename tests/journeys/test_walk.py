"""One patient, from first answers to the morning after, on the pages that people really use."""

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys import walk
from tests.journeys.conftest import PHONE, assert_usable, picture

pytestmark = pytest.mark.journey
HOME = ZoneInfo("America/Denver")


def test_from_first_answers_to_the_morning_after(tercet, enter):
    maria, okafor = enter("Maria", PHONE), enter("Okafor")
    noor, lee = enter("Noor"), enter("Lee")
    today = datetime.now(UTC).astimezone(HOME)

    # The patient answers; one answer is left out, so the prescriber cannot sign.
    picture(maria, "home")
    assert_usable(maria)
    walk.take(maria, "gad-7", [3, 3, 2, 2, 2, 2, 2])
    walk.take(maria, "phq-9", [1, 1, 1, 1, 1, 1, 1, 1, 0])
    maria.goto("/")
    walk.answer_evaluation(maria, left={"household-danger"})
    walk.send_evaluation(maria)
    expect(maria.locator("body")).to_contain_text(re.compile("sent|read", re.I))

    okafor.goto("/patients/")
    expect(okafor.locator("#found")).to_contain_text("June Park")
    okafor.get_by_label("Name").press_sequentially("Maria")
    expect(okafor.locator("#found")).not_to_contain_text("June Park")  # nothing was pressed
    picture(okafor, "patients")
    assert_usable(okafor)
    okafor.get_by_role("link", name="Maria Delgado").first.click()
    patient = re.search(r"/patients/\d+/", okafor.url)[0]
    okafor.goto(f"{patient}evaluation/")
    expect(okafor.get_by_text("Not yet.")).to_be_visible()
    picture(okafor, "evaluation")
    assert_usable(okafor)

    # The question goes back, is answered, and what only a clinician knows is stated.
    walk.send(okafor, okafor.get_by_role("button", name=re.compile(r"Send \d* ?question")).last)
    maria.goto("/questions/")
    picture(maria, "questions")
    assert_usable(maria)
    walk.fill(maria, {}, set())
    walk.send(maria, maria.get_by_role("button", name=re.compile("Send")))
    okafor.goto(f"{patient}evaluation/")
    for fact, value in walk.STATED.items():
        walk.state(okafor, fact, value)
    expect(okafor.get_by_role("button", name="Sign the course…")).to_be_visible()
    picture(okafor, "evaluation-signable")

    # An answer changes after it was read: the signature refuses.
    okafor.get_by_role("button", name="Sign the course…").click()
    walk_stale(maria, okafor, tercet.password)
    okafor.goto(f"{patient}evaluation/")
    walk.sign_course(okafor, tercet.password)
    expect(okafor.locator("body")).to_contain_text("course")

    # Three strands: an order, a therapy session, the medicines.
    walk.sign_order(okafor, patient, tercet.password)
    tomorrow = (today + timedelta(days=2)).date().isoformat()
    walk.book_therapy(lee, patient, tomorrow)
    soon = datetime.now(UTC).astimezone(HOME) + timedelta(minutes=2)
    dosing = walk.plan_dose(noor, patient, soon.date().isoformat(), soon.strftime("%H:%M"))
    number = re.search(r"/dosing/(\d+)/", dosing)[1]
    noor.goto(f"{patient}medicines/")
    picture(noor, "medicines")
    assert_usable(noor)
    walk.send(noor, noor.get_by_role("button", name=re.compile("[Cc]onfirm|right")).first)

    # The gate says why not, then go; the verb is on both screens.
    maria.goto(f"/dosing/{number}/")
    picture(maria, "dose-planned")
    assert_usable(maria)
    noor.goto(f"/dosing/{number}/gate/")
    expect(noor.get_by_role("button", name=re.compile("start"))).to_be_disabled()
    picture(noor, "gate")
    assert_usable(noor)
    walk.fill_gate(noor)
    start = noor.get_by_role("button", name=re.compile("start"))
    expect(start).to_be_enabled()
    picture(noor, "gate-open")
    walk.send(noor, start)
    expect(noor.locator("main")).to_contain_text(re.compile("spit", re.I))
    expect(maria.locator("main")).to_contain_text("spit it out")  # her page turned by itself
    expect(maria.locator("main")).to_contain_text("50 mg")
    picture(maria, "dose-held")
    assert_usable(maria)

    check_in_reaches_the_board(maria, noor, number)
    silence_is_noticed_and_climbs(tercet, maria, noor, number)

    # The dose wears off; the checklist; home to bed, no driving.
    tercet.forward("121m")
    noor.goto("/alerts/")
    take_on = noor.get_by_role("button", name="I take this on")
    expect(take_on.first).to_be_visible(timeout=30_000)  # two hours unheard: a new silence
    acknowledge_everything(noor)
    maria.goto(f"/dosing/{number}/")
    maria.get_by_role("button", name="I am all right").click()
    expect(maria.locator("[data-heard-words]")).to_contain_text(re.compile("heard", re.I))
    noor.goto(f"/dosing/{number}/guide/")
    picture(noor, "guide")
    assert_usable(noor)
    walk.release(noor)
    expect(maria.locator("main")).to_contain_text("Do not drive")
    picture(maria, "resting")
    assert_usable(maria)

    # The next morning closes it, and the course shows the dose on its line.
    tercet.forward("24h")
    maria.goto(f"/dosing/{number}/")
    picture(maria, "morning")
    assert_usable(maria)
    for name, value in {"morning": "well", "slept": "yes", "thoughts": "no"}.items():
        maria.locator(f"[name={name}][value={value}]").check()
    walk.send(maria, maria.get_by_role("button", name="Send my answer"))
    maria.goto(f"/dosing/{number}/")
    expect(maria.locator("h1")).to_contain_text("closed")
    walk.take(maria, "gad-7", [2, 1, 1, 1, 1, 1, 1])
    for page, address in ((maria, "/course/"), (okafor, f"{patient}course/")):
        page.goto(address)
        expect(page.locator("svg", has_text="dose 1").first).to_be_visible()
        picture(page, "course")
        assert_usable(page)


def walk_stale(maria, okafor, password):
    """Maria corrects her weight while the signing page is open before the prescriber."""
    maria.goto("/evaluation/about-you/")
    maria.locator("[name=weight-kg]").fill("71")
    walk.send(maria, maria.get_by_role("button", name="Next"))
    maria.goto("/evaluation/send/")
    walk.send(maria, maria.get_by_role("button", name="Send to my care team"))
    okafor.locator("[name=asked_for]").select_option("social anxiety")
    okafor.locator("[name=therapist]").select_option(label="Lee Whitman")
    okafor.locator("[name=guide]").select_option(label="Noor Haddad")
    okafor.locator("[name=reason]").fill("Two adequate trials.")
    okafor.locator("[name=confirm]").fill(password)
    button = okafor.get_by_role("button", name="Sign the course")
    assert walk.send(okafor, button) == 409
    expect(okafor.locator("body")).to_contain_text("changed")
    picture(okafor, "stale")
    assert_usable(okafor)


def check_in_reaches_the_board(maria, noor, number):
    """The guide's board shows what she says; how soon is printed, because machines differ."""
    noor.goto("/board/")
    expect(noor.get_by_text(re.compile("Live, as of"))).to_be_visible()
    row = noor.locator("article", has_text="Maria Delgado").first
    maria.get_by_role("button", name="I feel sick").click()
    said_at = time.monotonic()
    expect(row).to_contain_text(re.compile("does not feel right"))
    took = time.monotonic() - said_at
    print(f"A check-in was on the board after {took:.2f} s (meant: within a second).")
    expect(maria.locator("[data-heard-words]")).to_contain_text(re.compile("heard", re.I))
    picture(noor, "board")
    assert_usable(noor)
    maria.goto(f"/dosing/{number}/")
    walk.send(maria, maria.get_by_role("button", name="I spat it out"))
    picture(maria, "dose-working")
    assert_usable(maria)


def silence_is_noticed_and_climbs(tercet, maria, noor, number):
    """She falls silent: the watch raises it, nobody answers, it climbs by itself."""
    tercet.forward("8m")
    row = noor.locator("article", has_text="Maria Delgado").first
    expect(row).to_contain_text(re.compile("[Nn]o sign of life|silent", re.I), timeout=30_000)
    picture(noor, "board-silence")
    assert_usable(noor)
    tercet.forward("1m")
    noor.goto("/alerts/")
    expect(noor.locator("main")).to_contain_text(re.compile("[Ss]upport person"), timeout=30_000)
    picture(noor, "alerts")
    assert_usable(noor)
    acknowledge_everything(noor)
    maria.goto(f"/dosing/{number}/")
    maria.get_by_role("button", name="I am all right").click()
    expect(maria.locator("[data-heard-words]")).to_contain_text(re.compile("heard", re.I))


def acknowledge_everything(noor):
    """Take on whatever is open."""
    for _ in range(10):
        noor.goto("/alerts/")
        button = noor.get_by_role("button", name="I take this on")
        if not button.count():
            return
        note = noor.locator("[name=note]")
        if note.count():
            note.first.fill("I can see her; she is breathing calmly.")
        walk.send(noor, button.first)
