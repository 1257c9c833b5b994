"""A day after his dose: one question on his phone, half of it without a line, answered once."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, assert_usable, picture

pytestmark = pytest.mark.journey
NOWS = ("now-anxiety", "now-mood", "now-tension", "now-connection")


@pytest.fixture
def tomas(tercet, enter):
    """His phone, a day after his dose, signed in."""
    page = enter(None, PHONE)
    page.goto(tercet.told("last_night"))
    return page


def test_the_24_hour_question_is_answered_once_with_the_line_gone_half_way(tomas, enter):
    page = tomas
    page.goto("/")
    expect(page.get_by_role("link", name="I need a person now")).to_be_visible()
    picture(page, "asked-home")
    assert_usable(page)
    page.get_by_role("link", name="How are you, a day after?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("a day after")
    expect(page.locator("[data-unset]")).to_have_count(4)  # nothing is set before a thumb sets it
    picture(page, "asked")
    assert_usable(page)
    address = page.url

    # Half of it with a line: the draft stays in this browser, through leaving and coming back.
    set_to(page, 0, 70)
    set_to(page, 1, 60)
    page.goto("/")
    page.goto(address)
    expect(page.locator("[data-unset]")).to_have_count(2)
    expect(page.locator(f"[name='{NOWS[0]}:1']")).to_have_value("70")

    # In other words and back: nothing typed is lost, and nothing was sent.
    page.get_by_role("button", name="En español").click()
    expect(page.get_by_role("button", name="Ahora no")).to_be_visible()
    expect(page.locator(f"[name='{NOWS[1]}:1']")).to_have_value("60")
    expect(page.locator("[data-unset]")).to_have_count(2)
    picture(page, "asked-in-spanish")
    assert_usable(page)
    page.get_by_role("button", name="In English").click()
    expect(page.locator(f"[name='{NOWS[0]}:1']")).to_have_value("70")

    # The line is gone: what is blank is asked about here, then kept on the phone.
    page.context.set_offline(True)
    send = page.get_by_role("button", name="Send")
    send.click()
    expect(page.locator("[data-blanks]")).to_be_visible()
    set_to(page, 2, 20)
    set_to(page, 3, 80)
    send.click()
    expect(page.locator("[data-heard-words]")).to_contain_text("Not sent yet")
    expect(page.locator("[data-when-unsent]")).to_be_visible()
    picture(page, "asked-offline")
    assert_usable(page)

    # It is back: heard once, and there is nothing more to say to it.
    page.context.set_offline(False)
    page.wait_for_url(lambda url: url != address)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have answered this")
    assert_usable(page)
    again = page.evaluate(POST_AGAIN, [address, str(uuid4()), " ".join(NOWS)])
    assert again == 409

    his_therapist_has_an_hour_for_it(page, enter)
    item_9_shows_whom_to_call(page)
    they_are_called(enter)
    a_refusal_is_a_task(page, enter)


POST_AGAIN = """async ([address, once, names]) => {
  const token = await (await fetch("/help-now/")).text();
  const csrf = token.match(/csrfmiddlewaretoken" value="([^"]+)/)[1];
  const body = new URLSearchParams({once, names, "now-anxiety:1": "1", csrfmiddlewaretoken: csrf});
  const headers = {Accept: "application/json"};
  return (await fetch(address, {method: "POST", body, headers})).status;
}"""


def set_to(page, number, value):
    """A thumb puts one slider somewhere."""
    slider = page.locator("[data-scale] input[type=range]").nth(number)
    slider.evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }", str(value)
    )


def his_therapist_has_an_hour_for_it(page, enter):
    """Anxiety rose twice while mood lifted: Lee is called, an hour is held, Lee takes it on."""
    lee = enter("Lee")
    alarm = lee.locator("article", has_text="Anxiety has surfaced after dose 3")
    for _ in range(60):  # the worker reads the course when it comes to it
        lee.goto("/alerts/")
        if alarm.count():
            break
        lee.wait_for_timeout(500)
    expect(alarm).to_contain_text("Be with this person within 24 hours")
    picture(lee, "surfaced-alert")
    assert_usable(lee)
    alarm.get_by_role("link", name="Tomás Rivera").click()
    notice = lee.locator("section", has_text="Held for Lee Whitman")
    expect(notice).to_contain_text("Nobody has taken it on yet")
    picture(lee, "surfaced-course")
    assert_usable(lee)
    lee.goto("/alerts/")
    alarm.get_by_label("What you are doing").fill("I see him at that hour.")
    alarm.get_by_role("button", name="I take this on").click()
    lee.goto("/")
    expect(lee.locator("main")).to_contain_text("Tomás Rivera, anxiety that surfaced")
    picture(lee, "surfaced-therapist-home")
    page.goto("/course/")
    expect(page.locator("main")).to_contain_text("a time is held for you to talk with Lee Whitman")
    picture(page, "my-course")
    assert_usable(page)


def item_9_shows_whom_to_call(page):
    """Two weeks after an earlier dose: GAD-7, then PHQ-9 with an answer to its last question."""
    page.goto("/")
    page.get_by_role("link", name="How the last two weeks were").first.click()
    for n in range(1, 8):
        page.locator(f"[name='gad-7:{n}'][value='1']").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[name='phq-9:9']").first).to_be_attached()
    for n in range(1, 9):
        page.locator(f"[name='phq-9:{n}'][value='0']").check()
    page.locator("[name='phq-9:9'][value='1']").check()
    picture(page, "asked-phq-9")
    assert_usable(page)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/help-now/")
    expect(page.get_by_role("link", name="Call 988")).to_be_visible()
    expect(page.locator("main")).to_contain_text("not read at every hour")
    picture(page, "asked-help-now")
    assert_usable(page)


def they_are_called(enter):
    """The prescriber's and the guide's alerts name it; the prescriber takes it on."""
    for who in ("Noor", "Okafor"):
        page = enter(who)
        page.goto("/alerts/")
        alarm = page.locator("article", has_text="PHQ-9")
        expect(alarm).to_contain_text("Tomás Rivera")
        picture(page, f"asked-alerts-{who}")
        assert_usable(page)
    alarm.get_by_label("What you are doing").fill("Speaking with him now.")
    alarm.get_by_role("button", name="I take this on").click()
    expect(page.locator("main")).to_contain_text("Speaking with him now.")


def a_refusal_is_a_task(page, enter):
    """He does not want to answer one; somebody follows up, and says what was done."""
    page.goto("/")
    page.locator("a[href*='/asked/']").first.click()
    page.get_by_role("button", name="I do not want to answer").click()
    page.wait_for_url("**/")
    noor = enter("Noor")
    noor.goto("/tasks/")
    task = noor.locator("article", has_text="Does not want to answer").first
    expect(task).to_contain_text("Tomás Rivera")
    picture(noor, "tasks")
    assert_usable(noor)
    task.get_by_label("What was done").fill("Phoned him; he will answer next week.")
    task.get_by_role("button", name="Done").click()
    expect(noor.locator("main")).to_contain_text("Phoned him; he will answer next week.")
    picture(noor, "tasks-done")
    noor.set_viewport_size(PHONE)
    picture(noor, "tasks")
    assert_usable(noor)
