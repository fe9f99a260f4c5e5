"""Pages are decoded in a separate process: its answers, and how it copes with malicious files."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cableview.errors import ImageError
from cableview.model.item import PageImage
from cableview.scan.images import decoder as decoder_module
from cableview.scan.images import limits
from cableview.scan.images.decoder import Decoder, Look
from cableview.scan.images.decoder_process import serve
from cableview.scan.raster import page_count, page_sizes, read_page

SECONDS = 20
"""In which a message must have come; most take one."""

SLEEPER = "import sys, time\nfor line in sys.stdin:\n    time.sleep(60)"
BABBLER = "import sys\nfor line in sys.stdin:\n    print('what?', flush=True)"
CRASHER = "import os, signal, sys\nfor line in sys.stdin:\n    os.kill(os.getpid(), signal.SIGSEGV)"
SPINNER = """
import sys
from cableview.scan.images.limits import limit_seconds
for line in sys.stdin:
    limit_seconds(1)
    while True:
        pass
"""


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder() as made:
        yield made


def acting(program: str) -> Decoder:
    """One whose process does something else."""
    return Decoder((sys.executable, "-c", program))


def noise(width: int = 300, height: int = 300) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8))


def build(decoder: Decoder, page: PageImage, folder: Path) -> list[Look]:
    """Has a page decoded, and answers the looks that were had at it before."""
    looks: list[Look] = []
    decoder.build(page, folder / "scratch", looks.append)
    return looks


def refusal(action: Callable[[], object], path: Path) -> str:
    """The sentence with which a file is refused."""
    started = time.monotonic()
    with pytest.raises(ImageError) as error:
        action()
    assert time.monotonic() - started < SECONDS
    line = str(error.value)
    assert path.name in line
    assert "\n" not in line
    return line


def shown_or_refused(action: Callable[[], object], path: Path) -> str:
    """The sentence with which a file is refused, nothing where it is not; either comes in time."""
    started = time.monotonic()
    said = ""
    with suppress(ImageError):
        action()
        return said
    said = refusal(action, path)
    assert time.monotonic() - started < 2 * SECONDS
    return said


# What it answers


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif", "p.jp2", "p.pdf"])
def test_pixels_are_those_of_the_page(tmp_path: Path, decoder: Decoder, name: str) -> None:
    image = Image.radial_gradient("L").convert("RGB")
    image.save(tmp_path / name, **({"resolution": 300} if name == "p.pdf" else {}))
    shape = decoder.build(PageImage(tmp_path / name), tmp_path / "scratch", lambda _: None)
    assert (shape.width, shape.height, shape.channels) == (256, 256, 4)
    pixels = np.frombuffer((tmp_path / "scratch").read_bytes(), np.uint8).reshape(256, 256, 4)
    assert (pixels[:, :, 3] == 255).all()
    assert np.abs(pixels[:, :, :3].astype(int) - np.asarray(image)).max() < 16


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif", "p.pdf"])
def test_a_large_page_is_looked_at_first(tmp_path: Path, decoder: Decoder, name: str) -> None:
    Image.linear_gradient("L").resize((2600, 2000)).save(tmp_path / name, resolution=300)
    looks = build(decoder, PageImage(tmp_path / name), tmp_path)
    assert [(look.width, look.height) for look in looks] == [(2600, 2000)]
    look = looks[0]
    assert look.look_width * look.look_height <= 1_500_000
    assert len(look.pixels) == look.look_width * look.look_height * look.channels
    assert look.pixels[0] < 20
    assert look.pixels[-look.channels] > 235
    assert not (tmp_path / "scratch.look").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="libtiff is not listened to there")
def test_a_fax_page_that_is_damaged_inside_is_shown_and_said_to_be(tmp_path: Path, decoder: Decoder) -> None:
    """libtiff continues past what it cannot decode; only its messages show it."""
    image = Image.effect_noise((400, 300), 90).point(lambda value: 255 if value > 128 else 0).convert("1")
    image.save(tmp_path / "whole.tif", compression="group4")
    data = bytearray((tmp_path / "whole.tif").read_bytes())
    with Image.open(tmp_path / "whole.tif") as whole:
        middle = whole.tag_v2[273][0] + whole.tag_v2[279][0] // 2
    data[middle : middle + 40] = bytes((0b00000011, 0b11000000)) * 20  # the code for what is not compressed
    (tmp_path / "damaged.tif").write_bytes(data)
    for name, is_damaged in (("whole.tif", False), ("damaged.tif", True), ("whole.tif", False)):
        shape = decoder.build(PageImage(tmp_path / name), tmp_path / "scratch", lambda _: None)
        assert shape.is_damaged == is_damaged


def test_a_page_read_in_the_other_process_is_the_same(tmp_path: Path) -> None:
    for mode in ("L", "RGB"):
        path = tmp_path / f"{mode}.tif"
        noise(50, 40).convert(mode).save(path)
        with Image.open(path) as image:
            assert read_page(PageImage(path)).tobytes() == image.tobytes()
            assert read_page(PageImage(path)).mode == mode


def test_sizes_of_many_pages_are_read_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.tif"
    pages = [Image.new("1", (30 + number, 20), 1) for number in range(40)]
    pages[0].save(path, save_all=True, append_images=pages[1:], compression="group4")
    opened: list[object] = []
    real = Image.open
    monkeypatch.setattr(Image, "open", lambda *args, **more: (opened.append(args), real(*args, **more))[1])
    sizes = page_sizes([PageImage(path, number) for number in (3, 39, 3, 0)])
    assert sizes == [(33, 20), (69, 20), (33, 20), (30, 20)]
    assert len(opened) == 1


# What becomes of it


def test_a_crash_is_one_message_and_the_next_page_is_read(tmp_path: Path, decoder: Decoder) -> None:
    page = PageImage(tmp_path / "p.png")
    noise().save(page.path)
    with acting(CRASHER) as crashing:
        line = refusal(lambda: build(crashing, page, tmp_path), page.path)
        assert "crash" in line
        assert refusal(lambda: build(crashing, page, tmp_path), page.path) == line
    build(decoder, page, tmp_path)
    process = decoder._process
    assert process is not None
    process.kill()
    process.wait()
    build(decoder, page, tmp_path)


def test_an_invalid_answer_of_the_process_is_reported(tmp_path: Path) -> None:
    page = PageImage(tmp_path / "p.png")
    noise().save(page.path)
    with acting(BABBLER) as babbling:
        refusal(lambda: build(babbling, page, tmp_path), page.path)


def test_a_hang_is_ended_by_wall_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder_module, "HEADER_PATIENCE", 0.3)
    page = PageImage(tmp_path / "p.png")
    with acting(SLEEPER) as sleeping:
        assert "too long" in refusal(lambda: build(sleeping, page, tmp_path), page.path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of computing")
def test_endless_computing_is_ended_by_the_system(tmp_path: Path) -> None:
    page = PageImage(tmp_path / "p.png")
    with acting(SPINNER) as spinning:
        assert "too long" in refusal(lambda: build(spinning, page, tmp_path), page.path)


PATIENCE_TOLD = """
import json, sys, time
for line in sys.stdin:
    asked = json.loads(line)
    reason = [f"patience {asked['patience']}", "", ""]
    print(json.dumps({"begun": 0} if asked["patience"] == 1 else {"refused": reason}), flush=True)
