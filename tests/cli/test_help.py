"""The help of the commands leaves nothing unsaid."""

from __future__ import annotations

import click
import pytest

from cableview.cli.main import COMMANDS, cli


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_each_command_and_option_says_what_it_does(name: str | None) -> None:
    context = click.Context(cli, info_name="cableview")
    command = cli if name is None else cli.get_command(context, name)
    assert command is not None
    assert command.help
    options = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_the_list_of_formats_to_export_keeps_its_lines() -> None:
    command = cli.get_command(click.Context(cli), "export")
    assert command is not None
    lines = command.get_help(click.Context(command, info_name="export")).split("\n")
    assert {"text", "csv", "errata", "json", "html"} <= {line.split()[0] for line in lines if line.strip()}
