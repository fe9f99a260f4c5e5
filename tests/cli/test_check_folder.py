"""`check` on a folder: all items in their order whatever finishes first, past what is bad, on any number of workers."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from cableview.cli import folder_check, progress, worker_pool
from cableview.cli.check_messages import Answer, CheckRequest, Frame
from cableview.cli.folder_check import Run, Tally, jobs_worth_it
from cableview.cli.progress import Bar
from cableview.collection.manual_pairings import remember
from cableview.collection.pairing import Files
from tests.cli.conftest import Cableview, unstamped

COMMAND = [sys.executable, "-m", "cableview", "check"]
WANTED = CheckRequest("json", None, exact=False, force=False, use_record=True, sidecar_folder=None, width=160)
DYING = """
import os, signal, sys
from cableview.cli import item_answer
from cableview.cli.main import run
answered = item_answer.answered
def dying(files, request):
    if "b" in files.name:
        {death}
    return answered(files, request)
item_answer.answered = dying
run(["_check"])
"""


def write_pair(folder: Path, name: str, sentences: int = 3) -> None:
    """Two texts that differ in each sentence."""
    for end, word in ((".txt", "stated"), (".ref.txt", "states")):
        said = " ".join(f"The {name} {word} in paragraph {k} that {k * k} tons had come." for k in range(sentences))
        (folder / f"{name}{end}").write_text(said, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seven items: a longer one first, one no text, one alone, one empty; and a file that fits nowhere."""
    folder = tmp_path / "cables"
    folder.mkdir()
    for k, sentences in enumerate((150, 2, 3)):
        write_pair(folder, f"a{k}", sentences)
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "bad.ref.txt").write_text("fine", encoding="utf-8")
    (folder / "alone.txt").write_text("nobody else says so", encoding="utf-8")
    (folder / "void.txt").write_text("", encoding="utf-8")
    (folder / "void.ref.txt").write_text("something", encoding="utf-8")
    odd = folder / os.fsdecode(b"caf\xe9.txt")
    odd.write_text("he stated it so", encoding="utf-8")
    (folder / os.fsdecode(b"caf\xe9.ref.txt")).write_text("he states it so", encoding="utf-8")
    (folder / "nobody.ref.txt").write_text("of whom?", encoding="utf-8")
    return folder


@pytest.fixture
def no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> list[str]:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(worker_pool, "worker_command", refused)


@pytest.mark.parametrize("form", ["", "--json", "--csv", "--html"])
def test_any_number_of_jobs_prints_the_same(cableview: Cableview, folder: Path, form: str) -> None:
    options = [form] if form else []
    ran = [cableview("check", folder, *options, "--jobs", str(jobs)) for jobs in (1, 3)]
    first, *others = [replace(one, out=unstamped(one.out)) for one in ran]
    assert first.code == 2
    assert first.out.index("a0.txt") < first.out.index("a1.txt") < first.out.index("a2.txt")
    assert [line.split("/")[-1].split(":")[0] for line in first.err.splitlines()] == [
        "nobody.ref.txt",
        "alone.txt",
        "bad.txt",
        "void.txt",
    ]
    assert others == [first]


def test_an_output_file_holds_what_standard_output_would(cableview: Cableview, folder: Path, tmp_path: Path) -> None:
    for form in ("json", "csv", "html"):
        written = tmp_path / f"out.{form}"
        cableview("check", folder, "-o", written, "--jobs", "2")
        said = cableview("check", folder, f"--{form}", "--jobs", "1").out
        assert unstamped(written.read_bytes().decode("utf-8")) == unstamped(said)


def test_json_of_a_folder_lists_the_json_of_its_items(cableview: Cableview, folder: Path) -> None:
    items = cableview("check", folder, "--json").tree["items"]
    assert [Path(item["transcript"]["path"]).name[:2] for item in items] == ["a0", "a1", "a2", "ca"]
    assert items[1] == cableview("check", folder / "a1.txt", "--json").tree


