"""Makes `resources/sample`: the texts from `sample/master.txt` and, unless told otherwise, the page images.

usage: python packaging/make_sample.py [--texts-only] [FOLDER]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sample import texts

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources"


def write_texts(master: texts.Master, folder: Path) -> None:
    for name, text in (
        ("cable.txt", master.transcript().text),
        ("cable.clean.txt", master.reference().text),
        ("answers/cable.page.txt", master.page().text),
        ("answers/truth.json", json.dumps(texts.truth(master), indent=1, ensure_ascii=False) + "\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def write_images(master: texts.Master, folder: Path) -> None:
    from sample import typescript

    font = RESOURCES / "fonts" / "CourierPrime-Regular.otf"
    bold = RESOURCES / "fonts" / "CourierPrime-Bold.otf"
    for number, page in enumerate(typescript.pages(master.ink(), font, bold), 1):
        page.save(folder / f"cable-{number}.jpg", quality=72, optimize=True, dpi=(150, 150))


def main() -> None:
    arguments = argparse.ArgumentParser(description="Makes the sample item.")
    arguments.add_argument("--texts-only", action="store_true")
    arguments.add_argument("folder", nargs="?", type=Path, default=RESOURCES / "sample")
    asked = arguments.parse_args()
    # The answers lie apart, so that the folder opens as one item and does not show what the page reads.
    (asked.folder / "answers").mkdir(parents=True, exist_ok=True)
    master = texts.parse((HERE / "sample" / "master.txt").read_text(encoding="utf-8"))
    write_texts(master, asked.folder)
    if not asked.texts_only:
        write_images(master, asked.folder)


if __name__ == "__main__":
    main()
