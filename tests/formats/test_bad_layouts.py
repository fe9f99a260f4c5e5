"""Layout files that nobody should trust: each is a message or a clean skip, in bounded time and memory."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from cableview.collection.word_places import find_words
from cableview.errors import FileError
from cableview.formats import guarded_xml, layout_file
from cableview.formats.guarded_xml import CrowdedPageError, LineTaker, name_of, parsed
from cableview.formats.layout_file import _READERS, read_layout, seems_layout
from cableview.model.geometry import Box
from cableview.model.item import PageImage
from cableview.model.location import Method

TEXT = "the red fox ran"


def alto(inner: str, head: str = "", page: str = 'WIDTH="400" HEIGHT="300"') -> str:
    return (
        f'<?xml version="1.0"?>{head}<alto><Layout><Page {page}><TextBlock>{inner}</TextBlock></Page></Layout></alto>'
    )


def page_xml(inner: str, head: str = "", page: str = 'imageWidth="400" imageHeight="300"') -> str:
    return f'<?xml version="1.0"?>{head}<PcGts><Page {page}><TextRegion>{inner}</TextRegion></Page></PcGts>'


def hocr(inner: str, head: str = "", page: str = "bbox 0 0 400 300") -> str:
    return f'<html><body><div class="ocr_page" title="{page}">{inner}</div></body></html>'


def abbyy(inner: str, head: str = "", page: str = 'width="400" height="300"') -> str:
    return f'<?xml version="1.0"?>{head}<document><page {page}><block>{inner}</block></page></document>'


def alto_line(left: str, top: str, width: str, height: str) -> str:
    words = "".join(
        f'<String CONTENT="{word}" HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}"/>'
        for word in TEXT.split()
    )
    return f'<TextLine HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="{height}">{words}</TextLine>'


def page_line(left: str, top: str, right: str, bottom: str) -> str:
    coords = f'<Coords points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'
    return f"<TextLine>{coords}<TextEquiv><Unicode>{TEXT}</Unicode></TextEquiv></TextLine>"


def hocr_line(left: str, top: str, right: str, bottom: str) -> str:
    return f'<span class="ocr_line" title="bbox {left} {top} {right} {bottom}">{TEXT}</span>'


def abbyy_line(left: str, top: str, right: str, bottom: str) -> str:
    return f'<line l="{left}" t="{top}" r="{right}" b="{bottom}"><formatting>{TEXT}</formatting></line>'


FORMATS = {
    "alto": (alto, alto_line),
    "page": (page_xml, page_line),
    "hocr": (hocr, hocr_line),
    "abbyy": (abbyy, abbyy_line),
}
BOMB = "<!DOCTYPE b [" + "".join(
    f'<!ENTITY e{k} "{"".join(f"&e{k - 1};" for _ in range(10)) if k else "boom"}">' for k in range(10)
)
OUTSIDE = '<!DOCTYPE b [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def found(tmp_path: Path, content: str | bytes, name: str = "page.xml"):
    """What comes of a layout file beside a blank page."""
    scan, layout = tmp_path / "page.png", tmp_path / name
    Image.new("L", (400, 300), 255).save(scan)
    layout.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return find_words(TEXT, [PageImage(scan)], [layout])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "box",
    [
        ("NaN", "10", "90", "30"),
        ("inf", "10", "90", "30"),
        ("-1e300", "10", "90", "30"),
        ("", "", "", ""),
        ("x", "y", "z", "w"),
        ("90", "30", "90", "30"),
        ("5000", "5000", "0", "0"),
    ],
)
def test_invalid_boxes_leave_words_to_be_guessed(tmp_path: Path, kind: str, box: tuple[str, ...]) -> None:
    whole, line = FORMATS[kind]
    words = found(tmp_path, whole(line(*box)))
    assert len(words) == 4
    assert all(Box(0, 0, 400, 300) == Box(0, 0, 400, 300).united(place.location.box) for place in words)


@pytest.mark.parametrize("kind", FORMATS)
def test_boxes_beside_the_page_are_cut_off_at_its_edge(tmp_path: Path, kind: str) -> None:
    whole, line = FORMATS[kind]
    words = found(tmp_path, whole(line("-40", "-20", "420", "90")))
    assert set(words.methods) == {Method.LAYOUT}
    assert all(0 <= box.left <= box.right <= 400 and 0 <= box.top <= box.bottom <= 300 for box in words.boxes)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size", ["0", "-5", "NaN", "1e300", "many"])
def test_a_page_without_a_sensible_size_is_taken_in_pixels(tmp_path: Path, kind: str, size: str) -> None:
    whole, line = FORMATS[kind]
    page = {
        "alto": f'WIDTH="{size}" HEIGHT="{size}"',
        "page": f'imageWidth="{size}" imageHeight="{size}"',
        "hocr": f"bbox 0 0 {size} {size}",
        "abbyy": f'width="{size}" height="{size}"',
    }[kind]
    words = found(tmp_path, whole(line("10", "10", "90", "30"), page=page))
    assert set(words.methods) == {Method.LAYOUT}


def test_a_page_of_next_to_no_size_is_taken_in_pixels(tmp_path: Path) -> None:
    page = 'imageWidth="5e-324" imageHeight="1e-310"'
    assert set(found(tmp_path, page_xml(page_line("10", "10", "90", "30"), page=page)).methods) == {Method.LAYOUT}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("box", [("5000", "10", "5300", "30"), ("10", "900", "90", "930")])
def test_a_layout_whose_boxes_all_lie_beside_the_page_does_not_fit_it(
    tmp_path: Path, kind: str, box: tuple[str, ...]
) -> None:
    whole, line = FORMATS[kind]
    words = found(tmp_path, whole(line(*box)))
    assert Method.LAYOUT not in words.methods
    assert any("does not fit" in notice for notice in words.notices)


def test_a_word_whose_box_lies_beside_the_page_is_not_placed_by_it(tmp_path: Path) -> None:
    strings = "".join(
        f'<String CONTENT="{word}" HPOS="{left}" VPOS="10" WIDTH="50" HEIGHT="20"/>'
        for word, left in zip(TEXT.split(), (10, 70, 5000, 190), strict=True)
    )
    words = found(tmp_path, alto(f'<TextLine HPOS="10" VPOS="10" WIDTH="230" HEIGHT="20">{strings}</TextLine>'))
    assert 120 <= words.boxes[2].left < words.boxes[2].right <= 190


@pytest.mark.parametrize("baseline", ["10,900000 90,-900000", "10,0 10.5,0 10.6,900000 90,5", "10,-4000 90,-4000"])
def test_a_baseline_that_runs_off_its_line_is_not_followed(tmp_path: Path, baseline: str) -> None:
    line = page_line("10", "10", "390", "30").replace("<TextEquiv>", f'<Baseline points="{baseline}"/><TextEquiv>')
    words = found(tmp_path, page_xml(line))
    assert set(words.methods) == {Method.LAYOUT}
    assert all(box.top < 30 and box.bottom > 10 for box in words.boxes)


def texts_of(path: Path) -> list[str]:
    """The lines of a layout, or the sentence with which it is refused."""
    try:
        return [one.text for page in read_layout(path).pages for one in page.lines]
    except FileError as error:
        return [str(error)]


@pytest.mark.parametrize("kind", ["alto", "page", "abbyy"])
def test_an_xml_bomb_neither_takes_memory_nor_time(tmp_path: Path, kind: str) -> None:
    whole, line = FORMATS[kind]
    path = tmp_path / "bomb.xml"
    path.write_text(whole(line("10", "10", "90", "30").replace(TEXT, "&e9;").replace('"the"', '"&e9;"'), BOMB + "]>"))
    tracemalloc.start()
    began = time.process_time()
    assert all(len(text) < 1000 for text in texts_of(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (time.process_time() - began < 5, peak < 50_000_000) == (True, True)


@pytest.mark.parametrize("kind", ["alto", "page", "abbyy"])
def test_nothing_outside_the_file_is_read(tmp_path: Path, kind: str) -> None:
    whole, line = FORMATS[kind]
    path = tmp_path / "outside.xml"
    path.write_text(whole(line("10", "10", "90", "30").replace(TEXT, "&e;").replace("ran", "&e;"), OUTSIDE))
    said = "".join(texts_of(path))
    assert "root:" not in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"\x00" * 100,
        b"<alto>",
        b"<alto/>",
        b"<alto><Layout><Page/></Layout></alto>",
        b"<unknown/>",
        b"PK\x03\x04",
    ],
)
def test_a_file_that_is_no_layout_is_one_sentence_and_places_are_found_without(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "page.xml"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"page\.xml"):
        read_layout(path)
    words = found(tmp_path, content)
    assert len(words) == 4
    assert any("page.xml" in notice for notice in words.notices)


@pytest.mark.parametrize("start", [b"<!--", b"<?"])
def test_comments_without_an_end_are_read_once(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "page.xml"
    path.write_bytes(start * 16_000)
    began = time.process_time()
    assert not seems_layout(path)
    assert time.process_time() - began < 0.5


def test_the_content_of_a_long_comment_is_not_taken_for_the_layout(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    comment = f"<!-- made from -> <PcGts> {'by hand ' * 10_000} -->"
    path.write_text(alto(alto_line("10", "10", "100", "20"), head=comment))
    assert texts_of(path) == [TEXT]


BR = "<br>"
"""What makes an hOCR page one that is not well-formed XML."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is looked at in /proc")
@pytest.mark.parametrize(
    ("whole", "pages", "lines", "line"),
    [
        (alto, 1, 24_000, alto_line("10", "10", "30", "12")),
        (hocr, 80, 300, hocr_line("10", "10", "30", "12")),
        (hocr, 80, 300, hocr_line("10", "10", "30", "12") + BR),
    ],
    ids=["alto", "hocr", "html"],
)
def test_a_long_file_takes_little_more_memory_than_its_words(
    tmp_path: Path, whole: Callable[[str], str], pages: int, lines: int, line: str
) -> None:
    path = tmp_path / "long.xml"
    path.write_text(whole('</div><div class="ocr_page">'.join([line * lines] * pages)), encoding="utf-8")
    program = (
        "import re, sys\nfrom pathlib import Path\nfrom cableview.formats.layout_file import read_layout\n"
        "peak = lambda: int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "before = peak()\nlayout = read_layout(Path(sys.argv[1]))\n"
        "print(sum(len(page.lines) for page in layout.pages), (peak() - before) * 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    read, used = map(int, done.stdout.split())
    assert read == pages * lines
    assert used < 9 * path.stat().st_size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_page_with_more_words_than_any_has_is_refused(
    tmp_path: Path, kind: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, line = FORMATS[kind]
    path = tmp_path / "crowded.xml"
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 4 * 50)
    path.write_bytes(whole(line("10", "10", "90", "30") * 50).encode(encoding))
    assert len(texts_of(path)) == 50
    path.write_bytes(whole(line("10", "10", "90", "30") * 51).encode(encoding))
    with pytest.raises(FileError, match=r"crowded\.xml: has more than .* words on one page"):
        read_layout(path)


@pytest.mark.parametrize("kind", ["alto", "page", "abbyy"])
def test_reading_ends_at_the_first_page_with_too_many_words(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, line = FORMATS[kind]
    taker = _READERS[{"alto": "alto", "page": "PcGts", "abbyy": "document"}[kind]].taker()
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 10)
    with pytest.raises(CrowdedPageError):
        parsed(whole(line("10", "10", "90", "30") * 50).encode(), tmp_path, lambda: taker)
    assert len(taker.taken) == 3


def test_a_full_hocr_page_is_read_whatever_its_words_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 9)
    word = '<span id="ocrx_word_{0}" class="sure ocrx_word" title="bbox {0} 1 19 9">ocr_word</span> '
    words = "".join(word.format(number) for number in range(9))
    line = f'<span class="ocr_line" title="bbox 0 0 90 20">{words}</span>'
    page = f'<div class="ocr_page" title="bbox 0 0 90 90">{line}</div>'
    path = tmp_path / "full.hocr"
    path.write_text(f"<html><body>{page}{page}</body></html>", encoding="utf-8")
    assert [len(line.words) for page in read_layout(path).pages for line in page.lines] == [9, 9]


