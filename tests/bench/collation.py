"""Measures the comparing beside the tools that others use: `python -m tests.bench.collation [--quick] [--json FILE]`.

Two clocks are ours: `alignment` (two texts in, pairs of words out, no rules, as the others do it) and `whole` (two
texts in, discrepancies with kinds out, usual rules on, no suggestions). Times are CPU seconds of this process, or of
what it starts: medians of at least five calls, each row's calls taken in turns with those of the others. So are those
that the growth of ours, and the ratios of blocks and of edits, are taken from; the growth of the others is between
sizes measured minutes apart. Pages of 3,000 characters differ by a factor of two in what their slips cost, and texts
with blocks by some parts in a hundred in what the slips at a block's edges cost: both are means over several texts, of
medians and of ratios of medians. A tool that would take long is left out there, "-". Peak memory is of a process of
its own that does nothing else. What hangs on discrepancies but is not asked for (counts by rule, pairs, how the texts
relate) is not in `whole`.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import importlib.util
import json
import math
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cableview.collation.alignment.align import Alignment, align_within
from cableview.collation.alignment.anchors import Gap
from cableview.collation.alignment.interning import interned
from cableview.collation.collate import Text, collate
from cableview.collation.rules import default_rules
from cableview.collation.words.tokens import Tokens, tokenise
from cableview.model.witness import Markup
from tests.bench.edits import EDITS, edit_times
from tests.bench.made_text import changed_over, misread, pair, prose, with_block, wrapped

SIZES = {"3k": 3_000, "30k": 30_000, "300k": 300_000, "3M": 3_000_000}
SEEDS = {"3k": tuple(range(1944, 1960))}
"""Seeds of the texts of a size; of a size that is not named there is one text, of seed 1944."""
LONG = 20.0
"""CPU seconds from which a call is left out; foretold from the growth between the two sizes before."""
SHORT = 0.02
BLOCK_SEEDS = tuple(range(7, 15))
"""Seeds of the texts that blocks are put into or changed over in."""
IN_PROCESS = ("alignment", "whole", "difflib words", "rapidfuzz characters", "rapidfuzz words")
ICDAR = Path(__file__).resolve().parents[3] / "shared" / "data" / "icdar2017"

Tool = Callable[[str, str], object]
_Name = TypeVar("_Name")


def alignment(transcript: str, reference: str) -> tuple[Tokens, Tokens, Alignment]:
    a = tokenise(transcript, frozenset(), Markup())
    b = tokenise(reference, frozenset(), Markup())
    return a, b, align_within(a, b, interned(a), interned(b), Gap(0, len(a), 0, len(b)))


def whole(transcript: str, reference: str) -> object:
    return collate(Text(transcript), Text(reference), default_rules())


def difflib_words(transcript: str, reference: str) -> object:
    return difflib.SequenceMatcher(None, transcript.split(), reference.split()).get_opcodes()


def rapidfuzz_letters(transcript: str, reference: str) -> object:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.opcodes(transcript, reference)


def rapidfuzz_words(transcript: str, reference: str) -> object:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.opcodes(transcript.split(), reference.split())


def started(command: list[str], folder: Path) -> Tool:
    """A tool of the command line on two files; the time to write them is not its own."""

    def run(transcript: str, reference: str) -> object:
        files = folder / "transcript.txt", folder / "reference.txt"
        for file, text in zip(files, (transcript, reference), strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        return partial(subprocess.run, [*command, *map(str, files)], stdout=subprocess.DEVNULL, check=False)

    return run


def tools(folder: Path) -> dict[str, Tool]:
    """Ours, and what is installed of the others'."""
    out: dict[str, Tool] = {"alignment": alignment, "whole": whole, "difflib words": difflib_words}
    if importlib.util.find_spec("rapidfuzz"):
        out |= {"rapidfuzz characters": rapidfuzz_letters, "rapidfuzz words": rapidfuzz_words}
    commands = {
        "git --word-diff": ["git", "diff", "--no-index", "--no-color", "--word-diff"],
        "wdiff": ["wdiff"],
        "dwdiff": ["dwdiff"],
    }
    return out | {name: started(line, folder) for name, line in commands.items() if shutil.which(line[0])}


