"""`tercet panel FILE`: every eligibility rule asked of everybody in a file; no database needed."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Knowledge
from tercet.running import paper
from tercet.running.deciding import knowledge, moment

if TYPE_CHECKING:
    import polars as pl

    from tercet.decisions.panel import Panel, Tally
    from tercet.running.panel_file import PanelFile

FAILED, UNREADABLE = 1, 2  # exit codes; 0 when everybody was judged
NOT_JUDGED = "The program failed while judging it. Nobody is judged; a person must look."


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
@click.option("--out", metavar="FILE.parquet", help="Write each person's verdict and bits there.")
@click.option("--as-of", metavar="DATE", help="Judge as the rules stood on that day (UTC).")
@click.option("--id", "id_", default="id", metavar="COLUMN", help="Who a row is: id, if not named.")
@click.option("--all", "every", is_flag=True, help="List also rules that nobody met.")
def panel(
    file: str, *, as_json: bool, out: str | None, as_of: str | None, id_: str, every: bool
) -> None:
    """Ask every eligibility rule of everybody in FILE: .parquet, .arrow or .csv.

    One row a person, one column a fact (`tercet knowledge facts` lists them). Beside a fact,
    `<fact>@minutes` says how old it is and `<fact>@by` who said it. Blank is not known, and so
    is what cannot be, is too old, or was said by someone who may not say it. A column that is no
    fact is refused. The exit code is 2 when the file could not be read, 1 when the program failed.
    """
    from tercet.running import panel_text
    from tercet.running.panel_file import CannotRead, opened

    now, known = moment(as_of), knowledge()
    try:
        target = _target(file, out)
        source = opened(Path(file), known, id=id_)
        made, tally, people = _judged(source, known, on=now.date(), keep=target is not None)
        if target is not None:
            _write(people, target, made, known)
    except (CannotRead, Impossible) as wrong:
        _refuse(file, str(wrong), UNREADABLE)
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException:  # a panic of Polars is no Exception; whatever it is, nobody passes
        _refuse(file, NOT_JUDGED, FAILED)
    if as_json:
        told = _for_programs(file, made, tally, source)
        told |= {"knowledge": known.version, "adopted": False, "decided_for": now.isoformat()}
        click.echo(json.dumps({**told, "overdue": list(known.overdue(now.date()))}, indent=2))
    else:
        story = panel_text.Story(file, made, tally, dict(source.unreadable))
        paper.say(panel_text.lines(story, known, on=now.date(), every=every))


def _refuse(file: str, why: str, code: int) -> NoReturn:
    """One sentence instead of an answer."""
    click.echo(f"{paper.safe(file)}: {paper.safe(why)}", err=True)
    sys.exit(code)


def _target(file: str, out: str | None) -> Path | None:
    """Where the bits are written; never over the panel itself."""
    from tercet.running.panel_file import CannotRead

    if out is None:
        return None
    target = Path(out)
    if target.suffix.lower() != ".parquet":
        raise CannotRead("--out must name a .parquet file.")
    if target.exists() and target.samefile(file):
        raise CannotRead("--out names the panel itself, which would be lost.")
    return target


def _judged(
    source: "PanelFile", known: Knowledge, *, on: Any, keep: bool
) -> tuple["Panel", "Tally", "list[pl.DataFrame]"]:
    """Piece by piece; each person's words are kept only where they are to be written."""
    from tercet.decisions.panel import Panel
    from tercet.running.panel_file import CannotRead

    made, total, people = Panel(source.schema, known=known, on=on), None, []
    for ids, facts in source.pieces(known):
        judged = made.judge(facts)
        total = judged.tally if total is None else total + judged.tally
        if keep:
            people.append(judged.people.insert_column(0, ids))
    if total is None or not total.people:
        raise CannotRead("It holds nobody.")
    return made, total, people


def _write(people: "list[pl.DataFrame]", target: Path, made: "Panel", known: Knowledge) -> None:
    """All or nothing: a file that was cut short never stands under the name asked for."""
    import polars as pl

    from tercet.running.panel_file import CannotRead

    partial = target.with_name(f"{target.name}.partial")
    bits = json.dumps([each.id for each in made.asked])
    try:
        told = {"tercet.bits": bits, "tercet.knowledge": known.version}
        pl.concat(people).write_parquet(partial, metadata=told)
        os.replace(partial, target)
    except (OSError, pl.exceptions.PolarsError) as wrong:
        partial.unlink(missing_ok=True)
        first = f"{wrong}".partition("\n")[0].rstrip(".")
        raise CannotRead(f"{target} cannot be written: {first}.") from None


def _for_programs(file: str, made: "Panel", tally: "Tally", source: "PanelFile") -> dict[str, Any]:
    return {
        "file": file,
        "people": tally.people,
        "verdicts": {verdict.name: count for verdict, count in tally.verdicts.items()},
        "rules": [*_rules(made, tally)],
        "facts": {
            name: {**asdict(each), "unreadable": source.unreadable[name]}
            for name, each in tally.facts.items()
        },
        "absent": list(made.absent),
    }


def _rules(made: "Panel", tally: "Tally") -> Iterator[dict[str, Any]]:
    """Each rule with its bit: the word it is in, and its place in that word."""
    for bit, (asked, told) in enumerate(zip(made.asked, tally.rules, strict=True)):
        place = {"word": bit // 64, "bit": bit % 64}
        yield {"rule": asked.id, "verdict": asked.if_so.name, **place, **asdict(told)}