def test_a_layout_set_aside_is_reported_with_its_item_for_any_number_of_jobs(
    cableview: Cableview, folder: Path
) -> None:
    Image.new("L", (400, 300), 255).save(folder / "a1.png")
    (folder / "a1.xml").write_text("<alto>", encoding="utf-8")
    for jobs in ("1", "2"):
        (said,) = (
            line for line in cableview("check", folder, "--json", "--jobs", jobs).err.splitlines() if "xml" in line
        )
        assert said.startswith(f"cableview: {folder / 'a1.txt'}: {folder / 'a1.xml'}")
        assert "not well-formed XML" in said


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_empty_folder_is_reported_as_such(cableview: Cableview, tmp_path: Path, jobs: str) -> None:
    ran = cableview("check", tmp_path, "--jobs", jobs)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "there is no item in this folder" in ran.err


def test_nothing_is_written_if_nothing_can_be_checked(cableview: Cableview, tmp_path: Path) -> None:
    folder = tmp_path / "cables"
    folder.mkdir()
    (folder / "alone.txt").write_text("nobody else says so", encoding="utf-8")
    ran = cableview("check", folder, "-o", tmp_path / "out.json")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert not (tmp_path / "out.json").exists()


@pytest.mark.usefixtures("no_workers")
def test_a_small_folder_is_checked_without_workers(cableview: Cableview, folder: Path) -> None:
    assert cableview("check", folder, "--json").code == 2
    assert len(cableview("check", folder, "--json", "--jobs", "1").tree["items"]) == 4


def test_the_number_of_workers_depends_on_the_amount_of_work(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_check, "usable_cores", lambda: 4)
    long = folder / "long.txt"
    long.write_bytes(b"x" * 60_000)
    short, many = Files((folder / "a1.txt",), (folder / "a1.ref.txt",)), Files((long,) * 8)
    assert jobs_worth_it([short] * 20, WANTED) == 1
    assert jobs_worth_it([short] * 2000, WANTED) == 4
    assert jobs_worth_it([many] * 2, WANTED) == 1
    assert jobs_worth_it([many] * 4, WANTED) == 2
    scanned = Files(short.transcript, short.reference, (folder / "a.png",))
    assert jobs_worth_it([scanned] * 2, WANTED) == 2


