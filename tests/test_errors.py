"""An error is one line that can be shown anywhere, whatever the file it concerns contains."""

from __future__ import annotations

import ast
from pathlib import Path

import cableview
from cableview.errors import LONGEST, FileError, too_few_threads, too_little_memory

PACKAGE = Path(cableview.__file__).parent
SHOWN = {"FileError", "ImageError", "UsageError", "SaveError", "SidecarError", "DecodeError", "EngineError"}


def test_control_characters_for_a_terminal_are_escaped() -> None:
    error = FileError("does not exist", path=Path("a\x1b[31m\u202eb\0c\nd.txt"), advice="Look again")
    assert str(error) == "a\\x1b[31m\\u202eb\\x00c d.txt: does not exist. Look again"


def test_letters_of_all_scripts_stay() -> None:
    assert str(FileError("is empty", path=Path("é שלום 𝔄.txt"))) == "é שלום 𝔄.txt: is empty"


def test_a_message_that_quotes_a_whole_file_is_cut_in_the_middle() -> None:
    shown = str(FileError("a" * 9999 + " is no number", path=Path("a.json"), advice="Mend it"))
    assert len(shown) < LONGEST + 50
    assert shown.endswith("is no number. Mend it")


NO_PERSON_READS = {
    "cli/worker_pool.py",
    "cli/folder_check.py",
    "cli/item_answer.py",
    "review/store/store.py",
    "scan/images/decoder.py",
}
"""They end what nobody waits for, or hand on words that were made elsewhere."""


def test_every_error_shown_to_a_person_gives_advice() -> None:
    """Of the calls that raise one where it is made; words of a worker are handed on as they are."""
    without: list[str] = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHOWN:
                is_made_here = any(isinstance(part, ast.Constant | ast.JoinedStr) for part in node.args)
                if is_made_here and "advice" not in {keyword.arg for keyword in node.keywords}:
                    without.append(f"{name}:{node.lineno}")
    assert [one for one in without if one.partition(":")[0] not in NO_PERSON_READS] == []


def test_only_that_no_thread_can_be_started_is_reported_so() -> None:
    said = too_few_threads(RuntimeError("can't start new thread"))
    assert str(said).startswith("the system does not let this program start any more threads. Close other programs")
    assert too_few_threads(RuntimeError("something else")) is None
    assert too_few_threads(ValueError("can't start new thread")) is None


def test_only_a_lack_of_memory_is_reported_as_one() -> None:
    for error in (MemoryError(), ImportError("libx.so: failed to map segment from shared object")):
        assert "too little memory" in str(too_little_memory(error))
    for error in (ImportError("No module named 'x'"), OSError("failed to map segment"), ValueError()):
        assert too_little_memory(error) is None
