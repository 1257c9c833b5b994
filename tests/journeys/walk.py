"""What the people of the walk do on their pages, step by step, with a browser's own hands."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, Response, expect

from tests.journeys.conftest import assert_usable, picture

# What Maria answers; every other yes-or-no question she answers with no.
TYPED = {
    "born-on": "1992-03-14",
    "weight-kg": "68",
    "height-cm": "168",
    "systolic": "118",
    "diastolic": "74",
    "pulse": "66",
    "spo2": "98",
    "ambulance-minutes": "10",
    "medicines": "sertraline 100 mg",
}
YES = {
    "safe-place",
    "phone-and-video-work",
    "dose-can-be-locked",
    "children-and-pets-cared-for",
    "adult-in-the-home",
    "therapist-active",
    "seen-in-person",
    "first-line-trial-done",
}
# What only a clinician or a laboratory knows, as Dr Okafor states it.
STATED = {
    "consent-signed": "yes",
    "has-capacity": "yes",
    "diagnosis-confirmed": "yes",
    "indication": "social-anxiety",
    "liver-panel-done": "yes",
    "alt-times-upper-limit": "0.8",
    "ast-times-upper-limit": "0.7",
    "urine-drug-screen": "negative",
    "stop-bang": "1",
}
READY = {
    "units-on-hand": "2",
    "systolic": "122",
    "diastolic": "76",
    "pulse": "70",
    "spo2": "98",
    "sedation": "5",
}


def fill(
    page: Page, typed: Mapping[str, str], yes: set[str], *, left: set[str] = frozenset()
) -> None:
    """Answer every question a form shows: what is typed, yes where it is yes, else no."""
    names = page.locator("main form [name]").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        field = page.locator(f"main form [name='{name}']:not([type=hidden])")
        if name in left or not field.count() or not field.first.is_visible():
            continue
        kind = field.first.evaluate("one => one.type")
        if kind == "radio" and page.locator(f"[name='{name}'][value=yes]").count():
            answer = "yes" if name in yes else "no"
            page.locator(f"[name='{name}'][value={answer}]").check()
        elif name in typed and kind == "select-one":
            field.select_option(typed[name])
        elif name in typed:
            field.fill(typed[name])


def _page_after_a_form(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.request.is_navigation_request()


def send(page: Page, button: Locator) -> int:
    """Press a button that sends a form, and wait for the page after it; answers the status."""
    with page.expect_response(_page_after_a_form) as answered:
        button.click()
    page.wait_for_load_state()
    return answered.value.status


def answer_evaluation(page: Page, *, left: set[str]) -> None:
    """Section by section, with the back button pressed once on the way."""
    page.get_by_role("link", name="Open the questions").click()
    page.get_by_role("link", name="Begin").click()
    picture(page, "evaluation-section")
    assert_usable(page)
    for number in range(20):
        fill(page, TYPED, YES, left=left)
        send(page, page.get_by_role("button", name=re.compile("Next|Read it through")))
        if number == 1:
            page.go_back()
            expect(page.locator("[name=systolic]")).to_have_value("118")
            send(page, page.get_by_role("button", name="Next"))
        if page.get_by_role("button", name="Send to my care team").count():
            return


def send_evaluation(page: Page) -> None:
    picture(page, "evaluation-review")
    assert_usable(page)
    send(page, page.get_by_role("button", name="Send to my care team"))


def take(page: Page, instrument: str, points: list[int]) -> None:
    """Fill in a questionnaire on the phone."""
    page.goto(f"/measures/{instrument}/")
    for number, score in enumerate(points, start=1):
        page.locator(f"[name='item-{number}'][value='{score}']").check()
    picture(page, instrument)
    assert_usable(page)
    send(page, page.get_by_role("button", name="Send", exact=True))


def state(page: Page, fact: str, value: str) -> None:
    """A clinician states one fact, beside the finding that asks for it."""
    box = page.locator("details", has=page.locator(f"[name='{fact}']")).first
    box.locator("summary").first.click()
    field = box.locator(f"[name='{fact}']")
    if field.first.evaluate("one => one.type") == "radio":
        box.locator(f"[name='{fact}'][value='{value}']").check()
    else:
        field.fill(value)
    send(page, box.get_by_role("button").first)


def sign_course(page: Page, password: str) -> None:
    """From the evaluation to the signature, with one wrong password on the way."""
    page.get_by_role("button", name="Sign the course…").click()
    page.locator("[name=asked_for]").select_option("social anxiety")
    page.locator("[name=therapist]").select_option(label="Lee Whitman")
    page.locator("[name=guide]").select_option(label="Noor Haddad")
    page.locator("[name=reason]").fill("Two adequate trials without response; therapy in place.")
    page.locator("[name=confirm]").fill("not my password")
    send(page, page.get_by_role("button", name="Sign the course"))
    expect(page.locator("body")).to_contain_text("nothing was signed")
    expect(page.locator("[name=reason]")).to_have_value(re.compile("Two adequate trials"))
    page.locator("[name=confirm]").fill(password)
    picture(page, "sign-course")
    assert_usable(page)
    send(page, page.get_by_role("button", name="Sign the course"))


def sign_order(page: Page, patient: str, password: str) -> None:
    page.goto(f"{patient}order/")
    for name, value in {
        "unit_mg": "25",
        "units": "2",
        "units_in_fill": "4",
        "hold_minutes": "7",
    }.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=made_of][value=base]").check()
    page.locator("[name=verb][value=spit]").check()
    page.get_by_role("button", name="Read it back").click()
    expect(page.locator(".read-back")).to_contain_text("spit it out")
    picture(page, "order")
    assert_usable(page)
    page.locator("[name=reason]").fill("First order of the course.")
    page.locator("[name=confirm]").fill(password)
    send(page, page.get_by_role("button", name="Sign this order"))


def book_therapy(page: Page, patient: str, day: str) -> None:
    page.goto(f"{patient}therapy/")
    page.locator("[name=kind]").select_option("integration")
    page.locator("[name=day]").fill(day)
    page.locator("[name=time]").fill("15:00")
    send(page, page.get_by_role("button", name="Book it"))
    expect(page.locator("body")).to_contain_text("15:00")


def plan_dose(page: Page, patient: str, day: str, time: str) -> str:
    """Plan the dose; answers the address of the dosing session."""
    page.goto(f"{patient}dosing/plan/")
    page.locator("[name=day]").fill(day)
    page.locator("[name=time]").fill(time)
    send(page, page.get_by_role("button", name=re.compile("[Pp]lan")))
    page.wait_for_url(re.compile(r"/(dosing|patients)/\d+/"))
    page.goto(f"{patient}course/")
    return page.locator("a[href*='/dosing/']").first.get_attribute("href")


def fill_gate(page: Page) -> None:
    """The guide finds everything out, and keeps it."""
    everything = page.locator("main form [name]").evaluate_all("all => all.map(one => one.name)")
    fill(page, READY, set(everything))
    send(page, page.get_by_role("button", name="Keep what I found out"))


def release(page: Page) -> None:
    """The whole checklist, then the release."""
    if page.locator("#checklist").get_attribute("open") is None:
        page.locator("#checklist summary").click()
    names = page.locator("#checklist [name]").evaluate_all("all => all.map(one => one.name)")
    for name in dict.fromkeys(names):
        field = page.locator(f"#checklist [name='{name}']:not([type=hidden])")
        if name in READY:
            kind = field.first.evaluate("one => one.type")
            field.select_option(READY[name]) if kind == "select-one" else field.fill(READY[name])
        elif page.locator(f"#checklist [name='{name}'][value=yes]").count():
            page.locator(f"#checklist [name='{name}'][value=yes]").check()
    picture(page, "release")
    assert_usable(page)
    send(page, page.get_by_role("button", name="Release", exact=True))
