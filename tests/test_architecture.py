"""The layers hold: inner packages know nothing of outer ones, and only the window knows Qt."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cableview"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 600

QT = {"PySide6", "shiboken6"}
OTHER_QT = {"PySide2", "PyQt4", "PyQt5", "PyQt6", "sip", "qtpy"}
FREE = {"errors", "assets"}
"""Known to all and knowing nobody."""
BY_NAME = {"cli/main.py", "cli/selftest_command.py"}
"""Modules that import others by names made at run time: the commands, and what an installation has to hold."""

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "assets": {"errors"},
    "system_libraries": set(),
    "version": set(),
    "workers": set(),
    "memory": set(),
    "interrupts": set(),
    "encodings": set(),
    "model": set(),
    "files": {"model", "encodings"},
    "settings": {"files"},
    "collation": {"model"},
    "formats": {"model", "files"},
    "scan": {"model", "files", "collation", "workers"},
    "review": {"model", "version", "files", "memory", "collation", "formats", "scan"},
    "report": {"model", "version", "files", "encodings", "collation", "formats", "scan", "review"},
    "collection": {"model", "files", "encodings", "collation", "formats", "scan", "review", "report"},
}
INSIDE = set(ALLOWED)
ALLOWED["gui"] = INSIDE | QT
ALLOWED["cli"] = INSIDE | {"gui"}
ALLOWED["__main__"] = {"cli", "interrupts"}

COLLATION = PACKAGE / "collation"
IN_COLLATION: dict[str, set[str]] = {
    "rules": set(),
    "words": {"rules"},
    "alignment": {"words"},
    "equality": {"rules", "words", "alignment"},
    "classification": {"rules", "words", "alignment"},
    "collate": {"words", "alignment", "equality", "classification"},
    "held_places": {"equality", "collate"},
    "suggestion": {"rules", "words", "collate"},
    "live": {"words", "alignment", "equality", "classification", "collate"},
}
"""Which parts of `collation` know which others of them."""
SCAN = PACKAGE / "scan"
IN_SCAN: dict[str, set[str]] = {
    "images": set(),
    "raster": {"images"},
    "page_reader": {"raster"},
    "segmentation": set(),
    "forced_alignment": {"segmentation"},
    "placing": {"segmentation", "forced_alignment"},
    "locate": {"page_reader", "segmentation", "placing"},
    "engines": {"page_reader", "raster"},
}
"""And those of `scan`."""
SPLIT = {COLLATION: IN_COLLATION, SCAN: IN_SCAN}

WITHOUT_QT = """
import importlib, pkgutil, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ModuleNotFoundError(f"{name} is kept out", name=name)

sys.meta_path.insert(0, Absent())
import cableview
def failed(name):
    raise
for module in pkgutil.walk_packages(cableview.__path__, "cableview.", onerror=failed):
    if module.name.split(".")[1] != "gui":
        importlib.import_module(module.name)
        print(module.name)
"""


def part_of(module: Path, package: Path = PACKAGE) -> str:
    """Name of the package inside of `package`, or of the module that lies in `package` itself."""
    return module.relative_to(package).parts[0].removesuffix(".py")


def name_of(module: Path) -> str:
    """As it is imported: `cableview.gui.desk`."""
    return ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of each import, also of those inside functions and those for types alone."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            assert node.names[0].name != "*", f"{module}:{node.lineno} imports everything"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def imported_parts(module: Path) -> Iterator[tuple[int, str]]:
    """Line and part of each import of ours or of Qt."""
    for line, name in imported(module):
        first, _, rest = name.partition(".")
        assert name != "cableview", f"{module}:{line} imports the whole package, through which all of it can be reached"
        if first == "cableview":
            yield line, rest.split(".")[0]
        elif first in QT | OTHER_QT:
            yield line, first


def test_everything_outside_the_window_imports_without_qt() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_QT], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    expected = [m for m in MODULES if part_of(m) not in ("gui", "__init__")]
    assert len(done.stdout.split()) == len(expected)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_imports_only_what_lies_further_in(module: Path) -> None:
    part = part_of(module)
    if part == "__init__":
        assert not list(imported_parts(module))
        return
    assert part in ALLOWED, f"{part} has no place among the layers yet: give it one in this table"
    allowed = ALLOWED[part] | FREE | {part}
    outward = [f"line {line}: {other}" for line, other in imported_parts(module) if other not in allowed]
    assert not outward, f"{module.relative_to(ROOT)} imports outward: {outward}"


@pytest.mark.parametrize(
    ("package", "module"),
    [(package, module) for package in SPLIT for module in MODULES if module.is_relative_to(package)],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_module_of_a_split_package_imports_only_what_lies_further_in(package: Path, module: Path) -> None:
    part, prefix = part_of(module, package), name_of(package) + "."
    allowed = SPLIT[package].get(part, set()) | {part}
    ours = [(line, name.removeprefix(prefix)) for line, name in imported(module) if name.startswith(prefix)]
    outward = [f"line {line}: {name}" for line, name in ours if name.split(".")[0] not in allowed]
    assert not outward, f"{module.relative_to(ROOT)} imports outward: {outward}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.name == "__init__.py" and m.parent != PACKAGE])
def test_package_init_holds_nothing_but_a_docstring(module: Path) -> None:
    body = ast.parse(module.read_text(encoding="utf-8")).body
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_says_first_what_it_owns(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), f"{module.name} has no opening sentence"
    assert source.count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("table", [ALLOWED, *SPLIT.values()], ids=["all", *(package.name for package in SPLIT)])
def test_layers_have_no_cycle(table: dict[str, set[str]]) -> None:
    """A row that looked harmless beside each of the others can close a ring of three."""
    list(TopologicalSorter(table).static_order())


def test_every_part_has_its_row_and_every_row_its_part() -> None:
    assert {part_of(module) for module in MODULES} - {"__init__"} == set(ALLOWED)
    for package, table in SPLIT.items():
        inside = {part_of(module, package) for module in MODULES if module.is_relative_to(package)}
        assert inside - {"__init__"} == set(table)


def test_modules_import_one_another_in_no_circle() -> None:
    """Also inside a package, also for types alone: what needs each other is one module, or has a third one in it."""
    names = {name_of(module) for module in MODULES} - {"cableview"}
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        ends = [name for _, name in imported(module)]
        ends += [name.rpartition(".")[0] for name in ends]
        graph[name_of(module)] = {name for name in ends if name in names} - {name_of(module)}
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_reaches_nothing_of_ours_by_a_name_in_a_string(module: Path) -> None:
    """Such an import goes past the table; one of a library by its full name does not."""
    if module.relative_to(PACKAGE).as_posix() in BY_NAME:
        return
    names = {name for _, name in imported(module)}
    assert not names & {"importlib.import_module", "sys.modules"}, "only calls by their full names are found here"
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Name | ast.Attribute):
            assert ast.unparse(node) not in ("exec", "eval", "__import__", "sys.modules")
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "importlib.import_module":
            library = ast.literal_eval(node.args[0]).partition(".")[0]
            assert library not in {"cableview"} | QT | OTHER_QT


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_a_document_names_modules_that_there_are(document: str) -> None:
    named = set(re.findall(r"`([\w/]+\.py)`", (ROOT / document).read_text(encoding="utf-8")))
    assert named
    assert not [path for path in named if not ((PACKAGE / path).exists() or (ROOT / path).exists())]