def seconds(tool: Tool, transcript: str, reference: str) -> float:
    """CPU time of one call, in this process or the one it starts."""
    before = time.process_time()
    answer = tool(transcript, reference)
    if not isinstance(answer, partial):
        return time.process_time() - before
    before = children()
    answer()
    return children() - before


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def medians(calls: dict[_Name, Callable[[], float]], at_least: int) -> dict[_Name, float]:
    """Median of each, after one call to warm up; the calls are taken in turns, those that are short ten at a time."""
    first = {name: call() for name, call in calls.items()}
    times: dict[_Name, list[float]] = {name: [] for name in calls}
    for _ in range(at_least):
        for name, call in calls.items():
            gc.collect()
            times[name] += [call() for _ in range(10 if first[name] < SHORT else 1)]
    return {name: statistics.median(row) for name, row in times.items()}


def measured_sizes(names: list[str], all_tools: dict[str, Tool], at_least: int) -> dict[str, dict[str, float]]:
    """Seconds by tool and size, of several texts their mean."""
    out: dict[str, dict[str, float]] = {name: {} for name in all_tools}
    for done, size in enumerate(names):
        texts = [pair(SIZES[size], seed) for seed in SEEDS.get(size, (1944,))]
        chosen = {n: t for n, t in all_tools.items() if len(out[n]) == done and _foretold(out[n], size) < LONG}
        calls = {(n, k): partial(seconds, t, *row) for k, row in enumerate(texts) for n, t in chosen.items()}
        times = medians(calls, at_least)
        for name in chosen:
            out[name][size] = statistics.mean(times[name, k] for k in range(len(texts)))
    return out


def _foretold(row: dict[str, float], size: str) -> float:
    if not row:
        return 0.0
    (last, time_of_last), *before = list(row.items())[::-1]
    growing = _exponent(row, before[0][0], last) if before else 2.0
    return time_of_last * (SIZES[size] / SIZES[last]) ** growing


def _exponent(row: dict[str, float], one: str, other: str) -> float:
    return math.log(row[other] / row[one]) / math.log(SIZES[other] / SIZES[one])


def growth(row: dict[str, float]) -> float | None:
    """Exponent between the second size and the last one that was measured."""
    sizes = [size for size in SIZES if size in row]
    if len(sizes) < 3:
        return None
    return _exponent(row, sizes[1], sizes[-1])


def growth_of_ours(sizes: list[str], at_least: int) -> dict[str, float | None]:
    """Exponents between the second size and the last, for either clock of ours, the calls of both sizes in turns."""
    texts = {size: pair(SIZES[size]) for size in (sizes[1], sizes[-1])}
    clocks = {"alignment": alignment, "whole": whole}
    calls = {(name, size): partial(seconds, tool, *texts[size]) for name, tool in clocks.items() for size in texts}
    times = medians(calls, at_least)
    return {name: _exponent({size: times[name, size] for size in texts}, sizes[1], sizes[-1]) for name in clocks}


def peak(name: str, size: str, folder: Path) -> float:
    """Megabytes that a process of its own needs at most, Python and the libraries included."""
    files = folder / "peak-transcript.txt", folder / "peak-reference.txt"
    for file, text in zip(files, pair(SIZES[size]), strict=True):
        file.write_text(text, encoding="utf-8")
    line = [sys.executable, "-m", "tests.bench.collation", "--only", name, *map(str, files)]
    return float(subprocess.run(line, capture_output=True, text=True, check=True).stdout)


