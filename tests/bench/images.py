"""Measures how soon and in how little memory pages are shown: `python -m tests.bench.images [--quick] [--json FILE]`.

First sight: from asking for a page of 70 megapixels to its first picture painted in the view, beside Pillow decoding
the same file whole in the same Python, in turns, by the clock and by the CPU time of all processes; medians. The
decoder's process is running, as it is in the program, unless it says "cold". Block: the longest time that the window's
thread did not come back to its event loop, by the clock and by what that thread computed in it, while the page is
opened, sharpened, zoomed and scrolled through. Memory: resident, summed over the window's process and its decoder's,
sampled each 5 ms; in brackets, what came on top of the window with a small page. Page turns: from the key to the page
painted, and painted as sharp as it will be. The clock of a machine that others use as well is noisy: judge by the
ratios and by the medians.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.made_images import large_scans, many_pages

DECODED = 7016 * 9921 * 3
TARGETS = {"JPEG": 0.4, "PNG": 1.1, "TIFF, LZW": 1.1, "TIFF, plain": 1.1}


def child(what: str, *arguments: object) -> Any:
    """What one of the measurements answers, taken in a process of its own that does nothing else."""
    command = [sys.executable, "-m", "tests.bench.image_views", what, *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def first_sights(files: dict[str, Path], rounds: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, path in files.items():
        taken = [(child("pillow", path), child("sight", path), child("cold", path)) for _ in range(rounds)]
        pillow, ours, cold = (_middle(list(rows)) for rows in zip(*taken, strict=True))
        found[name] = {
            "Pillow s": pillow,
            "first sight s": ours,
            "ratio": {clock: ours[clock] / pillow[clock] for clock in pillow},
            "cold s": cold,
        }
    return found


def measured(folder: Path, *, quick: bool) -> dict[str, Any]:
    rounds = 3 if quick else 5
    files = large_scans(folder)
    blocks = {name: [child("blocks", path) for _ in range(rounds)] for name, path in files.items()}
    turns = {
        "TIFF, 500 pages G4": child("turns", many_pages(folder / "many.tif", 500), 100 if quick else 500),
        "PDF, 200 pages": child("turns", many_pages(folder / "many.pdf", 200), 60 if quick else 200),
    }
    return {
        "machine": f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        "rounds": rounds,
        "first sight": first_sights(files, rounds),
        "longest block ms": {name: _middle(rows) for name, rows in blocks.items()},
        "peak memory": {name: child("memory", path) for name, path in files.items()},
        "page turns": turns,
        "J to the next place": {
            "sample": child("next", "sample"),
            "70 megapixels": child("next", files["JPEG"]),
        },
    }


def _middle(rows: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def report(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['machine']}. Medians of {found['rounds']} rounds."
    yield ""
    heads = ("Pillow", "sight", "ratio", "CPU", "target", "cold", "block", "CPU")
    yield f"{'70 megapixels':14}{''.join(f'{head:>9}' for head in heads)}  memory"
    for name, row in found["first sight"].items():
        block, memory = found["longest block ms"][name], found["peak memory"][name]
        share = memory["peak MB"] * 1e6 / DECODED
        yield (
            f"{name:14}{row['Pillow s']['clock']:8.3f}s{row['first sight s']['clock']:8.3f}s"
            f"{row['ratio']['clock']:9.2f}{row['ratio']['computing']:9.2f}{TARGETS[name]:9.1f}"
            f"{row['cold s']['clock']:8.3f}s{block['clock']:7.0f}ms{block['computing']:7.0f}ms"
            f"{memory['peak MB']:8.0f} MB {share:.2f}x ({memory['on top MB']:.0f} MB)"
        )
    yield "(targets: block 50 ms, memory 1.5x of the 209 MB that the page is decoded)"
    yield ""
    for name, row in found["page turns"].items():
        yield f"{name}: {row['turns']} turns, opened in {row['opened']:.0f} ms, longest block {row['block']:.0f} ms"
        yield f"   kept at most {row['kept MB']:.0f} MB (bound {row['bound MB']:.0f} MB)"
        for how in ("turn", "jump"):
            yield f"   {how}: painted {_spread(row[how]['painted'])}; sharp {_spread(row[how]['sharp'])}"
    for name, row in found["J to the next place"].items():
        yield f"J, {name}: {row['places']} places, {_spread(row)} (target 50)"


def _spread(row: dict[str, float]) -> str:
    return f"median {row['median']:.0f} ms, p95 {row['p95']:.0f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and page turns")
    parser.add_argument("--json", type=Path, help="write all figures here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), quick=args.quick)
    print("\n".join(report(found)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
