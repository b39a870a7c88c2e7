"""The `spoonlight` command: reads the words behind it and hands over. What a command needs is imported when it runs.

Nothing heavy stands at the top of this file, so that `--help` is quick.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bots.keeping_cli import add_commands
from core.errors import SpoonlightError

if TYPE_CHECKING:
    from bots.settings import Settings

_ABOUT: Final = "Spoonlight: a kind companion for fibromyalgia and autoimmune support groups, on Telegram and Discord."
_BELOW: Final = """\
first steps:
  spoonlight run                    without a token: the whole bot on a local web page
  spoonlight check                  are settings, content and database all right?
  spoonlight try ask "is fibro autoimmune"

Settings come from the environment or from .env; .env.example explains each of them."""
_TRY_BELOW: Final = """\
examples:
  spoonlight try ask "is fibro autoimmune"
  spoonlight try when "weekdays at 7:45" --tz Europe/London
  spoonlight try safety "I can't go on"
  printf '{"text": "what is pacing"}\\n' | spoonlight try ask --jsonl

With --jsonl, one JSON object a line goes in on standard input and one comes out, in order:
  ask     {"text"} -> {"text", "kind", "snippets", "reply"}
  safety  {"text"} -> {"text", "level"}
  when    {"text", "now", "tz"} -> {"kind", "times", "days", "day_of_month", "every", "first_due"}
A line that cannot be read gives {"error": ...} on standard error; the others go on, and the exit code is 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command line; returns the exit code (0 done, 1 it could not, 2 not understood)."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.command is None:
        parser.print_help()
        return 0
    try:
        return int(given.carry_out(given))
    except SpoonlightError as error:
        for line in str(error).splitlines():
            print(f"Spoonlight cannot go on. {line}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="spoonlight", description=_ABOUT, epilog=_BELOW, formatter_class=plain)
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    run = commands.add_parser("run", help="run on each platform that has a token; without one, the preview")
    run.set_defaults(carry_out=_run)
    _add_preview(commands)
    _add_check(commands)
    _add_try(commands, plain)
    add_commands(commands)
    return parser


def _add_preview(commands: Any) -> None:
    preview = commands.add_parser("preview", help="the whole bot on a local web page, with a clock that can be moved")
    preview.add_argument(
        "--beside-tokens", action="store_true", help="open it although a real token is set; it never uses it"
    )
    preview.set_defaults(carry_out=_preview)


def _add_check(commands: Any) -> None:
    about = "Says for each thing whether it is OK, and what to do where it is not. Exit code 1 when something is."
    check = commands.add_parser(
        "check", help="are settings, content, database and rights all right?", description=about
    )
    check.add_argument("what", nargs="*", metavar="WHAT", help="content, settings, database or platforms; all if empty")
    check.set_defaults(carry_out=_check)


def _add_try(commands: Any, plain: Any) -> None:
    trial = commands.add_parser(
        "try",
        help="what would it say? for whoever edits the library",
        description="Answers from the content alone: no database, no platform, nothing is kept.",
        epilog=_TRY_BELOW,
        formatter_class=plain,
    )
    trial.add_argument("what", choices=("ask", "safety", "when"), help="what to try")
    trial.add_argument("text", nargs="*", help="what a member would write")
    trial.add_argument("--jsonl", action="store_true", help="read JSON lines from standard input instead")
    trial.add_argument("--content", type=Path, metavar="FOLDER", help="try another content folder")
    trial.add_argument("--now", metavar="ISO", help="for `when`: the time now, with its offset")
    trial.add_argument("--tz", metavar="ZONE", default="UTC", help="for `when`: the member's zone (default UTC)")
    trial.set_defaults(carry_out=_try)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "nargs": 0, "help": "say the version"})

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"spoonlight {version('spoonlight')}")
        except PackageNotFoundError:
            print("spoonlight, from a checkout that is not installed")
        parser.exit()


def _run(_: argparse.Namespace) -> int:
    from bots.settling import hurry

    hurry()
    from bots.runner import run

    return run(_settings())


def _preview(given: argparse.Namespace) -> int:
    from bots.runner import preview

    return preview(_settings(), beside_tokens=given.beside_tokens)


def _settings() -> "Settings":
    """Reads them, and says first which names in `.env` are misspelt."""
    from bots.settings import read_settings
    from bots.stray_names import stray_names

    if strays := stray_names():
        print(f"Please look: {' '.join(strays)}", file=sys.stderr, flush=True)
    return read_settings()


def _check(given: argparse.Namespace) -> int:
    from bots.checking import check

    return check(given.what)


def _try(given: argparse.Namespace) -> int:
    from bots.trying import Trial, try_it

    return try_it(
        Trial(
            what=given.what,
            text=" ".join(given.text),
            jsonl=given.jsonl,
            content=given.content,
            now=given.now,
            tz=given.tz,
        )
    )
