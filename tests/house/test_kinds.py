"""A rule kind without a rule, or a rule without a kind, is a sentence that nobody can check."""

from tercet import knowledge
from tercet.decisions.kinds import KINDS


def every_rule(known):
    """All rules: of eligibility and of every protocol's decisions."""
    yield from known.rules.values()
    for protocol in known.protocols.values():
        for rules in protocol.parts.values():
            yield from rules.values()


def unmatched(kinds, rules):
    """Kinds that no rule uses, and kinds that rules name and nobody wrote."""
    used = {rule.kind for rule in rules}
    return sorted(set(kinds) - used), sorted(used - set(kinds))


def test_kinds_and_rules_match():
    assert unmatched(KINDS, every_rule(knowledge.read())) == ([], [])


def test_a_kind_without_a_rule_is_found():
    planted = {**KINDS, "whim": None}
    assert unmatched(planted, every_rule(knowledge.read())) == (["whim"], [])


def test_a_rule_without_a_kind_is_found():
    rules = list(every_rule(knowledge.read()))
    fewer = {name: kind for name, kind in KINDS.items() if name != rules[0].kind}
    assert unmatched(fewer, rules) == ([], [rules[0].kind])


def test_every_rule_says_where_it_is_from():
    known = knowledge.read()
    for rule in every_rule(known):
        cited = {source.partition("#")[0] for source in rule.sources}
        assert cited and cited <= set(known.sources), rule.id
