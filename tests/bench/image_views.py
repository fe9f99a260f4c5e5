"""The single measurements of `images`, each in a process of its own: `python -m tests.bench.image_views WHAT FILE`."""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QEventLoop, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cableview.assets import resource_path
from cableview.collection.open_item import open_item
from cableview.gui.page_geometry import Fit
from cableview.gui.page_images import MAX_BYTES, PageImages
from cableview.gui.page_scroll import SCREENFUL
from cableview.gui.page_view import PageView
from cableview.gui.theme import LIGHT, apply_theme, load_fonts
from cableview.gui.window import MainWindow
from cableview.model.item import PageImage
from cableview.review.opening import open_session
from cableview.scan.raster import page_count
from cableview.settings import Settings

VIEW = (900, 1100)
PATIENCE = 120.0
SAMPLE_PERIOD = 0.005


class Heart:
    """Beats each millisecond in the window's thread; `longest` is the greatest time between two beats, in ms."""

    def __init__(self) -> None:
        self.longest = self.longest_computing = 0.0
        self._last, self._last_computing = time.perf_counter(), time.thread_time()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self.longest_computing = max(self.longest_computing, (computed - self._last_computing) * 1000)
        self._last, self._last_computing = now, computed


def wait(is_done: Callable[[], bool], *signals: SignalInstance) -> None:
    """Runs the event loop till something is so: looks when one of the signals comes, and else each ten milliseconds."""
    started = time.perf_counter()
    loop, timer = QEventLoop(), QTimer()

    def look() -> None:
        if is_done() or time.perf_counter() - started > PATIENCE:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(10)
    connected = [signal.connect(look) for signal in signals]
    loop.exec()
    for signal, connection in zip(signals, connected, strict=True):
        signal.disconnect(connection)
    if not is_done():
        raise TimeoutError("what is measured did not come")


