"""The `cableview` command: finds the subcommand, loads only that, and reports errors in one line."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from cableview.errors import CableviewError, too_few_threads, too_little_memory
from cableview.memory import prepare_for_numpy

UNDECIDED, NOTHING_TO_COMPARE = 1, 3
"""Exit codes of comparisons."""
BAD = 2
"""Exit code for bad input or use, the same for every command."""
CLOSED_PIPE = 141
INTERRUPTED = 130
_LAST_STREAM = 2

COMMANDS = {
    "open": "Open the window on an item or a folder of items.",
    "demo": "Open the window on the sample item.",
    "check": "Compare the texts and list where they differ.",
    "decide": "Record what the page reads at a discrepancy.",
    "export": "Write the corrected text, the decisions, the errata or the evidence.",
    "status": "Count what is decided and what is undecided.",
    "rules": "List the rules of equality, or change those of an item.",
    "language": "List the languages texts may be in, or set that of an item.",
    "locate": "Find where each word stands on the scan.",
    "read": "Read a scan with an OCR engine.",
    "snapshot": "Draw the window into an image file.",
    "selftest": "Check that this installation works.",
}

WORKERS = frozenset({"_check", "_decode", "_locate", "_read"})
"""Commands that the program runs as workers; no list shows them."""

_HELP = """Settle, word by word, what a scanned page says: scan, transcript and second text side by side.

`cableview [PATH]...` without a command opens the window. PATH is any mix of images, texts, layouts, a record, a saved
archive page, or a folder of items."""


class LazyGroup(click.Group):
    """Knows its commands by name and imports a command's module only to run it: `check` must start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help; workers are not among them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the module of a command; `None` if there is none of that name."""
        if not _is_command(cmd_name):
            return None
        prepare_for_numpy()
        return importlib.import_module(f"cableview.cli.{cmd_name}_command").command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """As `invoke`, for help and version, which are answered before there is a command."""
        try:
            return super().make_context(*args, **options)
        except BrokenPipeError as error:
            raise click.exceptions.Exit(_pipe_closed()) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Handles a closed pipe itself: click would exit with 1, which has another meaning here."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return _pipe_closed()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands from the table, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Treats arguments that do not begin with a command as those of `open`."""
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        at = next((k for k, arg in enumerate(args) if arg not in own), len(args))
        asks_for_help = any(arg in ("--help", "--version") for arg in args[:at])
        if not asks_for_help and (at == len(args) or not _is_command(args[at])):
            args = [*args[:at], "open", *args[at:]]
        return super().parse_args(ctx, args)


def _is_command(name: str) -> bool:
    return name in COMMANDS or name in WORKERS


def _version(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not ctx.resilient_parsing:
        from cableview.version import program_version

        click.echo(program_version())
        ctx.exit()


@click.group(cls=LazyGroup, help=_HELP, context_settings={"help_option_names": ["--help"]})
@click.option("--debug", is_flag=True, help="Show a traceback after an internal error.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
@click.pass_context
def cli(ctx: click.Context, *, debug: bool) -> None:
    ctx.obj = debug


def main() -> None:
    """Runs the command line of this process."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs a command line and returns the exit code; every error becomes one line on standard error."""
    try:
        _make_streams_safe()
        answer: Any = cli.main(list(arguments), prog_name="cableview", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001 the outermost handler: a traceback helps nobody
        return _explained(error, debug="--debug" in arguments or bool(os.environ.get("CABLEVIEW_DEBUG")))
    except KeyboardInterrupt:
        return INTERRUPTED
    return answer if isinstance(answer, int) else 0


def _make_streams_safe() -> None:
    """Makes any file name printable, and a stream that was already closed accept everything.

    No file opened later then gets a closed stream's number: libraries print to 2, whatever that is.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(handle)
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 lives as long as the process
        else:
            with suppress(AttributeError, ValueError):
                stream.reconfigure(errors="backslashreplace")


def _explained(error: Exception, *, debug: bool) -> int:
    """Prints an error as one line."""
    match error:
        case CableviewError():
            say(str(error))
        case click.exceptions.Abort():
            return INTERRUPTED
        case click.UsageError():
            say(_usage(error))
        case click.ClickException():
            say(error.format_message())
        case OSError():
            _give_up_output()
            say(str(_refused(error)))
        case _:
            if debug:
                import traceback

                traceback.print_exception(error)
            say(internal_error(error))
    return BAD


def _refused(error: OSError) -> CableviewError:
    """The error for a system error that nothing else has explained."""
    from cableview.files import refusal

    reason, advice = refusal(error)
    if error.filename is not None:
        return CableviewError(reason, path=Path(str(error.filename)), advice=advice)
    if error.errno in (errno.EMFILE, errno.ENFILE):
        advice = "Close other programs, or raise the limit (ulimit -n)"
        return CableviewError("this program cannot open any more files", advice=advice)
    if isinstance(error, FileNotFoundError):
        return CableviewError("the folder this was called from no longer exists", advice="Change to another")
    return CableviewError(f"the answer cannot be written: {reason}", advice=advice)


def internal_error(error: Exception) -> str:
    """The message for an internal error, or one that Python has no class for."""
    refused = too_few_threads(error) or too_little_memory(error)
    if refused is not None:
        return str(refused)
    return f"internal error ({type(error).__name__}: {error}). Please report it; --debug shows where it happened"


def say(message: str) -> None:
    """Prints one line on standard error."""
    click.echo(f"cableview: {' '.join(message.split())}", err=True)


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "cableview"
    return f"{error.format_message().rstrip('.')}. See {command} --help"


def _pipe_closed() -> int:
    """Handles a reader that is gone."""
    _give_up_output()
    return CLOSED_PIPE


def _give_up_output() -> None:
    """Discards further output, even when Python flushes at exit, which would change the exit code."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