def print_peak(name: str, transcript: str, reference: str) -> None:
    tools(Path())[name](*(Path(file).read_text(encoding="utf-8") for file in (transcript, reference)))
    status = Path("/proc/self/status")
    if status.is_file():
        # A process inherits the maximum that `getrusage` gives from the one that starts it, but not this one.
        print(next(int(row.split()[1]) / 1024 for row in status.read_text().split("\n") if row.startswith("VmHWM")))
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def pages() -> tuple[str, list[tuple[str, str]]]:
    """Where the pages are from, and 3,000 characters of each text of them."""
    real = [_aligned_lines(file) for file in sorted(ICDAR.glob("*.txt"))]
    joined = "\n".join(ocr for ocr, _ in real), "\n".join(gold for _, gold in real)
    rows = [(wrapped(ocr), wrapped(gold)) for ocr, gold in _in_pages(*joined)]
    if rows:
        return f"{len(rows)} pages cut from ICDAR 2017", rows
    return "40 made pages", [pair(3_000, seed) for seed in range(40)]


def _aligned_lines(file: Path) -> tuple[str, str]:
    lines = file.read_text(encoding="utf-8").split("\n")
    return lines[1].partition("] ")[2], lines[2].partition("] ")[2]


def _in_pages(ocr: str, gold: str) -> Iterator[tuple[str, str]]:
    for at in range(0, len(gold) - 3_000, 3_000):
        yield ocr[at : at + 3_000].replace("@", ""), gold[at : at + 3_000].replace("@", "").replace("#", "")


def pages_a_second(all_tools: dict[str, Tool], rows: list[tuple[str, str]], at_least: int) -> dict[str, float]:
    def through(tool: Tool) -> float:
        return sum(seconds(tool, *row) for row in rows)

    found = medians({n: partial(through, t) for n, t in all_tools.items() if n in IN_PROCESS}, at_least)
    return {name: len(rows) / median for name, median in found.items()}


def blocks(at_least: int) -> dict[str, dict[str, float]]:
    """What a block in one text only, or two changed over, cost in time and partners: means over several texts."""
    texts = [_with_blocks(seed, at_least) for seed in BLOCK_SEEDS]
    return {
        name: {figure: statistics.mean(text[name][figure] for text in texts) for figure in figures}
        for name, figures in texts[0].items()
    }


def _with_blocks(seed: int, at_least: int) -> dict[str, dict[str, float]]:
    """The same for one text, by either clock."""
    reference = wrapped(prose(30_000, seed))
    transcript = wrapped(misread(prose(30_000, seed), seed + 1), 65)
    plain = "as it is"
    cases = {
        plain: transcript,
        "20,000 in one text only": with_block(transcript, 20_000),
        "2 x 5,000 changed over": changed_over(transcript, 5_000),
    }
    clocks = {"alignment": alignment, "whole": whole}
    calls = {(n, c): partial(seconds, tool, cases[n], reference) for n in cases for c, tool in clocks.items()}
    times = medians(calls, at_least)
    paired = {n: {"alignment": _aligned(t, reference), "whole": _collated(t, reference)} for n, t in cases.items()}
    return {
        name: {
            **{f"{clock} time": times[name, clock] / times[plain, clock] for clock in clocks},
            **{f"{clock} paired": paired[name][clock] / paired[plain][clock] for clock in clocks},
            "lost of 1,000 words": max(0.0, *(1000 * (1 - paired[name][c] / paired[plain][c]) for c in clocks)),
        }
        for name in cases
        if name != plain
    }


def _aligned(transcript: str, reference: str) -> int:
    """Pairs of words, or of several that stand for each other, in their order and in passages that stand elsewhere."""
    found = alignment(transcript, reference)[2]
    parts = [(found.runs, found.units), *((passage.runs, passage.units) for passage in found.passages)]
    return sum(
        sum(run.length for run in runs) + sum(u.a0 < u.a1 and u.b0 < u.b1 for u in units) for runs, units in parts
    )


def _collated(transcript: str, reference: str) -> int:
    """Pairs of words in their order, and words of the reference that are said to stand elsewhere."""
    found = collate(Text(transcript), Text(reference), default_rules())
    moved = [d.reference.of(reference).split() for d in found.differences if d.origin is not None]
    return len(found.pairs.working_starts) + sum(map(len, moved))