class Shown:
    """A page view, and what it has told."""

    def __init__(self) -> None:
        self.painted: list[int] = []
        self.sharpened: list[int] = []
        self.images = PageImages()
        self.view = PageView(self.images, LIGHT)
        self.view.resize(*VIEW)
        self.view.show()
        self.view.page_painted.connect(self.painted.append)
        self.view.page_sharpened.connect(self.sharpened.append)
        QApplication.processEvents()

    def open(self, path: Path) -> None:
        """Opens a file and waits for the first sight of it."""
        self.painted.clear()
        self.sharpened.clear()
        self.images.set_pages([PageImage(path, frame) for frame in range(page_count(path))])
        wait(lambda: bool(self.painted), self.view.page_painted)

    def open_small(self) -> None:
        """A page of another kind first, after which the decoder's process runs."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "small.png"
            Image.new("L", (600, 800), 200).save(path)
            self.open(path)
            self.settle()

    def settle(self) -> None:
        wait(lambda: bool(self.sharpened) and not self.images.is_busy)

    def turn(self, how: Callable[[], None]) -> tuple[float, float]:
        """Milliseconds till a page that was turned to is painted, and till it is painted sharp."""
        self.painted.clear()
        self.sharpened.clear()
        started = time.perf_counter()
        how()
        wait(lambda: self.view.page in self.painted, self.view.page_painted)
        painted = time.perf_counter()
        wait(lambda: self.view.page in self.sharpened, self.view.page_sharpened)
        return (painted - started) * 1000, (time.perf_counter() - started) * 1000

    def walk_about(self) -> None:
        """All over the page, near and far, with filters and without."""
        view = self.view
        zooming = partial(view.set_zoom, 1.0), partial(view.step_zoom, -1)
        for step in (*zooming, view.toggle_invert, partial(view.rotate, 90), partial(view.step_contrast, 1)):
            step()
            for _ in range(5):
                view.pan(0, round(view.viewport().height() * SCREENFUL))
                wait(lambda: not self.images.is_busy)
        back = partial(view.step_contrast, -1), partial(view.rotate, -90), partial(view.fit, Fit.WIDTH)
        for step in (view.toggle_invert, *back):
            step()
            wait(lambda: not self.images.is_busy)

    def close(self) -> None:
        self.images.close()
        self.view.deleteLater()


def pillow(path: Path) -> dict[str, float]:
    """Seconds in which Pillow decodes it whole."""
    Image.MAX_IMAGE_PIXELS = None
    Image.init()
    started, computed = time.perf_counter(), computing()
    with Image.open(path) as image:
        image.load()
    return {"clock": time.perf_counter() - started, "computing": computing() - computed}


def sight(path: Path, *, warm: bool = True) -> dict[str, float]:
    """Seconds to the first sight of a page."""
    shown = Shown()
    if warm:
        shown.open_small()
    started, computed = time.perf_counter(), computing()
    shown.open(path)
    took = {"clock": time.perf_counter() - started, "computing": computing() - computed}
    shown.close()
    return took


def cold(path: Path) -> dict[str, float]:
    return sight(path, warm=False)


def blocks(path: Path) -> dict[str, float]:
    shown = Shown()
    heart = Heart()
    shown.open(path)
    shown.settle()
    shown.walk_about()
    shown.close()
    return {"clock": heart.longest, "computing": heart.longest_computing}


def memory(path: Path) -> dict[str, float]:
    shown = Shown()
    shown.open_small()
    before = resident()
    peaks: list[int] = []
    is_done = threading.Event()

    def sample() -> None:
        while not is_done.wait(SAMPLE_PERIOD):
            peaks.append(resident())

    thread = threading.Thread(target=sample)
    thread.start()
    shown.open(path)
    shown.settle()
    shown.walk_about()
    is_done.set()
    thread.join()
    shown.close()
    return {"peak MB": max(peaks) / 2**20, "on top MB": (max(peaks) - before) / 2**20}


def resident() -> int:
    """Bytes of main memory of this process and of those that it started. Pages of libraries are counted in each."""
    return sum(int(text.split()[1]) for text in of_processes("statm")) * os.sysconf("SC_PAGE_SIZE")


def computing() -> float:
    """Seconds that this process and those that it started have computed."""
    ticks = sum(sum(map(int, text.rpartition(")")[2].split()[11:13])) for text in of_processes("stat"))
    return ticks / os.sysconf("SC_CLK_TCK")


def of_processes(file: str) -> list[str]:
    """What the system tells of this process and of those that it started."""
    pids = ["self"]
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # a thread that has ended since
            pids += (task / "children").read_text().split()
    found: list[str] = []
    for pid in pids:
        with suppress(OSError):
            found.append(Path(f"/proc/{pid}/{file}").read_text())
    return found


def turns(path: Path, count: int) -> dict[str, Any]:
    shown = Shown()
    shown.open_small()
    started = time.perf_counter()
    shown.open(path)
    opened = (time.perf_counter() - started) * 1000
    shown.settle()
    heart = Heart()
    taken: list[tuple[float, float]] = []
    kept = 0
    pages = shown.images.count
    for _ in range(count):
        forward = shown.view.page < pages
        taken.append(shown.turn(partial(shown.view.browse_by, 1) if forward else lambda: shown.view.show_page(1)))
        kept = max(kept, shown.images.kept_bytes)
    chance = random.Random(1944)
    jumps: list[tuple[float, float]] = []
    for _ in range(30):
        target = chance.choice([page for page in range(1, pages + 1) if page != shown.view.page])
        jumps.append(shown.turn(lambda target=target: shown.view.show_page(target)))
        kept = max(kept, shown.images.kept_bytes)
    shown.close()
    return {
        "turns": count,
        "opened": opened,
        "turn": {"painted": spread([first for first, _ in taken]), "sharp": spread([last for _, last in taken])},
        "jump": {"painted": spread([first for first, _ in jumps]), "sharp": spread([last for _, last in jumps])},
        "kept MB": kept / 2**20,
        "bound MB": MAX_BYTES / 2**20,
        "block": heart.longest,
    }


def spread(taken: list[float]) -> dict[str, float]:
    return {"median": statistics.median(taken), "p95": statistics.quantiles(taken, n=20)[-1]}


def next_places(path: Path) -> dict[str, float]:
    """From `J` to the next place and its page painted sharp; the sample, or its first page with a scan of one's own."""
    window = MainWindow(load_fonts(), Settings(theme="light"))
    window.resize(1440, 900)
    window.show()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("cable.txt", "cable.clean.txt", "cable-1.jpg", "cable-2.jpg"):
            shutil.copy(resource_path("sample", file), folder / file)
        if path.name != "sample":
            for number in (1, 2):
                shutil.copy(path, folder / f"cable-{number}.jpg")
        window.show_session(open_session(open_item([folder / "cable.txt"]), reviewer="", keep=False).session)
        taken = [_step(window) for _ in range(40)]
        window.close()
    return {"places": len(taken) - 1, **spread(taken[1:])}


def _step(window: MainWindow) -> float:
    desk = window.desk
    sharpened: list[int] = []
    desk.page.page_sharpened.connect(sharpened.append)

    def is_painted() -> bool:
        entry = desk.reviewing.current if desk.reviewing else None
        return entry is not None and desk.strip.is_shown(entry.id) and bool(sharpened) and not desk.images.is_busy

    started = time.perf_counter()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_J)
    wait(is_painted, desk.page.page_sharpened, desk.strip.crop.painted)
    took = (time.perf_counter() - started) * 1000
    desk.page.page_sharpened.disconnect(sharpened.append)
    return took


def main() -> None:
    what, path, *more = sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:])
    if what != "pillow":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        app = QApplication(["cableview"])
        load_fonts()
        apply_theme(app, LIGHT)
    measurements: dict[str, Callable[..., Any]] = {
        "pillow": pillow,
        "sight": sight,
        "cold": cold,
        "blocks": blocks,
        "memory": memory,
        "turns": turns,
        "next": next_places,
    }
    print(json.dumps(measurements[what](path, *more)))


if __name__ == "__main__":
    main()
