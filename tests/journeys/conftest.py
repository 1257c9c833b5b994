"""Whole stories in a real browser: Tercet as `make run` starts it, Chromium, axe, pictures."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.chromium import find
from tests.side_by_side import first_port

PICTURES = Path(__file__).parents[2] / "build" / "journeys"
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
READY_SECONDS = 90
COMMAND = [sys.executable, "-m", "tercet.running.command"]


class Tercet:
    """One running Tercet with its demo, in a folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "TERCET_"))}
        self.env = plain | {"TERCET_VAR": str(folder / "var"), "TERCET_PORT": str(port)}
        self.log = folder / "said.log"
        with self.log.open("wb") as said:
            self.process = subprocess.Popen([*COMMAND, "run"], env=self.env, stdout=said)

    def wait(self) -> None:
        end = time.monotonic() + READY_SECONDS
        while "Ready in" not in self.log.read_text():
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text()
            time.sleep(0.1)
        links = re.findall(r"^ +(\S+ \S+)  .*(http\S+/demo/\S+)$", self.log.read_text(), re.M)
        self.links = {
            name.split()[-1] if "Dr" in name else name.split()[0]: to for name, to in links
        }
        self.password = re.search(r"asked for when signing: +(.+)", self.log.read_text())[1].strip()

    def forward(self, length: str) -> None:
        """Move everybody's clock, as `tercet demo forward` does for a newcomer."""
        subprocess.run([*COMMAND, "demo", "forward", length], env=self.env, check=True)

    def told(self, story: str) -> str:
        """Tell one of the stories beside this file; the address that signs its person in."""
        command = [sys.executable, "-m", f"tests.journeys.{story}"]
        said = subprocess.run(command, env=self.env, check=True, capture_output=True, text=True)
        return self.address + re.search(r"/demo/\S+/", said.stdout)[0]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def free_pair_of_ports() -> int:
    """A port such that it and the next are free, below those the system hands out by itself."""
    for port in range(first_port(20_000), 32_000, 2):
        try:
            for each in (port, port + 1):
                socket.create_server(("127.0.0.1", each)).close()
        except OSError:
            continue
        return port
    raise RuntimeError("no two free ports")


@pytest.fixture(scope="package")
def tercet() -> Iterator[Tercet]:
    with tempfile.TemporaryDirectory(prefix="tercet-journey-") as folder:
        running = Tercet(Path(folder), free_pair_of_ports())
        try:
            running.wait()
            yield running
        finally:
            running.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
        chromium = playwright.chromium.launch(executable_path=find(), args=flags)
        yield chromium
        chromium.close()


Enter = Callable[..., Page]


@pytest.fixture
def enter(tercet: Tercet, browser: Browser) -> Iterator[Enter]:
    """`enter("Maria", PHONE)`: a browser of their own, signed in by their link."""
    opened: list[BrowserContext] = []

    def sign_in(who: str | None, size: dict[str, int] | None = None, **more: object) -> Page:
        still = {"reduced_motion": "reduce", "base_url": tercet.address}
        context = browser.new_context(viewport=size or LAPTOP, **still, **more)
        opened.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(tercet.links[who] if who else "/")
        return page

    expect.set_options(timeout=20_000)
    yield sign_in
    for context in opened:
        context.close()


def picture(page: Page, name: str) -> None:
    """Keep what is on the screen, light and dark, as build output to look at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    wide = page.viewport_size["width"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"{name}-{wide}-{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")


def assert_usable(page: Page) -> None:
    """axe finds nothing wrong with the page as it stands."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


__all__ = ["LAPTOP", "PHONE", "Enter", "Tercet", "assert_usable", "picture"]
