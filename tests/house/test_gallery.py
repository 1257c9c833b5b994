"""Every component in a real browser: it can be read, reached and heard, and says what it hears."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import find
from tests.house.gallery import NAMES, pages
from tests.house.street import Street

PHONE, LAPTOP = (390, 844), (1280, 900)
SMALL_TEXT = """() => [...document.querySelectorAll("body *")].filter((one) =>
  [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()) &&
  parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.outerHTML.slice(0, 90))"""
SMALL_TARGETS = """() => [...document.querySelectorAll("button, .button, .choice, summary")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 60)
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def street():
    town = Street({})
    town.pages = pages(live_url=f"{town.at}/live")
    yield town
    town.fall_silent()
    town.shutdown()
    town.server_close()


@pytest.fixture
def opened(browser, street):
    """Open a sample page as some screen would; closed again after the test."""
    contexts = []

    def open_page(name: str, size=LAPTOP, **how) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **how)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.weight = 0
        page.on("response", lambda answer: weigh(page, answer))
        page.goto(f"{street.at}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def weigh(page: Page, answer) -> None:
    page.weight += int(answer.headers.get("content-length", 0))


@pytest.mark.parametrize(
    ("size", "scheme"), [(PHONE, "light"), (LAPTOP, "dark")], ids=["phone, light", "laptop, dark"]
)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(opened, name, size, scheme):
    page = opened(name, size, color_scheme=scheme, bypass_csp=True)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_and_can_be_read_on_it(opened, name):
    page = opened(name, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL_TEXT) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_refused_by_the_content_policy(opened, name):
    page = opened(name)
    page.wait_for_load_state()
    assert page.said == []


@pytest.mark.parametrize("name", ["question", "hold"])
def test_a_thumb_finds_every_target_on_a_patients_page(opened, name):
    page = opened(name, PHONE)
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("name", ["question", "hold"])
def test_a_person_is_one_touch_away_without_scrolling(opened, name):
    page = opened(name, PHONE)
    expect(page.get_by_text("I need a person now")).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 400)
    expect(page.get_by_text("I need a person now")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_view_weighs_at_most_100_kb(opened, name):
    page = opened(name)
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready.then(() => true)")
    assert 0 < page.weight <= 100_000


def test_the_face_is_our_own(opened):
    page = opened("plain")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible Next\"')")


def test_without_script_a_live_page_says_that_it_does_not_update(opened):
    page = opened("board", java_script_enabled=False)
    said = page.locator("noscript .strip")
    assert said.is_visible()
    assert "does not update by itself" in said.inner_text()
    assert page.get_by_text("Live, as of").count() == 0


def test_a_live_page_says_live_only_once_it_has_heard(opened, street):
    page = opened("board")
    page.get_by_text("Live, as of").wait_for()
    assert page.locator("html").get_attribute("data-heard") == "yes"


@pytest.mark.alone
def test_a_change_is_drawn_at_once(opened, street):
    page = opened("board")
    page.get_by_text("drawn 1").wait_for()
    street.tell("change", seq=8, dosing=1)
    page.get_by_text("drawn 2").wait_for(timeout=1000)


@pytest.mark.alone
def test_a_gap_in_the_numbers_draws_everything_again(opened, street):
    page = opened("board")
    page.get_by_text("drawn 1").wait_for()
    street.tell("tick", seq=7)
    street.tell("tick", seq=9)
    page.get_by_text("drawn 2").wait_for(timeout=1000)


def test_a_page_that_cannot_draw_what_it_heard_is_not_live(opened, street):
    page = opened("board")
    page.get_by_text("Live, as of").wait_for()
    street.fragment = 500
    street.tell("change", seq=8, dosing=1)
    page.get_by_text("Not live. As of").wait_for()
    street.fragment = 200
    street.tell("tick", seq=8)
    page.get_by_text("Live, as of").wait_for()
    assert page.locator("html").get_attribute("data-heard") == "yes"


def test_drawing_again_takes_nothing_from_who_is_typing(opened, street):
    page = opened("board")
    page.get_by_label("Note").fill("two breaths, then")
    street.tell("change", seq=8, dosing=1)
    page.get_by_text("drawn 2").wait_for()
    assert page.get_by_label("Note").input_value() == "two breaths, then"
    assert page.evaluate("document.activeElement.id") == "note"


