"""The pages the walk does not pass: each as the one it is for, looked at by axe."""

import pytest

from tests.journeys.conftest import PHONE, assert_usable, picture

pytestmark = pytest.mark.journey
OF_TOMAS = (
    "course/",
    "diary/",
    "therapy/",
    "medicines/",
    "hours/",
    "log/",
    "evaluation/",
    "order/",
)
PAGES = {
    "Maria": (
        "/medicines/",
        "/hours/",
        "/help-now/",
        "/course/",
        "/diary/",
        "/diary/kept/",
        "/measures/gad-7/",
    ),
    "Ana": ("/",),
    "Noor": ("/board/", "/alerts/", "/patients/", "/tasks/"),
    "Lee": ("/", "/patients/"),
    "Priya": ("/",),
    "Dana": (
        "/",
        "/knowledge/",
        "/lines/",
        "/law/",
        "/account/two-factor/",
        "/account/password/change/",
    ),
    "Sam": ("/",),
    None: ("/account/login/", "/account/password/reset/", "/demo/not-a-link/", "/nothing-here/"),
}


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_usable(enter, who):
    page = enter(who, PHONE if who in {"Maria", "Ana", None} else None)
    for address in PAGES[who]:
        page.goto(address)
        assert_usable(page)
        picture(page, f"page-{who or 'nobody'}{address.replace('/', '-').rstrip('-')}")


def test_every_page_of_a_patient_in_treatment_is_usable(enter):
    okafor = enter("Okafor")
    okafor.goto("/patients/?name=Tomás")
    okafor.locator("#found a").first.click()
    okafor.wait_for_url("**/course/")
    tomas = okafor.url.removesuffix("course/")
    for place in OF_TOMAS:
        okafor.goto(tomas + place)
        assert_usable(okafor)
        picture(okafor, f"patient-{place.rstrip('/')}")


def test_a_rule_and_its_source_are_usable(enter):
    dana = enter("Dana")
    dana.goto("/knowledge/")
    dana.locator("a[href*='/knowledge/rules/']").first.click()
    dana.wait_for_url("**/rules/**")
    assert_usable(dana)
