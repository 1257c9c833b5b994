"""Finds the Chromium the journeys drive, has Playwright fetch one if there is none, or says how.

python tests/chromium.py    prints its path; or one sentence, and exits with status 1
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "The browser tests need Chromium: install it (on Debian: apt-get install chromium), or name"
    " one with CHROMIUM=/path/to/chromium, and start again."
)


class NoChromium(RuntimeError):
    """There is none, and none could be fetched. The message says how to get one."""


def find() -> str:
    """The path of a Chromium: named by CHROMIUM, on the path, or Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise NoChromium(f"CHROMIUM is “{named}”, which is no program here. {HOW}")
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or playwrights_own() or fetched()


def playwrights_own() -> str | None:
    """The one Playwright keeps for itself, if it has been fetched already."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetched() -> str:
    """Let Playwright fetch one; where the network does not allow it, say how to get one."""
    print("No Chromium here; Playwright is asked to fetch one.", file=sys.stderr, flush=True)
    fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(fetch, capture_output=True, timeout=600, check=True)
    except (subprocess.SubprocessError, OSError) as problem:
        raise NoChromium(HOW) from problem
    if path := playwrights_own():
        return path
    raise NoChromium(HOW)


if __name__ == "__main__":
    try:
        print(find())
    except NoChromium as how:
        sys.exit(str(how))
