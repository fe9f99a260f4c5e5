from __future__ import annotations

from pathlib import Path

from cableview.formats.layout_file import read_layout
from cableview.model.geometry import Box
from cableview.model.layout import LayoutLine, LayoutWord

LINE = """<span class='ocr_line' title="bbox 10 20 210 50; baseline 0.01 -5">
<span class='ocrx_word' title='bbox 10 20 60 50; x_wconf 90'>two</span>
<span class='ocrx_word' title='bbox 70 20 210 50; x_wconf 40'><strong>words</strong></span></span>"""


def hocr(tmp_path: Path, body: str, *, closed: bool = True) -> Path:
    path = tmp_path / "page.hocr"
    end = "</body></html>" if closed else ""
    path.write_text(
        f"<html><head><title></title><meta charset='utf-8'></head><body><div class='ocr_page' "
        f"title='image \"a.jpg\"; bbox 0 0 800 1000'><p class='ocr_par'>{body}</p></div>{end}",
        encoding="utf-8",
    )
    return path


def lines(path: Path) -> tuple[LayoutLine, ...]:
    return read_layout(path).pages[0].lines


def test_words_have_their_boxes(tmp_path: Path) -> None:
    (line,) = lines(hocr(tmp_path, LINE))
    assert line.words == (LayoutWord("two", Box(10, 20, 60, 50), 0.9), LayoutWord("words", Box(70, 20, 210, 50), 0.4))
    assert line.baseline == ((10, 45), (210, 47))


def test_the_page_has_its_size_and_image(tmp_path: Path) -> None:
    page = read_layout(hocr(tmp_path, LINE)).pages[0]
    assert (page.width, page.height, page.image) == (800, 1000, "a.jpg")


def test_of_pages_in_pages_the_inner_ones_are_read(tmp_path: Path) -> None:
    inner = "<div class='ocr_page' title='bbox 0 0 {} 90'>" + LINE + "</div>"
    layout = read_layout(hocr(tmp_path, inner.format(300) + LINE + inner.format(400)))
    assert [(page.width, len(page.lines)) for page in layout.pages] == [(300, 1), (400, 1)]


def test_files_put_together_are_read_to_the_end(tmp_path: Path) -> None:
    one = hocr(tmp_path, LINE)
    one.write_text(one.read_text(encoding="utf-8") * 3, encoding="utf-8")
    assert [len(page.lines) for page in read_layout(one).pages] == [1, 1, 1]


def test_a_line_without_words_has_its_text(tmp_path: Path) -> None:
    (line,) = lines(hocr(tmp_path, "<span class='ocr_line' title='bbox 10 20 210 50'>a whole line</span>"))
    assert (line.text, line.words) == ("a whole line", ())


def test_html_that_is_not_well_formed_is_read(tmp_path: Path) -> None:
    assert [line.text for line in lines(hocr(tmp_path, LINE + "<br>", closed=False))] == ["two words"]


def test_reversed_and_missing_boxes_are_left_out(tmp_path: Path) -> None:
    broken = LINE.replace("bbox 10 20 210 50", "bbox 210 50 10 20") + LINE.replace("bbox 10 20 210 50;", "")
    assert len(lines(hocr(tmp_path, broken + LINE))) == 1


def test_a_caption_with_lines_is_not_a_line_itself(tmp_path: Path) -> None:
    path = tmp_path / "caption.hocr"
    lines = "".join(
        f'<span class="ocr_line" title="bbox 10 {top} 90 {top + 20}">line {top}</span> ' for top in (10, 40)
    )
    caption = f'<div class="ocr_caption" title="bbox 0 0 99 70">{lines}</div>'
    alone = '<span class="ocr_caption" title="bbox 0 80 99 99">alone</span>'
    path.write_text(f'<html><body><div class="ocr_page" title="bbox 0 0 100 100">{caption}{alone}</div></body></html>')
    assert [line.text for line in read_layout(path).pages[0].lines] == ["line 10", "line 40", "alone"]


def test_a_real_file_has_all_its_words(shared_data: Path) -> None:
    page = read_layout(shared_data / "eo9981" / "tesseract5.hocr").pages[0]
    assert sum(len(line.words) for line in page.lines) == 267