"""


def test_a_page_that_took_too_long_is_given_longer_when_it_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder_module, "SLACK", 0.3)
    slow, other = (PageImage(tmp_path / "p.pdf", frame) for frame in (0, 1))
    with acting(PATIENCE_TOLD) as decoder:
        assert "Try again to give it longer" in refusal(lambda: build(decoder, slow, tmp_path), slow.path)
        assert f"patience {decoder_module.LONGER}" in refusal(lambda: build(decoder, slow, tmp_path), slow.path)
        assert "too long" in refusal(lambda: build(decoder, other, tmp_path), other.path)


def test_only_a_page_no_longer_wanted_is_stopped(tmp_path: Path) -> None:
    page = PageImage(tmp_path / "p.png")
    with acting(SLEEPER) as sleeping:
        threading.Timer(0.2, lambda: sleeping.stop(tmp_path / "another")).start()
        threading.Timer(0.6, lambda: sleeping.stop(tmp_path / "scratch")).start()
        started = time.monotonic()
        refusal(lambda: build(sleeping, page, tmp_path), page.path)
        assert time.monotonic() - started >= 0.5


HALF_WRITER = """
import json, os, pathlib, sys
for line in sys.stdin:
    scratch = pathlib.Path(json.loads(line)["scratch"])
    scratch.write_bytes(bytes(100))
    scratch.with_suffix(".look").write_bytes(bytes(10))
    {end}