def test_a_crowded_hocr_page_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of a million words took a gigabyte."""
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 10)
    monkeypatch.setattr(layout_file, "parsed", lambda *_: pytest.fail("it was parsed"))
    word = '<span class="ocrx_word" title="bbox 1 1 9 9">a</span> '
    path = tmp_path / "crowded.hocr"
    path.write_text(hocr(f'<span class="ocr_line" title="bbox 1 1 90 20">{word * 11}</span>'), encoding="utf-8")
    with pytest.raises(FileError, match=r"crowded\.hocr: has more than .* words on one page"):
        read_layout(path)


def test_an_hocr_book_may_have_more_words_than_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 10)
    word = '<span class="ocrx_word" title="bbox 1 1 9 9">a</span> '
    line = f'<span class="ocr_line" title="bbox 1 1 90 20">{word * 10}</span>'
    page = f'<div class="ocr_page" title="bbox 0 0 600 300">{line}</div>'
    path = tmp_path / "book.hocr"
    path.write_text(f"<html><body>{page * 3}</body></html>", encoding="utf-8")
    assert [len(page.lines[0].words) for page in read_layout(path).pages] == [10] * 3


def test_a_book_in_one_file_may_have_more_words_than_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 10)
    path = tmp_path / "book.xml"
    page = f"<Page><TextBlock>{alto_line('10', '10', '90', '30') * 2}</TextBlock></Page>"
    path.write_text(f"<alto><Layout>{page * 5}</Layout></alto>", encoding="utf-8")
    assert [len(page.lines) for page in read_layout(path).pages] == [2] * 5


@pytest.mark.parametrize("inner", ["<String/>", "<String><Glyph/><Glyph/></String>"])
def test_an_endless_line_is_not_read(tmp_path: Path, inner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_xml, "MOST_WORDS", 1)
    data = alto(f"<TextLine>{inner * (1 if 'Glyph' in inner else 2)}</TextLine>").encode()
    with pytest.raises(CrowdedPageError):
        parsed(data, tmp_path, lambda: LineTaker("TextLine", lambda line: pytest.fail("it was read")))


@pytest.mark.parametrize("kind", ["alto", "page", "abbyy"])
def test_lines_that_were_read_on_the_way_are_as_read_afterwards(tmp_path: Path, kind: str) -> None:
    whole, line = FORMATS[kind]
    data = whole(line("10", "10", "60", "30") + line("10", "40", "60", "60")).encode("utf-8")
    reader = _READERS[name_of(parsed(data, tmp_path)[0])]
    afterwards = reader.read(*parsed(data, tmp_path))
    root, lines = parsed(data, tmp_path, reader.taker)
    assert len(lines) == len(afterwards.pages[0].lines) == 2
    assert not any(len(element) for element in lines)
    assert reader.read(root, lines) == afterwards


def test_lines_in_lines_are_read_once(tmp_path: Path) -> None:
    """As deep as files may go, each line would be read again in all that it stands in."""
    path = tmp_path / "nest.html"
    open_line = '<span class="ocr_line" title="bbox 1 1 90 20">around '
    path.write_text(hocr((open_line * 200 + "</span>" * 200) * 3), encoding="utf-8")
    assert [line.text for line in read_layout(path).pages[0].lines] == ["around"] * 3


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.xml"
    path.write_text("<alto>" + "<a>" * 100_000)
    with pytest.raises(FileError, match=r"deep\.xml"):
        read_layout(path)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_layout_of_another_page_says_that_it_does_not_fit(tmp_path: Path, kind: str) -> None:
    whole, line = FORMATS[kind]
    other = line("10", "10", "90", "30")
    for word, instead in zip(TEXT.split(), ("wholly", "other", "words", "here"), strict=True):
        other = other.replace(word, instead)
    words = found(tmp_path, whole(other))
    assert Method.LAYOUT not in words.methods
    assert any("does not fit" in notice for notice in words.notices)
