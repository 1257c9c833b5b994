"""The `tercet` command. Each subcommand's code is imported only when it is asked for.

So `tercet check` answers without loading Django, and a broken part never takes the others along.
"""

import importlib
import sys

import click

# name: where its click command is, and what the list of commands says of it
COMMANDS = {
    "run": ("tercet.running.run:run", "Start everything: database, web, live, worker, watch."),
    "check": ("tercet.running.check:check", "Decide eligibility from FHIR or JSON files."),
    "medicines": (
        "tercet.running.medicines_command:medicines",
        "What medicines are, and what they mean around a dose.",
    ),
    "order": (
        "tercet.running.dose_command:order_",
        "Check a dose order, as written and at its worst fate.",
    ),
    "gate": ("tercet.running.dose_command:gate_", "Ask whether a dose may start now."),
    "course": ("tercet.running.course_command:course_", "Ask whether a course may go on."),
    "staging": ("tercet.running.staging_command:staging_", "Stage what was tried before."),
    "score": ("tercet.running.score_command:score_", "What a questionnaire's answers come to."),
    "law": ("tercet.running.law_command:law_", "What an order rests on in law on a day."),
    "explain": ("tercet.running.explain:explain", "Say all there is to say of one rule."),
    "replay": (
        "tercet.running.replay_command:replay",
        "Make kept decisions again under other knowledge: who moves, and why.",
    ),
    "panel": ("tercet.running.panel_command:panel", "Ask every eligibility rule of a whole panel."),
    "knowledge": ("tercet.running.knowledge_command:knowledge", "Look into what is published."),
    "demo": ("tercet.running.demo_command:demo", "Fill the demo clinic, or move its clock."),
    "links": ("tercet.running.demo_command:links", "Print the demo's sign-in links."),
    "clinic": ("tercet.running.clinic_command:clinic", "Found a real clinic."),
    "person": ("tercet.running.clinic_command:person", "Add people, and join teams."),
    "prepare": ("tercet.running.prepare:prepare", ""),  # for `tercet run`: not in the list
    "migrate": ("tercet.running.migrate:migrate", "Bring the database up to this version."),
    "postgres": (
        "tercet.running.postgres_command:postgres",
        "Start, stop or ask the embedded one.",
    ),
    "web": ("tercet.running.web:web", "Serve the pages (WSGI)."),
    "live": ("tercet.running.live:live", "Serve event streams and heartbeats (ASGI)."),
    "worker": ("tercet.running.worker:worker", "Do what is done later or on a clock."),
    "watch": ("tercet.running.watch:watch", "Notice silence and unanswered alerts."),
}


class Lazy(click.Group):
    """A group that knows its commands by name and loads each when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        try:
            found = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError as missing:
            if missing.name != module:
                raise
            raise click.ClickException(f"`tercet {cmd_name}` is not part of this build.") from None
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(n, says) for n, (_, says) in COMMANDS.items() if says])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tercet", message="%(prog)s %(version)s")
def main() -> None:
    """Tercet: dosing at home, talk therapy and medication management as one course of care."""


if __name__ == "__main__":
    sys.exit(main(prog_name="tercet"))