"""


@pytest.mark.parametrize("end", ["os.abort()", """print('{"refused": ["is cut off", "", ""]}', flush=True)"""])
def test_no_file_is_left_of_a_page_that_could_not_be_decoded(tmp_path: Path, end: str) -> None:
    """Hundreds of large pages left at once, while they are decoded, filled the disk."""
    page = PageImage(tmp_path / "p.png")
    with acting(HALF_WRITER.replace("{end}", end)) as decoder:
        refusal(lambda: build(decoder, page, tmp_path), page.path)
    assert not list(tmp_path.iterdir())


def test_closing_ends_the_process(tmp_path: Path) -> None:
    closing = Decoder()
    closing.warm_up()
    process = closing._process
    assert process is not None
    closing.close()
    assert process.poll() is not None
    refusal(lambda: closing.read(PageImage(tmp_path / "p.tif"), None), tmp_path / "p.tif")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked at in /proc")
def test_the_process_goes_when_its_owner_is_killed(tmp_path: Path) -> None:
    program = "import sys, time\nfrom cableview.scan.images.decoder import Decoder\nd = Decoder(); d.warm_up()\n"
    program += "print(d._process.pid, flush=True); time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    pid = int(owner.stdout.readline())
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    ends = time.monotonic() + SECONDS
    while Path(f"/proc/{pid}/exe").exists() and time.monotonic() < ends:
        time.sleep(0.05)
    assert not os.path.lexists(f"/proc/{pid}/exe") or Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def test_a_page_decoded_for_a_client_that_is_gone_is_deleted(tmp_path: Path) -> None:
    page = tmp_path / "p.png"
    noise().save(page)
    folder = tmp_path / "scratch"
    folder.mkdir()

    asked = {"do": "build", "path": str(page), "frame": 0, "scratch": str(folder / "1")}
    program = "import sys\nfrom cableview.scan.images.decoder_process import serve\n"
    program += "def gone(answer):\n    if 'done' in answer:\n        raise BrokenPipeError\nserve(sys.stdin, gone)"
    subprocess.run([sys.executable, "-c", program], input=json.dumps(asked), text=True, check=True)
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room is reserved in another way here")
def test_a_full_disk_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would end the process by a signal, were the room not reserved before it is mapped."""
    from cableview.scan.images.scratch_file import reserve

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with (tmp_path / "scratch").open("w+b") as file:
        line = refusal(lambda: reserve(file, 370 * 2**20, tmp_path / "p.png"), tmp_path / "p.png")
    assert "370 MB" in line
    assert "No space left" in line


