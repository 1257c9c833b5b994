"""The documents keep their promises: links, hazards with tests, a word for each thing, versions."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from house_words import (
    ROOT,
    broken_links,
    documents,
    hazards,
    headings,
    missing_words,
    terms,
    unproved,
)

from tercet.clinic.models import Person
from tercet.decisions import Verdict


def read(name):
    return (ROOT / name).read_text()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    assert list(broken_links(document, document.read_text())) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    document = tmp_path / "a.md"
    (tmp_path / "b.md").write_text("# The *house* as built\n\n```\n# not one\n```\n")
    text = "[a](gone.md) [b](b.md#not-one) [c](b.md#the-house-as-built) [d](https://x.org) `[e](f)`"
    found = list(broken_links(document, text))
    assert found == ["a.md: gone.md leads nowhere", "a.md: b.md#not-one names no heading"]


def test_headings_are_anchored_as_github_does():
    assert headings("# Two ways, through\n## `make run`: it\n") == {
        "two-ways-through",
        "make-run-it",
    }


def test_every_hazard_names_tests_that_exist():
    assert list(unproved(read("SAFETY.md"))) == []


def test_there_are_at_least_twenty_hazards():
    assert len(hazards(read("SAFETY.md"))) >= 20


def test_a_hazard_without_a_test_is_found(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_a.py").write_text("def test_kept(): ...\n")
    table = (
        "| hazard | proof |\n|---|---|\n"
        "| one | `tests/test_a.py::test_kept` |\n"
        "| two | `tests/test_a.py::test_dreamt` |\n"
        "| three | we are careful |\n"
        "| four | `tests/test_gone.py::test_kept` |\n"
    )
    assert list(unproved(table, tmp_path)) == [
        "two: tests/test_a.py has no test_dreamt",
        "three: names no test",
        "four: tests/test_gone.py has no test_kept",
    ]


def words_owed():
    """Every row, verdict, role and room is a word of the house."""
    rows = {model._meta.verbose_name for model in apps.get_app_config("clinic").get_models()}
    verdicts = {verdict.name for verdict in Verdict}
    roles = {role.label for role in Person.Role if role is not Person.Role.NONE}
    return rows | verdicts | roles


def test_every_word_of_the_house_is_explained():
    assert missing_words(read("GLOSSARY.md"), words_owed()) == []


def test_every_word_is_explained_once():
    said = [term.lower() for term in terms(read("GLOSSARY.md"))]
    assert sorted(said) == sorted(set(said))


def test_a_word_that_is_missing_is_found():
    assert missing_words("**Course**: one plan.\n", {"course", "order"}) == ["order"]


def test_the_readme_shows_the_two_commands_first():
    text = read("README.md")
    assert text.index("make run") < text.index("make test") < text.index("](docs/pictures/")


def adrs():
    return sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_gaps():
    assert [int(path.name[:4]) for path in adrs()] == list(range(1, len(adrs()) + 1))


@pytest.mark.parametrize("path", adrs(), ids=lambda path: path.name)
def test_a_decision_is_short_and_says_why_and_what_follows(path):
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    assert lines[0].startswith(f"# {path.name[:4]}. ")
    assert {"**Context.**", "**Decision.**", "**Consequences.**"} <= {
        line.split(" ")[0] for line in lines
    }
    assert len(lines) <= 26


def locked():
    """Package -> version, from the locks."""
    all_three = "".join(read(f"requirements/{level}.txt") for level in ("run", "dev", "bench"))
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", all_three, re.MULTILINE))


def misquoted(text):
    """Parts quoted at another version than the locked one."""
    quoted = re.findall(r"^\| `([\w.-]+)` \| ([\w.]+) \|", text, re.MULTILINE)
    return [f"{name} {version}" for name, version in quoted if locked().get(name) != version]


def test_the_parts_are_quoted_at_their_locked_versions():
    assert misquoted(read("docs/parts.md")) == []


def test_a_part_quoted_at_another_version_is_found():
    assert misquoted("| `django` | 1.0 | pages |\n") == ["django 1.0"]


def test_every_direct_part_is_told():
    wanted = "".join(read(f"requirements/{level}.in") for level in ("run", "dev", "bench"))
    direct = set(re.findall(r"^([a-z][\w.-]*)", wanted, re.MULTILINE)) - {"flit-core"}
    told = set(re.findall(r"^\| `([\w.-]+)` \|", read("docs/parts.md"), re.MULTILINE))
    assert direct <= told


def test_documents_are_where_newcomers_look():
    owed = ("README", "HOUSE", "GLOSSARY", "SAFETY", "CHANGELOG", "CONTRIBUTING")
    assert all(Path(ROOT, f"{name}.md").exists() for name in owed)
