"""A panic attack, kept with one thumb and no line, once; his therapist reads it when they meet."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, assert_usable, picture

pytestmark = pytest.mark.journey


@pytest.fixture
def tomas(tercet, enter):
    """His phone, with some weeks of diary behind him, signed in."""
    page = enter(None, PHONE)
    page.goto(tercet.told("weeks_of_diary"))
    return page


def test_a_panic_attack_is_kept_once_with_the_line_gone(tomas, enter):
    page = tomas
    page.goto("/")
    page.get_by_role("link", name="My diary").click()
    expect(page.locator("main")).to_contain_text("Your team reads this when you meet, not at once")
    expect(page.locator("main")).to_contain_text("7 panic attacks")
    picture(page, "diary")
    assert_usable(page)
    page.get_by_role("link", name="I had a panic attack").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A panic attack")
    expect(page.locator("[data-unset]")).to_have_count(1)  # nothing is set before a thumb sets it
    expect(page.get_by_label("At what time?")).to_be_hidden()
    picture(page, "diary-panic")
    assert_usable(page)
    form = page.url

    # Without the one thing that must be said it does not leave the phone.
    keep = page.get_by_role("button", name="Keep it")
    keep.click()
    assert page.evaluate("localStorage.getItem('tercet.unsent')") is None

    # A draft stays in this browser, through leaving and coming back.
    page.get_by_text("Earlier today").click()
    expect(page.get_by_label("At what time?")).to_be_visible()
    page.get_by_label("At what time?").fill("00:00")
    set_to(page, 65)
    page.goto("/diary/")
    page.goto(form)
    expect(page.locator("[data-unset]")).to_have_count(0)
    expect(page.get_by_label("At what time?")).to_have_value("00:00")
    picture(page, "diary-panic-draft")

    # The line is gone: it waits here, however often a thumb presses.
    page.context.set_offline(True)
    keep.click()
    expect(page.locator("[data-heard-words]")).to_contain_text("Not sent yet")
    expect(page.locator("[data-when-unsent]")).to_be_visible()
    keep.click()
    picture(page, "diary-offline")
    assert_usable(page)

    # It is back: kept once, in the picture, and the form is empty again.
    page.context.set_offline(False)
    page.wait_for_url("**/diary/#panic")
    expect(page.locator("#panic")).to_contain_text("8 panic attacks, worst fear from 30 to 90")
    expect(page.locator("#panic circle.stem-top")).to_have_count(8)  # one of them in the legend
    page.goto(form)
    expect(page.locator("[data-unset]")).to_have_count(1)

    heard_on_another_page_its_draft_is_gone(page, form)
    every_form_is_usable(page)
    a_mistake_is_taken_back(page)
    his_therapist_reads_it(page, enter)


def set_to(page, value):
    """A thumb puts the one slider somewhere."""
    page.locator("[data-scale] input[type=range]").evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }", str(value)
    )


def heard_on_another_page_its_draft_is_gone(page, form):
    """Kept without a line, and sent from the first page: the form does not offer it once more."""
    page.get_by_text("Just now").click()
    set_to(page, 20)
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("[data-heard-words]")).to_contain_text("Not sent yet")
    page.route("**/diary/new/panic/", lambda route: route.abort())  # no line to there as yet
    page.context.set_offline(False)
    page.goto("/diary/kept/")
    with page.expect_response("**/diary/new/panic/"):
        page.unroute("**/diary/new/panic/")
    while page.evaluate("localStorage.getItem('tercet.unsent')") != "[]":
        page.wait_for_timeout(50)
    page.goto(form)
    expect(page.locator("[data-unset]")).to_have_count(1)
    page.goto("/diary/")
    expect(page.locator("#panic")).to_contain_text("9 panic attacks, worst fear from 20 to 90")


def every_form_is_usable(page):
    """The other short forms, each at 390 px."""
    forms = {
        "worry": page.get_by_role("link", name="Write down a worry"),
        "goal": page.get_by_role("link", name="Write down a goal"),
        "step": page.get_by_role("link", name="Add a step").first,
        "attempt": page.get_by_role("link", name="Say how it went").first,
        "finished": page.get_by_role("link", name="This goal is finished").first,
    }
    for name, link in forms.items():
        page.goto("/diary/")
        link.click()
        page.wait_for_url("**/diary/*/*/")
        picture(page, f"diary-{name}")
        assert_usable(page)
    page.goto("/diary/")
    for summary in page.locator("details > summary").all():
        summary.click()
    picture(page, "diary-open")
    assert_usable(page)


def a_mistake_is_taken_back(page):
    """The newest was a mistake: one of all that he kept, and nowhere after."""
    page.goto("/diary/kept/")
    newest = page.locator("main li.card").first
    expect(newest).to_contain_text("Panic attack")
    newest.get_by_text("This was a mistake").click()
    picture(page, "diary-kept")
    assert_usable(page)
    newest.get_by_role("button", name="Take it back").click()
    expect(page.locator("main")).to_contain_text("Taken back.")
    page.goto("/diary/")
    expect(page.locator("#panic")).to_contain_text("8 panic attacks")


def his_therapist_reads_it(page, enter):
    """At laptop width: the three pictures and his own words; then as it is printed."""
    lee = enter("Lee")
    lee.goto("/patients/")
    lee.get_by_role("link", name="Tomás Rivera").first.click()
    lee.wait_for_url("**/patients/**")
    lee.goto(re.match(r".*/patients/\d+/", lee.url)[0] + "diary/")
    expect(lee.get_by_role("heading", level=1)).to_have_text("What Tomás keeps track of")
    expect(lee.locator("main")).to_contain_text("Step 2: peak 80 (left early), then not tried")
    expect(lee.locator("main")).to_contain_text("In the queue at the shop")
    picture(lee, "diary-team")
    assert_usable(lee)
    lee.set_viewport_size(PHONE)
    picture(lee, "diary-team")
    assert_usable(lee)
