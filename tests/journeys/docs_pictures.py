"""Draws the pictures of a course in docs/pictures anew, from a demo that it starts and stops.

python -m tests.journeys.docs_pictures
"""

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.chromium import find
from tests.journeys.conftest import LAPTOP, PHONE, Tercet, free_pair_of_ports

HERE = Path(__file__).parents[2] / "docs" / "pictures"
TEAM = {  # of the pages of a patient: the name of the picture, and what of the page it shows
    "course": ("course/", "section[aria-labelledby=over-time]"),
    "diary-panic": ("diary/", "section[aria-labelledby=panic]"),
    "diary-worry": ("diary/", "section[aria-labelledby=worry]"),
    "diary-goals": ("diary/", "section[aria-labelledby=goals]"),
}
HIS = {
    "course-phone": ("/course/", "section[aria-labelledby=answers]"),
    "diary-phone": ("/diary/", "main"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tercet = Tercet(Path(folder), free_pair_of_ports())
        try:
            tercet.wait()
            way_in = tercet.told("weeks_of_diary")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
                draw(browser, tercet, way_in)
        finally:
            tercet.stop()


def draw(browser: Browser, tercet: Tercet, way_in: str) -> None:
    """The team's at a laptop's width, his own at a phone's."""
    page = browser.new_page(viewport=LAPTOP, color_scheme="light")
    page.goto(tercet.links["Lee"])
    page.goto(f"{tercet.address}/patients/")
    patient = page.get_by_role("link", name="Tomás Rivera").first.get_attribute("href")
    number = re.search(r"\d+", patient)[0]
    for name, (place, what) in TEAM.items():
        page.goto(f"{tercet.address}/patients/{number}/{place}")
        page.locator(what).screenshot(path=HERE / f"{name}.png")
    phone = browser.new_page(viewport=PHONE, color_scheme="light")
    phone.goto(way_in)
    for name, (place, what) in HIS.items():
        phone.goto(f"{tercet.address}{place}")
        phone.evaluate("document.querySelector('footer').remove()")  # it would cover the middle
        phone.locator(what).screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