def test_a_new_alarm_rings_and_stands_in_the_title(opened, street):
    page = opened("board")
    sound = page.locator("[data-sound]")
    assert sound.inner_text() == "Sound is off: turn it on"
    sound.click()
    assert sound.inner_text() == "Sound is on"
    page.get_by_text("drawn 1").wait_for()
    expect(page).not_to_have_title(re.compile(r"^\("))
    rang = int(sound.get_attribute("data-rang"))
    street.alarms = [2]
    street.tell("change", seq=8, dosing=1)
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    assert int(sound.get_attribute("data-rang")) == rang + 1


def test_silence_turns_the_page_grey_and_says_since_when(opened, street):
    page = opened("board")
    page.get_by_text("Live, as of").wait_for()
    street.fall_silent()
    page.get_by_text("Nothing heard from the server since").wait_for(timeout=14_000)
    assert page.locator("html").get_attribute("data-heard") == "no"
    grey = page.locator("[data-fragment-url]").evaluate("one => getComputedStyle(one).filter")
    assert grey == "grayscale(1)"
    assert page.get_by_text("Not live. As of").is_visible()


def test_an_answer_is_sent_once_and_heard(opened, street):
    page = opened("hold", PHONE)
    page.get_by_role("button", name="I feel sick").click()
    page.get_by_text("Noor saw it.").wait_for()
    [(path, fields)] = [sent for sent in street.posted if "answer" in sent[1]]
    assert (path, fields["answer"], fields["once"]) == ("/check-in", "sick", "1")


def test_a_second_answer_has_a_key_of_its_own(opened, street):
    page = opened("hold", PHONE)
    for _ in range(2):
        page.locator("[data-heard-words]").evaluate("one => one.textContent = ''")
        page.get_by_role("button", name="I am all right").click()
        page.get_by_text("Noor saw it.").wait_for()
    keys = [fields["once"] for _, fields in street.posted if "answer" in fields]
    assert len(set(keys)) == 2


def test_without_a_line_the_answer_is_kept_and_goes_when_the_line_is_back(opened, street):
    page = opened("hold", PHONE)
    page.context.set_offline(True)
    page.get_by_role("button", name="I am frightened").click()
    page.get_by_text("It is kept here").wait_for()
    assert page.get_by_text("This phone has no line").is_visible()
    page.context.set_offline(False)
    page.get_by_text("Noor saw it.").wait_for(timeout=8000)
    answers = [fields for _, fields in street.posted if "answer" in fields]
    assert [(sent["answer"], sent["once"]) for sent in answers] == [("frightened", "1")]
    assert page.get_by_text("This phone has no line").is_hidden()


def test_a_sign_in_page_is_not_mistaken_for_having_been_heard(opened, street):
    street.reply = (200, "text/html", "<h1>Sign in</h1>")
    page = opened("hold", PHONE)
    page.get_by_role("button", name="I feel sick").click()
    page.get_by_text("It is kept here").wait_for()
    assert "sick" in page.evaluate("localStorage.getItem('tercet.unsent')")


def test_a_refusal_is_said_and_not_tried_for_ever(opened, street):
    street.reply = (409, "application/json", "refused")
    page = opened("hold", PHONE)
    page.get_by_role("button", name="I feel sick").click()
    page.get_by_text("Noor saw it.").wait_for()  # the sentence the refusal came with
    assert page.evaluate("localStorage.getItem('tercet.unsent')") == "[]"


def test_the_hold_clock_counts_by_the_servers_time_and_says_the_verb_at_the_end(opened, browser):
    page = opened("hold", PHONE)
    page.clock.install()
    page.reload()
    assert page.locator("[data-left]").inner_text() in {"3:48", "3:47"}
    page.clock.fast_forward(60_000)
    assert page.locator("[data-left]").inner_text() in {"2:48", "2:47", "2:46"}
    page.clock.fast_forward(180_000)
    assert page.locator("[data-left]").inner_text() == "0:00"
    assert page.get_by_text("Now: spit it out.").is_visible()


def test_a_draft_is_kept_while_writing(opened, street):
    page = opened("question", PHONE)
    page.get_by_label("Anything we should know?").fill("My mother had a stroke")
    page.get_by_text("You can stop here and come back").wait_for()
    [(_, fields)] = [sent for sent in street.posted if sent[1].get("draft") == "1"]
    assert fields["note"] == "My mother had a stroke"


def test_the_errors_of_a_form_are_the_first_thing_one_comes_to(opened):
    page = opened("question", PHONE)
    assert page.evaluate("document.activeElement.classList.contains('error-summary')")
    page.get_by_role("link", name="How much do you weigh?").click()
    assert page.evaluate("document.activeElement.name") == "weight"
    assert page.get_by_label("How much do you weigh?").input_value() == "1240"