# Files made to do harm


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif", "lzw.tif", "g4.tif", "p.jp2", "p.pdf"])
def test_an_image_cut_at_100_places_is_refused_or_shown(tmp_path: Path, decoder: Decoder, name: str) -> None:
    """Readers of PDF repair what they can."""
    page = PageImage(tmp_path / name)
    options = {"lzw.tif": {"compression": "tiff_lzw"}, "g4.tif": {"compression": "group4"}}.get(name, {})
    (noise(60, 50).convert("1") if name == "g4.tif" else noise(60, 50)).save(page.path, **options)
    data = page.path.read_bytes()
    shown = 0
    for share in range(100):
        page.path.write_bytes(data[: len(data) * share // 100])
        said = shown_or_refused(lambda: build(decoder, page, tmp_path), page.path)
        shown += not said
        assert "crash" not in said
    assert shown == 0 or name == "p.pdf"
    page.path.write_bytes(data)
    build(decoder, page, tmp_path)


@pytest.mark.parametrize("name", ["g4.tif", "lzw.tif", "p.jp2", "p.jpg", "p.png", "p.pdf"])
def test_damaged_bytes_are_shown_or_refused(tmp_path: Path, decoder: Decoder, name: str) -> None:
    page = PageImage(tmp_path / name)
    options = {"lzw.tif": {"compression": "tiff_lzw"}, "g4.tif": {"compression": "group4"}}.get(name, {})
    (noise(200, 100).convert("1") if name == "g4.tif" else noise(200, 100)).save(page.path, **options)
    data = page.path.read_bytes()
    chance = np.random.default_rng(7)
    for _ in range(40):
        damaged = bytearray(data)
        for at in chance.integers(0, len(data), 5):
            damaged[at] = chance.integers(0, 256)
        page.path.write_bytes(damaged)
        shown_or_refused(lambda: build(decoder, page, tmp_path), page.path)


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def test_a_bomb_is_refused_by_its_header(tmp_path: Path, decoder: Decoder) -> None:
    """30,000 x 30,000 white pixels in some 110 KB, and a side of 2^31 - 1, the most that PNG can say."""
    for side, pixels in ((30_000, zlib.compress(bytes(30_000 // 8 * 30_000 + 30_000), 9)), (2**31 - 1, b"")):
        head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
        page = PageImage(tmp_path / f"{side}.png")
        page.path.write_bytes(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
        )
        assert "megapixels are more than the 400" in refusal(partial(build, decoder, page, tmp_path), page.path)
        assert page_sizes([page]) == [(side, side)]


def test_a_page_that_needs_too_much_memory_is_refused_with_the_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cableview.scan.images import pyramid

    monkeypatch.setattr(limits, "memory", lambda: 64 * 2**20)
    for name in ("p.jpg", "p.jp2", "p.tif", "p.pdf"):
        page = PageImage(tmp_path / name)
        Image.new("RGB", (1800, 1700), "white").save(page.path, **({"resolution": 300} if name == "p.pdf" else {}))
        building = partial(pyramid.build, page, tmp_path / "s", lambda _: None, lambda *_: None)
        line = refusal(building, page.path)
        assert "1800 x 1700 pixels: needs about" in line
        assert "more than a quarter of the 64 MB" in line


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited, or only some of it")
def test_files_may_be_mapped_where_there_is_no_memory_for_as_much(tmp_path: Path) -> None:
    program = f"""
import mmap
from pathlib import Path
from cableview.scan.images import limits
limits.memory = lambda: 4 << 30
limits.limit_memory()
with Path({str(tmp_path / "map")!r}).open("w+b") as file:
    file.truncate(9 << 28)
    mmap.mmap(file.fileno(), 9 << 28).close()
    print("mapped")
    mmap.mmap(-1, 9 << 28, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "mapped\n"
    assert "Cannot allocate memory" in done.stderr


def ifd(entries: dict[int, int], following: int) -> bytes:
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(entries.items()))
    return struct.pack("<H", len(entries)) + rows + struct.pack("<I", following)


def test_a_tiff_whose_pages_lead_back_to_the_first_has_an_end(tmp_path: Path, decoder: Decoder) -> None:
    page = PageImage(tmp_path / "loop.tif")
    entries = {256: 10, 257: 10, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 10, 279: 100}
    page.path.write_bytes(b"II*\0" + struct.pack("<I", 108) + b"\x80" * 100 + ifd(entries, 108))
    assert page_count(page.path) == 1
    build(decoder, page, tmp_path)
    assert "has 1 page" in refusal(lambda: build(decoder, PageImage(page.path, 5), tmp_path), page.path)


def test_a_tiff_that_claims_2_to_the_31_rows_is_refused(tmp_path: Path, decoder: Decoder) -> None:
    page = PageImage(tmp_path / "tall.tif")
    entries = {256: 10, 257: 2**31 - 1, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 10, 279: 100}
    page.path.write_bytes(b"II*\0" + struct.pack("<I", 108) + b"\x80" * 100 + ifd(entries, 0))
    assert "megapixels" in refusal(lambda: build(decoder, page, tmp_path), page.path)


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def stream(head: bytes, body: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(body), body)


PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
)
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def form(number: int, times: int) -> bytes:
    """A form that draws the next one this many times."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 300 300] /Resources << /XObject << /X %d 0 R >> >>" % number
    return stream(head, b"/X Do " * times)


def test_a_pdf_that_draws_for_ever_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten forms each of which draws the next a hundred times: a hundred to the tenth squares."""
    last = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 300 300]", b"0 0 300 300 re f ")
    forms = [form(6 + number, 100) for number in range(10)]
    path = tmp_path / "endless.pdf"
    path.write_bytes(pdf([CATALOGUE, PAGES, PAGE, stream(b"", b"/X Do "), *forms, last]))
    assert page_count(path) == 1
    with acting(QUICK_TO_GIVE_UP) as decoder:
        assert "too long" in refusal(lambda: build(decoder, PageImage(path), tmp_path), path)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is one of Linux")
def test_a_pdf_that_takes_memory_for_ever_is_given_up_before_its_time(tmp_path: Path) -> None:
    """It took half a gigabyte a second. The page after it is decoded."""
    last = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 300 300]", b"1 0 0 rg 0 0 9 9 re f " * 50)
    forms = [form(6 + number, 10) for number in range(10)]
    path, other = tmp_path / "endless.pdf", PageImage(tmp_path / "other.pdf")
    path.write_bytes(pdf([CATALOGUE, PAGES, PAGE, stream(b"", b"/X Do " * 10), *forms, last]))
    other.path.write_bytes(pdf([CATALOGUE, PAGES, PAGE, stream(b"", b"0 0 300 300 re f ")]))
    with acting(SPARING) as decoder:
        assert "crash" in refusal(lambda: build(decoder, PageImage(path), tmp_path), path)
        build(decoder, other, tmp_path)


def test_the_memory_of_a_pdf_is_limited_for_that_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(pdf([CATALOGUE, PAGES, PAGE, stream(b"", b"")]))
    set_to: list[int | None] = []
    monkeypatch.setattr(limits, "limit_seconds", lambda _: None)
    monkeypatch.setattr(limits, "limit_memory", lambda pixels=None: set_to.append(pixels))
    asked = {"path": str(path), "frame": 0}
    serve([json.dumps({**asked, "do": task}) for task in ("text", "count")], lambda _: None)
    assert set_to == [None, 0, None]


SPARING = """
from cableview.scan.images import limits
limits._PDF_MEMORY = 2**28
from cableview.cli.main import run
run(["_decode"])
"""
QUICK_TO_GIVE_UP = """
from cableview.scan.images import limits
limits.seconds_for = lambda pixels: 1
from cableview.cli.main import run
run(["_decode"])
"""


@pytest.mark.parametrize(
    "objects",
    [
        [CATALOGUE, PAGES, PAGE, stream(b"", b"/X Do "), form(5, 1)],  # a form that draws itself
        [CATALOGUE, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],  # pages that are their own children
        [CATALOGUE, b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>", PAGE],  # more pages than there are
        [CATALOGUE, b"<< /Type /Pages /Kids [] /Count 0 >>"],  # none
    ],
)
def test_a_pdf_that_leads_back_into_itself_is_shown_or_refused(
    tmp_path: Path, decoder: Decoder, objects: list[bytes]
) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(pdf(objects))
    for action in (lambda: page_count(path), lambda: build(decoder, PageImage(path), tmp_path)):
        shown_or_refused(action, path)


def test_an_encrypted_pdf_says_so(tmp_path: Path, decoder: Decoder) -> None:
    data = pdf([CATALOGUE, PAGES, PAGE, stream(b"", b""), stream(b"", b"")])
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00><00>] >>" % (
        b"41" * 32,
        b"42" * 32,
    )
    path = tmp_path / "locked.pdf"
    path.write_bytes(data.replace(b"/Root 1 0 R >>", b"/Root 1 0 R " + lock))
    for action in (lambda: page_count(path), lambda: build(decoder, PageImage(path), tmp_path)):
        assert "password" in refusal(action, path)


def test_a_file_that_goes_away_or_becomes_another_is_a_message(tmp_path: Path, decoder: Decoder) -> None:
    page = PageImage(tmp_path / "p.png")
    noise().save(page.path)
    build(decoder, page, tmp_path)
    page.path.write_text("The Ambassador called this morning", encoding="utf-8")
    assert "not an image" in refusal(lambda: build(decoder, page, tmp_path), page.path)
    page.path.unlink()
    assert "does not exist" in refusal(lambda: build(decoder, page, tmp_path), page.path)
