"""Replay from PostgreSQL: every kept decision comes out as a line and is made again."""

import json

from click.testing import CliRunner

from tercet import knowledge
from tercet.clinic.record.actions import keep
from tercet.clinic.record.models import KeptDecision
from tercet.decisions import eligibility, gate
from tercet.decisions.replay import again, kept_from_dict
from tercet.running.command import main
from tercet.running.replay_command import stored_lines
from tests.decisions.people import PROTOCOL, person, ready

KNOWN = knowledge.read()
MANY = 60


def test_what_was_kept_comes_out_by_number_and_is_made_again(cast, evening):
    facts = person("maria", now=evening)
    keep(eligibility.decide(facts, KNOWN), facts, patient=cast.maria, now=evening)
    shown, course = ready(now=evening), PROTOCOL.id
    made = gate.decide(shown, PROTOCOL, KNOWN)
    keep(made, shown, patient=cast.maria, now=evening, protocol=course)
    (first, one), (_, two) = stored_lines()
    assert first == f"kept decision {KeptDecision.objects.earliest('pk').pk}"
    assert "Maria" not in one and json.loads(one)["who"] == cast.maria.pk
    for line, protocol in ((one, ""), (two, course)):
        kept = kept_from_dict(json.loads(line))
        assert (kept.who, kept.protocol) == (str(cast.maria.pk), protocol)
        made = again(kept, here=KNOWN, there=KNOWN)
        assert not made.moves and made.changed == () and made.at_hand


def test_the_command_exports_what_it_then_replays(cast, evening, tmp_path):
    facts = person("maria", now=evening)
    keep(eligibility.decide(facts, KNOWN), facts, patient=cast.maria, now=evening)
    done = CliRunner().invoke(main, ["replay", "--export"])
    assert done.exit_code == 0 and done.output.count("\n") == 1
    (tmp_path / "kept.jsonl").write_text(done.output)
    same = ["replay", "--json", "--with", str(knowledge.HERE)]
    from_file = CliRunner().invoke(main, [*same, str(tmp_path / "kept.jsonl")])
    stored = CliRunner().invoke(main, same)
    assert json.loads(from_file.output)["counts"]["same"] == 1
    assert json.loads(from_file.output) == json.loads(stored.output)


def test_of_many_kept_decisions_every_one_is_made_again(cast, evening):
    facts = person("maria", now=evening)
    made = eligibility.decide(facts, KNOWN)
    keep(made, facts, patient=cast.maria, now=evening)
    kept = KeptDecision.objects.get()
    KeptDecision.objects.bulk_create(
        KeptDecision(
            at=kept.at,
            patient=cast.maria,
            about=kept.about,
            saw=kept.saw,
            made=kept.made,
            verdict=kept.verdict,
            knowledge=kept.knowledge,
        )
        for _ in range(MANY - 1)
    )
    lines = [kept_from_dict(json.loads(line)) for _, line in stored_lines()]
    replayed = [again(each, here=KNOWN, there=KNOWN) for each in lines]
    assert len(replayed) == MANY and not any(each.moves for each in replayed)