def test_no_more_cores_are_used_than_the_process_may_use() -> None:
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    assert 1 <= folder_check.usable_cores() <= bound


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_internal_error_affects_only_its_item(
    cableview: Cableview, folder: Path, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    if jobs == "1":
        from cableview.cli import item_answer

        checked = item_answer.checked

        def failing(item, request, **options):
            if item.title == "a1.txt":
                raise ZeroDivisionError
            return checked(item, request, **options)

        monkeypatch.setattr(item_answer, "checked", failing)
    else:
        program = DYING.replace("answered = item_answer.answered", "answered = item_answer.checked")
        program = program.replace("dying(files, request)", "dying(item, request, **o)").replace(
            "(files, request)", "(item, request, **o)"
        )
        program = program.replace('"b" in files.name', 'item.title == "a1.txt"').replace(
            "item_answer.answered", "item_answer.checked"
        )
        patch_worker(monkeypatch, program.format(death="raise ZeroDivisionError"))
    ran = cableview("check", folder, "--json", "--jobs", jobs)
    assert [Path(item["transcript"]["path"]).name[:2] for item in ran.tree["items"]] == ["a0", "a2", "ca"]
    assert ran.err.count("ZeroDivisionError") == 1
    assert ran.err.count("a1.txt") == 1


def patch_worker(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(worker_pool, "worker_command", lambda: [sys.executable, "-c", program])


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("death", "said"), [("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"), ("os._exit(3)", "exit code 3")]
)
def test_an_item_whose_worker_dies_is_reported_as_bad(
    cableview: Cableview, folder: Path, monkeypatch: pytest.MonkeyPatch, death: str, said: str
) -> None:
    write_pair(folder, "b")
    write_pair(folder, "c")
    patch_worker(monkeypatch, DYING.format(death=death))
    ran = cableview("check", folder, "--json", "--jobs", "2")
    assert ran.code == 2
    names = [Path(item["transcript"]["path"]).name[0] for item in ran.tree["items"]]
    assert names == ["a", "a", "a", "c", "c"]
    (line,) = [line for line in ran.err.splitlines() if "b.txt" in line]
    assert said in line
    assert "Check it by itself" in line


@pytest.mark.parametrize("command", [["/nowhere/python"], [sys.executable, "-c", "print('no')"]])
def test_workers_that_do_not_start_are_one_error_with_advice(
    cableview: Cableview, folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(worker_pool, "worker_command", lambda: command)
    ran = cableview("check", folder, "--json", "--jobs", "2")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "--jobs 1" in ran.err


def test_no_modules_are_imported_from_the_current_folder(folder: Path) -> None:
    (folder / "json.py").write_text("raise SystemExit('an archive was run')", encoding="utf-8")
    line = [sys.executable, "-P", "-m", "cableview", "check", ".", "--json", "--jobs", "2"]
    done = subprocess.run(line, cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    assert b"worker" not in done.stderr


def test_output_to_a_file_of_an_item_elsewhere_is_refused(
    cableview: Cableview, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    elsewhere = tmp_path / "second.json"
    elsewhere.write_text("he states it so", encoding="utf-8")
    remember(Files((folder / "a1.txt",), (elsewhere,)))
    for jobs in ("1", "2"):
        ran = cableview("check", folder, "-o", elsewhere, "--force", "--jobs", jobs)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "second.json" in ran.err
        assert elsewhere.read_text(encoding="utf-8") == "he states it so"


class Shuffled:
    """Stands for workers: finishes what is asked in any order, when it is looked at."""

    frame = Frame()

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.open: list[tuple[Future[Answer], Answer, Callable[[Future[Answer]], None]]] = []
        self.most = 0

    def ask(self, files: Files, told: Callable[[Future[Answer]], None]) -> Future[Answer]:
        future: Future[Answer] = Future()
        self.open.append((future, Answer(files.name.encode() * 1000), told))
        self.most = max(self.most, len(self.open))
        if len(self.open) == 4 or files.name == "last":
            while self.open:
                future_, answer, told_ = self.open.pop(self.chance.randrange(len(self.open)))
                future_.set_result(answer)
                told_(future_)
                if self.chance.random() < 0.5 and files.name != "last":
                    break
        return future


@pytest.mark.parametrize("seed", range(20))
def test_answers_come_in_folder_order(seed: int) -> None:
    items = [Files((Path(f"{k:02}"),)) for k in range(30)] + [Files((Path("last"),))]
    run = Run(WANTED, Tally(len(items)), Bar(0))
    workers = Shuffled(seed)
    answers = list(run._in_order(workers, items, 4))  # pyright: ignore[reportArgumentType, reportPrivateUsage]
    assert [answer.part[:2] for answer in answers] == [files.name[:2].encode() for files in items]
    assert run.tally.done == len(items)
    assert workers.most <= 4


def test_no_more_items_are_handed_out_while_too_many_answers_wait_for_an_earlier_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(folder_check, "MOST_HELD", 3000)
    asked: list[str] = []
    first: Future[Answer] = Future()

    class Stalled:
        frame = Frame()

        def ask(self, files: Files, told: Callable[[Future[Answer]], None]) -> Future[Answer]:
            asked.append(files.name)
            future = first if files.name == "0" else Future()
            future.add_done_callback(told)
            if files.name != "0":
                future.set_result(Answer(b"x" * 1000))
            return future

    monkeypatch.setattr(folder_check, "TICK", 0.01)
    run = Run(WANTED, Tally(50), Bar(0))
    monkeypatch.setattr(Run, "_show", lambda self: first.set_result(Answer(b"")) if run.tally.done == 3 else None)
    answers = run._in_order(Stalled(), [Files((Path(str(k)),)) for k in range(50)], 2)  # pyright: ignore[reportArgumentType, reportPrivateUsage]
    next(answers)
    assert asked == ["0", "1", "2", "3"]
    assert len(list(answers)) == 49


# As processes


@pytest.fixture
def long_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "long"
    folder.mkdir()
    write_pair(folder, "a")
    for k in range(4):
        write_pair(folder, f"b{k}", 3000)
    return folder


@pytest.fixture
def started(long_folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A run over texts that take a while, of which the first item is out."""
    line = [*COMMAND, str(long_folder), "--csv", "--jobs", "2"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(1)
    yield process
    with suppress(OSError):
        process.kill()
    process.communicate()


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    tasks = Path(f"/proc/{process.pid}/task")
    return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


def wait_till_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + 20
    while any(_is_running(pid) for pid in pids):
        assert time.monotonic() < deadline, "workers go on"
        time.sleep(0.02)


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked at in /proc")


@needs_proc
def test_ctrl_c_ends_all_workers_and_says_how_far_they_got(started: subprocess.Popen[bytes]) -> None:
    workers = workers_of(started)
    assert len(workers) == 2
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=20)
    assert started.returncode == 130
    assert said.startswith(b"cableview: stopped when 1 of 5 items were checked")
    assert said.count(b"\n") == 1
    wait_till_gone(workers)


@needs_proc
def test_workers_end_when_their_parent_is_killed(started: subprocess.Popen[bytes]) -> None:
    workers = workers_of(started)
    assert len(workers) == 2
    started.kill()
    wait_till_gone(workers)


@needs_proc
def test_an_interrupted_run_leaves_no_file(long_folder: Path) -> None:
    target = long_folder / "out.csv"
    process = subprocess.Popen(
        [*COMMAND, str(long_folder), "-o", str(target), "--jobs", "2"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 20
    while not list(long_folder.glob(".cableview-*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"out.csv was not written" in said
    assert not [path for path in long_folder.iterdir() if "tmp" in path.name or path == target]


def on_a_terminal(folder: Path, *options: str) -> bytes:
    """What comes out on standard error, where that is a terminal."""
    try:
        terminal, end = pty.openpty()
    except OSError as error:
        pytest.skip(f"this system has no terminals to give: {error}")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [*COMMAND, str(folder), "--json", *options], stdout=subprocess.DEVNULL, stderr=end, env=environment
    )
    os.close(end)
    said = b""
    with suppress(OSError):
        while data := os.read(terminal, 65536):
            said += data
    os.close(terminal)
    process.wait(timeout=60)
    return said


def test_a_progress_bar_is_shown_on_a_terminal_and_removed(long_folder: Path) -> None:
    (long_folder / "aa.txt").write_bytes(b"\x00\x01\x02" * 50)
    (long_folder / "aa.ref.txt").write_text("fine", encoding="utf-8")
    said = on_a_terminal(long_folder, "--jobs", "2").decode("utf-8")
    assert "/6" in said
    assert "1 cannot be read" in said
    assert said.rstrip().splitlines()[-1].rpartition("\x1b[2K")[2].startswith("cableview: ")


@pytest.mark.parametrize(
    ("is_terminal", "quick", "is_drawn"), [(True, 0.0, True), (True, 1e9, False), (False, 0.0, False)]
)
def test_a_progress_bar_is_shown_only_on_a_terminal_and_not_for_short_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], is_terminal: bool, quick: float, is_drawn: bool
) -> None:
    monkeypatch.setattr(progress, "QUICK", quick)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    bar = Bar(7)
    bar.show(3, 0)
    bar.close()
    bar.show(4, 0)
    said = capsys.readouterr().err
    assert ("3/7" in said) == is_drawn
    assert "4/7" not in said


def test_pairings_made_by_hand_take_precedence_over_names(
    cableview: Cableview, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    other = tmp_path / "other.txt"
    other.write_text("The a1 stated in paragraph 0 that 0 tons had come.", encoding="utf-8")
    remember(Files((folder / "a1.txt",), (other,)))
    item = cableview("check", folder, "--json").tree["items"][1]
    assert item["reference"]["path"] == str(other)
    assert item == cableview("check", folder / "a1.txt", "--json").tree
