"""Converts the many ways in which files store colours to the two that are shown: grey, and RGB."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image, ImageCms
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION

if TYPE_CHECKING:
    import numpy as np

Convert = Callable[[Image.Image], Image.Image]

_BAND_PIXELS = 4_000_000
_WITH_ALPHA = ("LA", "PA", "La", "RGBA", "RGBa")
_DEEP = ("I", "F")


def bands(width: int, height: int) -> Iterator[tuple[int, int]]:
    """Half-open ranges of rows to be processed one after another; each begins with an even row."""
    rows = max(2, _BAND_PIXELS // max(1, width) // 2 * 2)
    for top in range(0, height, rows):
        yield top, min(top + rows, height)


def shown_mode(image: Image.Image) -> Literal["L", "RGB"]:
    """The mode that an image of a file is shown in; its pixels need not have been read."""
    if image.mode.startswith(_DEEP) or image.mode in ("1", "L", "LA", "La"):
        return "L"
    return "L" if _is_grey_palette(image) and "transparency" not in image.info else "RGB"


def is_shown_as_it_is(image: Image.Image) -> bool:
    """True where the pixels of the file are those that are shown."""
    return (
        image.mode in ("L", "RGB")
        and "transparency" not in image.info
        and (image.mode == "L" or not _has_profile(image))
    )


def plain(image: Image.Image) -> Image.Image:
    """A copy in mode L or RGB, independent of the file, with transparency shown on white paper."""
    return converter(image)(image)


def converter(image: Image.Image) -> Convert:
    """The conversion of an image, or of any part of it, to grey or RGB. Its pixels must have been read."""
    if image.mode.startswith(_DEEP):
        return _to_eight_bit(image)
    if image.mode in ("1", "L"):
        return _on_white if image.mode == "L" and "transparency" in image.info else _grey
    if image.mode in _WITH_ALPHA or "transparency" in image.info:
        return _on_white
    return _to_srgb(image) if _has_profile(image) else _rgb


def _grey(image: Image.Image) -> Image.Image:
    return image.convert("L")


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode == "LAB":
        converted = ImageCms.profileToProfile(image, _profile("LAB"), _profile("sRGB"), outputMode="RGB")
        return converted if converted is not None else image
    if image.mode == "RGB":
        return image.copy()
    return image.convert("L" if _is_grey_palette(image) else "RGB")


def _is_grey_palette(image: Image.Image) -> bool:
    return image.mode == "P" and image.palette is not None and image.palette.mode == "L"


def _on_white(image: Image.Image) -> Image.Image:
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper.convert("L" if image.mode in ("L", "LA", "La") else "RGB")


def _has_profile(image: Image.Image) -> bool:
    profile: bytes | None = _info(image).get("icc_profile")
    return bool(profile) and image.mode in ("RGB", "CMYK") and b"sRGB" not in profile[:4096]


def _info(image: Image.Image) -> dict[Any, Any]:
    return image.info


def _to_srgb(image: Image.Image) -> Convert:
    """The conversion to sRGB by the file's colour profile; unchanged colours if that cannot be applied."""
    module: Any = ImageCms
    refusals = (ImageCms.PyCMSError, OSError, ValueError, TypeError)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(_info(image)["icc_profile"]))
        transform = module.buildTransform(source, _profile("sRGB"), image.mode, "RGB")
    except refusals:
        return _rgb

    def convert(part: Image.Image) -> Image.Image:
        try:
            return module.applyTransform(part, transform) or _rgb(part)
        except refusals:
            return _rgb(part)

    return convert


def _profile(name: Literal["LAB", "sRGB"]) -> Any:
    module: Any = ImageCms
    return module.createProfile(name)


def _to_eight_bit(image: Image.Image) -> Convert:
    """Converts deep greys to bytes, by the depth that the brightest pixel implies: scanners write 12 bits into 16."""
    import numpy as np

    top = max(
        float(_numbers(image.crop((0, first, image.width, last))).max(initial=0.0))
        for first, last in bands(*image.size)
    )
    depths = (1.0, 255.0, 65535.0) if image.mode.startswith("F") else (255.0, 4095.0, 65535.0)
    depth = next((white for white in depths if top <= white), top)
    is_inverted = image.format == "TIFF" and getattr(image, "tag_v2", {}).get(PHOTOMETRIC_INTERPRETATION) == 0

    def convert(part: Image.Image) -> Image.Image:
        scaled = np.clip(_numbers(part) * (255.0 / depth), 0, 255).astype(np.uint8)
        return Image.fromarray(255 - scaled if is_inverted else scaled)

    return convert


def _numbers(image: Image.Image) -> np.ndarray:
    import numpy as np

    return np.nan_to_num(np.asarray(image).astype(np.float32, copy=False))
