"""`tercet order`, `tercet gate` and `tercet law` as a person or a program runs them."""

import json
import subprocess
import sys

import pytest

from tests.decisions.people import ready
from tests.decisions.test_order import plain

TERCET = [sys.executable, "-m", "tercet.running.command"]


def tercet(*args, fed=None):
    """Run the command; (exit code, what it printed, what it complained of)."""
    ran = subprocess.run(
        [*TERCET, *args], input=json.dumps(fed).encode(), capture_output=True, timeout=60
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def told(*args, fed):
    code, out, err = tercet(*args, "-", "--json", fed=fed)
    assert (code, err) == (0, "")
    return json.loads(out)


def verdicts(made):
    return {each["rule"]: each["verdict"] for each in made["findings"]}


def test_the_published_overdose_is_refused():
    made = told("order", fed=plain("published-overdose"))
    assert (made["about"], made["verdict"], made["file"]) == ("order", "STOP", "standard input")
    assert verdicts(made)["dose-above-absolute-ceiling"] == "STOP"
    assert verdicts(made)["changed-verb"] == "REVIEW"


def test_an_order_is_said_to_a_person_with_the_fate_it_speaks_of():
    code, out, _ = tercet("order", "-", fed=plain("published-overdose"))
    assert code == 0 and "STOP" in out
    assert "As written: above 400 mg" in out
    assert "If all is swallowed and one unit more is taken: above 400 mg" in out
    assert max(map(len, out.splitlines())) <= 80 or "https://" in out


def test_an_empty_file_is_asked_about_and_never_passes():
    for command in ("order", "gate"):
        made = told(command, fed={})
        assert made["verdict"] == "ASK"


def test_the_gate_opens_for_an_evening_on_which_all_is_well():
    facts = {name: said.value for name, said in ready().said.items()}
    assert told("gate", fed=facts)["verdict"] == "CLEAR"
    shut = told("gate", fed=facts | {"guide-live-sessions": 4})
    assert (shut["verdict"], verdicts(shut)["guide-has-too-many"]) == ("STOP", "STOP")


def test_a_protocol_that_is_not_there_is_a_sentence():
    code, _, err = tercet("gate", "-", "--protocol", "nowhere", fed={})
    assert code == 2 and 'There is no protocol "nowhere"' in err and "Traceback" not in err


def test_a_file_that_is_not_json_is_said_to_be_so():
    ran = subprocess.run([*TERCET, "order", "-"], input=b"{", capture_output=True, timeout=60)
    assert ran.returncode == 2 and b"Traceback" not in ran.stderr and ran.stderr


@pytest.mark.parametrize(
    ("day", "bases", "loses"),
    [
        ("2026-12-31", ["in-person", "federal-waiver"], 0),
        ("2027-01-01", ["in-person"], 1),
    ],
)
def test_who_loses_their_basis_on_a_day(day, bases, loses):
    made = told("law", "--on", day, fed={"seen_in_person": False})
    assert [each["id"] for each in made["in_force"]] == bases
    assert len(made["loses"]) == loses
    assert made["not_legal_advice"] == "Not legal advice: it needs counsel."
    assert made["people"][0]["holds"] is (loses == 0)


def test_the_law_of_a_day_needs_no_file():
    code, out, err = tercet("law", "--on", "2027-01-01")
    assert (code, err) == (0, "")
    assert "In force on 2027-01-01" in out and "needs counsel" in out


def test_a_day_that_is_none_is_a_sentence():
    code, _, err = tercet("law", "--on", "soon")
    assert code == 2 and "--on must be a date" in err


def test_none_of_these_loads_the_clinic():
    shown = "import sys; from tercet.running import dose_command, law_command; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", shown], capture_output=True, timeout=60)
    loaded = set(ran.stdout.decode().split())
    assert "tercet.decisions.order" in loaded
    assert not {"django", "polars", "pint"} & loaded
