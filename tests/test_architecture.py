"""The layers hold: inner packages know nothing of outer ones, and only the window knows Qt."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "cableview"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 600

QT = {"PySide6", "shiboken6"}
FREE = {"errors", "assets"}
"""Known to all and knowing nobody."""

ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "assets": {"errors"},
    "system_libraries": set(),
    "workers": set(),
    "interrupts": set(),
    "encodings": set(),
    "model": set(),
    "files": {"model", "encodings"},
    "settings": {"files"},
    "collation": {"model"},
    "formats": {"model", "files", "collation"},
    "scan": {"model", "files", "collation", "workers"},
    "review": {"model", "files", "collation", "formats", "scan"},
    "report": {"model", "files", "encodings", "collation", "formats", "scan", "review"},
    "collection": {"model", "files", "encodings", "collation", "formats", "scan", "review", "report"},
}
INSIDE = set(ALLOWED)
ALLOWED["gui"] = INSIDE | QT
ALLOWED["cli"] = INSIDE | {"gui"}
ALLOWED["__main__"] = {"cli", "interrupts"}

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


def part_of(module: Path) -> str:
    """Name of the package, or of the module that lies in `cableview/` itself."""
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(module: Path) -> Iterator[tuple[int, str]]:
    """Line and part of each import of ours, also of those inside functions."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("cableview."):
                yield node.lineno, name.split(".")[1]
            elif name.split(".")[0] in QT:
                yield node.lineno, name.split(".")[0]


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


@pytest.mark.parametrize("module", [m for m in MODULES if m.name == "__init__.py" and m.parent != PACKAGE])
def test_package_init_holds_nothing_but_a_docstring(module: Path) -> None:
    body = ast.parse(module.read_text(encoding="utf-8")).body
    assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_module_says_first_what_it_owns(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), f"{module.name} has no opening sentence"
    assert source.count("\n") <= LONGEST_FILE


def test_layers_have_no_cycle() -> None:
    for part, inner in ALLOWED.items():
        assert all(part not in ALLOWED[other] for other in inner - QT), (
            f"{part} and one of {inner} may import each other"
        )
