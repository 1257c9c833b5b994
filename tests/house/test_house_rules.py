"""Every rule of the house holds over the whole tree, and is shown to find what it forbids."""

import pytest
from house_rules import ALL, every_source

PLANTED = [(rule, source) for rule in ALL for source in rule.bad]
ALLOWED = [(rule, source) for rule in ALL for source in rule.good]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.says)
def test_the_house_keeps(rule):
    found = [said for source in every_source() for said in rule.complaints(source)]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(("rule", "source"), PLANTED, ids=lambda part: getattr(part, "says", "-"))
def test_what_is_forbidden_is_found(rule, source):
    assert rule.complaints(source), source


@pytest.mark.parametrize(("rule", "source"), ALLOWED, ids=lambda part: getattr(part, "says", "-"))
def test_what_is_allowed_is_left_alone(rule, source):
    assert rule.complaints(source) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.says)
def test_every_rule_is_shown_both_sides(rule):
    assert rule.bad and rule.good and rule.finds.__module__.startswith("house_rules.")


def test_the_tree_is_really_read():
    paths = {source.path for source in every_source()}
    assert {"README.md", "pyproject.toml", "tercet/clinic/walls.py"} <= paths
    assert not [path for path in paths if ".venv" in path or "/vendor/" in path]
