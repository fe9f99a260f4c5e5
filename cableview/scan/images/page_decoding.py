"""Decodes one page of an image file or a PDF in this process, upright and at the requested size."""

from __future__ import annotations

import math

from PIL import Image

from cableview.model.item import PageImage
from cableview.scan.images.colour import plain
from cableview.scan.images.image_file import draft, is_pdf, opened_image, orientation, reduced, scale_to, seek, upright
from cableview.scan.images.limits import bytes_per_pixel, refuse_huge
from cableview.scan.images.pdf import pdf_page_sizes, render_pdf_page


def decode_page(page: PageImage, max_pixels: int | None = None) -> Image.Image:
    """As `raster.read_page`, in this process, whatever the file is. Raises `ImageError`."""
    if is_pdf(page.path):
        size = pdf_page_sizes(page.path, [page.frame])[0]
        scale = scale_to(size, max_pixels)
        refuse_huge(page, (math.ceil(size[0] * scale), math.ceil(size[1] * scale)))
        return reduced(render_pdf_page(page.path, page.frame, scale), max_pixels)
    with opened_image(page.path) as image:
        seek(image, page)
        if max_pixels is not None:
            draft(image, max_pixels)
        refuse_huge(page, image.size, bytes_per_pixel(image.mode, image.format))
        turn = orientation(image)
        image.load()
        return upright(reduced(plain(image), max_pixels), turn)