def report(found: dict[str, Any]) -> Iterator[str]:
    sizes = found["sizes"]
    times = found["seconds"]
    peaks = found["peak MB"]
    rates = found["pages a second"]
    yield f"{found['machine']}. Text: {found['text']}. CPU time, medians of {found['calls']} calls or more."
    yield ""
    head = "".join(f"{size:>10} {'':7}" for size in sizes)
    yield f"{'':22}{head}{'growth':>7}{'MB at ' + str(found['peak at']):>12}{'pages/s':>9}"
    for name, row in times.items():
        cells = "".join(_cell(row, times["alignment"], size) for size in sizes)
        exponent = found["growth"][name]
        yield (
            f"{name:22}{cells}{_or_dash(exponent, '7.2f'):>7}"
            f"{_or_dash(peaks.get(name), '12.0f'):>12}{_or_dash(rates.get(name), '9.0f'):>9}"
        )
    yield f"(in brackets: times our alignment; pages/s on {found['pages']}; memory with Python and libraries)"
    yield ""
    for name, values in found["blocks"].items():
        said = "lost {lost of 1,000 words:.2f} of 1,000 words"
        if "changed over" in name:
            said = "paired {alignment paired:.1%}, {whole paired:.1%}"
        times = "alignment x{alignment time:.2f}  whole x{whole time:.2f}  "
        yield f"{name + ' (30k)':33} time: {(times + said).format_map(values)}"
    yield ""
    shortest = next(iter(found["edit"].values()))
    for size, row in found["edit"].items():
        ratio = row["median ms"] / shortest["median ms"]
        yield (
            f"one edited word in {size:>4}  median {row['median ms']:.3f} ms (x{ratio:.2f})  p99 {row['p99 ms']:.3f}"
            f" ms  begun in {row['build ms']:.1f} ms  {row['not at once']:.0f} of {EDITS} not at once"
        )
    yield "(thread CPU of what is known at once; the whole is collated when the keys rest)"


def _cell(row: dict[str, float], ours: dict[str, float], size: str) -> str:
    if size not in row:
        return f"{'-':>10} {'':7}"
    time_said = f"{row[size] * 1000:.2f} ms" if row[size] < 1 else f"{row[size]:.2f} s"
    return f"{time_said:>10} {'(' + format(row[size] / ours[size], '.2f') + ')':7}"


def _or_dash(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def measured(*, quick: bool) -> dict[str, Any]:
    at_least = 5
    sizes = [size for size in SIZES if not (quick and size == "3M")]
    source, rows = pages()
    with tempfile.TemporaryDirectory() as folder:
        all_tools = tools(Path(folder))
        if quick:
            all_tools = {name: tool for name, tool in all_tools.items() if name != "difflib words"}
        times = measured_sizes(sizes, all_tools, at_least)
        rates = pages_a_second(all_tools, rows, at_least)
        inside = [name for name in IN_PROCESS if sizes[-1] in times.get(name, {})]
        peaks = {name: peak(name, sizes[-1], Path(folder)) for name in inside}
    return {
        "machine": f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        "text": f"made by tests/bench/made_text.py, seed 1944, for 3k {len(SEEDS['3k'])} seeds from 1944",
        "pages": source,
        "calls": at_least,
        "sizes": sizes,
        "seconds": times,
        "growth": {name: growth(row) for name, row in times.items()} | growth_of_ours(sizes, at_least),
        "peak at": sizes[-1],
        "peak MB": peaks,
        "pages a second": rates,
        "blocks": blocks(at_least),
        "edit": edit_times({size: SIZES[size] for size in sizes[1:]}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without 3M characters and without difflib")
    parser.add_argument("--json", type=Path, help="write all figures here")
    parser.add_argument(
        "--only", nargs=3, metavar=("TOOL", "FILE", "FILE"), help="print the peak memory of one call in MB"
    )
    args = parser.parse_args()
    if args.only:
        print_peak(*args.only)
        return
    found = measured(quick=args.quick)
    print("\n".join(report(found)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
