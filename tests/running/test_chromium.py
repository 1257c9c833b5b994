"""The browser tests find a Chromium, or say how to get one: never a silent skip."""

import pytest

from tests import chromium


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """A machine with an empty path, and a Playwright that has fetched nothing."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "playwrights_own", lambda: None)
    return tmp_path


def program(folder, name):
    made = folder / name
    made.write_text("#!/bin/sh\n")
    made.chmod(0o755)
    return str(made)


@pytest.mark.parametrize("name", chromium.NAMES)
def test_one_on_the_path_is_found(bare, name):
    there = program(bare, name)
    assert chromium.find() == there


def test_one_that_is_named_comes_first(bare, monkeypatch, tmp_path):
    program(bare, "chromium")
    (tmp_path / "mine").mkdir()
    monkeypatch.setenv("CHROMIUM", program(tmp_path / "mine", "chrome"))
    assert chromium.find() == str(tmp_path / "mine" / "chrome")


def test_a_name_that_is_no_program_is_said(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chrome")
    with pytest.raises(chromium.NoChromium, match="“/nowhere/chrome”, which is no program here"):
        chromium.find()


def test_playwrights_own_will_do(monkeypatch):
    monkeypatch.setattr(chromium, "playwrights_own", lambda: "/kept/by/playwright/chrome")
    assert chromium.find() == "/kept/by/playwright/chrome"


def test_where_none_can_be_fetched_one_sentence_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(chromium.sys, "executable", "/bin/false")
    with pytest.raises(chromium.NoChromium, match="apt-get install chromium"):
        chromium.find()
