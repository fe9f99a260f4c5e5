"""Pages at the size at which engines read them best."""

from __future__ import annotations

import math

from PIL import Image

LEAST_WIDTH = 1400
"""Pixels: an engine lost a whole line of a page that was 770 wide, and read it when it was enlarged to this."""
MOST_PIXELS = 16_000_000
"""An A3 page at 250 dpi. Finer pictures take longer and are not read better."""
MOST_ENLARGED = 4.0


def prepared(image: Image.Image, *, least_width: int = LEAST_WIDTH, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """A page enlarged to `least_width` as far as `most_pixels` allows, or reduced to `most_pixels`."""
    scale = min(MOST_ENLARGED, max(1.0, least_width / image.width))
    scale = min(scale, math.sqrt(most_pixels / (image.width * image.height)))
    if scale == 1.0:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS if scale > 1 else Image.Resampling.BOX)
