"""What time and scanners do to a page: turned, bent, faded, ruled, stamped, blurred; its words' boxes go along."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tests.bench.drawn_pages import Drawn, DrawnWord, installed

Wear = Callable[[Drawn, Random], Drawn]
Points = NDArray[np.float64]

STAMPS = (
    ("CONFIDENTIAL",),
    ("COPY",),
    ("HARBOUR BOARD", "14 MAR 1931"),
    ("7. OCT. 1948",),
    ("COUNTY", "ARCHIVES", "HALLOWAY"),
    ("No. 20736", "FILED"),
    ("LIBRARY", "OF THE", "ISLANDS"),
    ("PAID",),
)


def mapped(page: Drawn, image: Image.Image, there: Callable[[Points], Points], scale: float = 1.0) -> Drawn:
    """The page with its boxes moved by `there`, which takes points as rows and says where they are on `image`."""

    def one(word: DrawnWord) -> DrawnWord:
        left, top, right, bottom = word.box
        corners = there(np.array([[left, top], [right, top], [left, bottom], [right, bottom]], dtype=np.float64))
        middle = there(np.array([[(left + right) / 2, (top + bottom) / 2]]))[0]
        # Of a slanting word the corners' hull is larger than the word: the mean of opposite corners is not.
        x0, x1 = sorted((float(corners[[0, 2], 0].mean()), float(corners[[1, 3], 0].mean())))
        y0, y1 = sorted((float(corners[[0, 1], 1].mean()), float(corners[[2, 3], 1].mean())))
        if x1 - x0 < 2 or y1 - y0 < 2:  # turned on its side
            (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
        half = (x1 - x0) / 2, (y1 - y0) / 2
        return replace(word, box=(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]))

    rows = tuple(tuple(map(one, row)) for row in page.rows)
    return replace(page, image=image, rows=rows, x_height=page.x_height * scale)


def as_is(page: Drawn, random: Random) -> Drawn:
    return page


def noisy(page: Drawn, random: Random, much: float = 9) -> Drawn:
    values = np.asarray(page.image.convert("L"), dtype=np.float32)
    grain = np.random.default_rng(random.randrange(10**6)).normal(0, much, values.shape)
    return replace(page, image=Image.fromarray(np.clip(values + grain, 0, 255).astype(np.uint8)))


def faint(page: Drawn, random: Random) -> Drawn:
    """A carbon copy: grey, blurred, uneven."""
    image = page.image.convert("L").filter(ImageFilter.GaussianBlur(random.choice((1.0, 1.6, 2.2))))
    values = np.asarray(image, dtype=np.float32)
    rng = np.random.default_rng(random.randrange(10**6))
    cloud = Image.fromarray(rng.integers(0, 256, (30, 22)).astype(np.uint8)).resize(
        image.size, Image.Resampling.BICUBIC
    )
    strength = 0.22 + 0.3 * np.asarray(cloud, dtype=np.float32) / 255
    values = 205 - (226 - values) * strength
    return noisy(replace(page, image=Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))), random, 5)


def turned(page: Drawn, random: Random) -> Drawn:
    how = random.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270))
    width, height = page.image.size

    def there(points: Points) -> Points:
        x, y = points[:, 0], points[:, 1]
        if how is Image.Transpose.ROTATE_180:
            return np.stack((width - x, height - y), axis=1)
        return np.stack((y, width - x) if how is Image.Transpose.ROTATE_90 else (height - y, x), axis=1)

    def one(word: DrawnWord) -> DrawnWord:
        a, b = there(np.array([[word.box[0], word.box[1]], [word.box[2], word.box[3]]]))
        return replace(word, box=(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))

    rows = tuple(tuple(map(one, row)) for row in page.rows)
    return replace(page, image=page.image.transpose(how), rows=rows)


def skewed(page: Drawn, random: Random) -> Drawn:
    angle = random.choice((-1, 1)) * random.uniform(1.0, 4.5)
    width, height = page.image.size
    image = page.image.convert("L").rotate(angle, Image.Resampling.BICUBIC, fillcolor=226)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))

    def there(points: Points) -> Points:
        x, y = points[:, 0] - width / 2, points[:, 1] - height / 2
        return np.stack((width / 2 + c * x + s * y, height / 2 - s * x + c * y), axis=1)

    return mapped(page, image, there)


def perspective(page: Drawn, random: Random) -> Drawn:
    """As a camera sees a page that is not parallel to it."""
    width, height = page.image.size
    ends = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    reach = 0.03 * width
    seen = ends + np.array([[random.uniform(-reach, reach), random.uniform(-reach, reach)] for _ in range(4)])
    forth, back = _homography(ends, seen), _homography(seen, ends)
    image = page.image.convert("L").transform(
        page.image.size, Image.Transform.PERSPECTIVE, tuple(back.ravel()[:8]), Image.Resampling.BICUBIC, fillcolor=60
    )

    def there(points: Points) -> Points:
        w = forth @ np.concatenate((points, np.ones((len(points), 1))), axis=1).T
        return (w[:2] / w[2]).T

    return mapped(page, image, there)


def _homography(source: Points, target: Points) -> Points:
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    solved = np.linalg.solve(np.array(rows), target.ravel())
    return np.append(solved, 1.0).reshape(3, 3)


def bent(page: Drawn, random: Random) -> Drawn:
    """As paper waves, or sinks towards the fold of a book: lines go down, or up and down."""
    width, height = page.image.size
    high = random.uniform(0.6, 1.6) * page.x_height
    long = random.uniform(0.7, 1.6) * width
    phase, lean = random.uniform(0, 6.28), random.uniform(-0.4, 0.4)
    fold = random.choice((0.0, 2.5)) * page.x_height

    def shift(x: Points, y: Points) -> Points:
        wave = high * (1 + lean * y / height) * np.sin(2 * math.pi * x / long + phase)
        return wave + fold * np.exp(-x / (0.12 * width))

    values = np.asarray(page.image.convert("L"))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    from_y = np.clip(np.round(y - shift(x, y)), 0, height - 1).astype(np.int64)
    image = Image.fromarray(values[from_y, x.astype(np.int64)])

    def there(points: Points) -> Points:
        return np.stack((points[:, 0], points[:, 1] + shift(points[:, 0], points[:, 1])), axis=1)

    return mapped(page, image, there)


def resized(page: Drawn, width: int) -> Drawn:
    factor = width / page.image.width
    size = width, round(page.image.height * factor)
    image = page.image.convert("L").resize(size, Image.Resampling.LANCZOS)
    return mapped(page, image, lambda points: points * factor, factor)


def small(page: Drawn, random: Random) -> Drawn:
    return resized(page, random.choice((500, 620, 760)))


def large(page: Drawn, random: Random) -> Drawn:
    return resized(page, random.choice((3300, 5000, 6000)))


def squeezed(page: Drawn, random: Random) -> Drawn:
    """Stored as JPEG of low quality after a blur."""
    held = io.BytesIO()
    page.image.convert("L").filter(ImageFilter.GaussianBlur(1.5)).save(held, "JPEG", quality=20)
    image = Image.open(held)
    image.load()
    return replace(page, image=image)


def dark(page: Drawn, random: Random) -> Drawn:
    """Dark paper with a shadow across, on a black table."""
    values = np.asarray(page.image.convert("L"), dtype=np.float32)
    height, width = values.shape
    shadow = 0.45 + 0.4 * np.linspace(0, 1, width)[None, :] * np.linspace(1, 0.6, height)[:, None]
    image = Image.fromarray((values * shadow).astype(np.uint8))
    edge = random.randrange(30, 130)
    draw = ImageDraw.Draw(image)
    for box in ((0, 0, edge, height), (0, 0, width, edge), (width - edge // 2, 0, width, height)):
        draw.rectangle(box, fill=8)
    return noisy(replace(page, image=image), random, 4)


def stamped(page: Drawn, random: Random) -> Drawn:
    """Stamps over the writing, punched holes and lines drawn with a pencil."""
    image = page.image.convert("L").copy()
    draw = ImageDraw.Draw(image)
    width, height = image.size
    names = installed(("DejaVuSans-Bold.ttf", "CourierPrime-Bold.otf"))
    for _ in range(3):
        x, y = random.uniform(0.1, 0.6) * width, random.uniform(0.1, 0.85) * height
        ink = random.randrange(70, 130)
        draw.rectangle((x, y, x + 420, y + 110), outline=ink, width=6)
        if names:
            draw.text((x + 210, y + 55), "RECEIVED", font=ImageFont.truetype(names[0], 60), fill=ink, anchor="mm")
    draw.ellipse((width - 320, 90, width - 120, 290), outline=100, width=7)
    for k in range(4):
        y = random.uniform(0.1, 0.9) * height
        draw.line((60, y, random.uniform(0.3, 0.9) * width, y + random.uniform(-40, 40)), fill=110, width=4)
        draw.ellipse((25, 300 + 420 * k, 65, 340 + 420 * k), fill=20)
    return replace(page, image=image)


def franked(page: Drawn, random: Random) -> Drawn:
    """Other stamps than those of `stamped`: askew, round ones, dates, their ink paler where they took badly; a name
    signed across the writing."""
    image = page.image.convert("L").copy()
    width, height = image.size
    names = installed(("LiberationSans-Bold.ttf", "LiberationSerif-Bold.ttf", "DejaVuSansMono-Bold.ttf"))
    for words in random.sample(STAMPS, 4):
        size = random.randrange(30, 74)
        seal = _seal(words, ImageFont.truetype(random.choice(names), size) if names else None, size, random)
        at = round(random.uniform(0.05, 0.7) * width), round(random.uniform(0.05, 0.85) * height)
        inked = Image.new("L", image.size, 255)
        inked.paste(random.randrange(60, 140), at, seal)
        image = ImageChops.darker(image, inked)
    written = installed(("Breip.ttf", "dkgIt.ttf"))
    if written:
        font = ImageFont.truetype(random.choice(written), 150)
        at = random.uniform(0.2, 0.6) * width, random.uniform(0.4, 0.95) * height
        ImageDraw.Draw(image).text(
            at, random.choice(("Halloway", "J. Ross", "Mayhew")), font=font, fill=70, anchor="ls"
        )
    return replace(page, image=image)


def _seal(words: Sequence[str], font: ImageFont.FreeTypeFont | None, size: int, random: Random) -> Image.Image:
    """How much ink a stamp of lines of `words` leaves at each of its pixels."""
    lines = "\n".join(words)
    wide, high = max(map(len, words)) * size, round(1.3 * size * len(words)) + size
    seal = Image.new("L", (wide, max(high, wide if len(words) > 2 else high)), 0)
    draw = ImageDraw.Draw(seal)
    edges = (4, 4, seal.width - 5, seal.height - 5)
    if len(words) > 2:
        draw.ellipse(edges, outline=255, width=5)
        draw.ellipse((20, 20, seal.width - 21, seal.height - 21), outline=255, width=3)
    elif random.random() < 0.6:
        draw.rectangle(edges, outline=255, width=random.choice((3, 5)))
    draw.text((seal.width / 2, seal.height / 2), lines, font=font, fill=255, anchor="mm", align="center")
    clouds = np.random.default_rng(random.randrange(10**6)).integers(110, 400, (5, 9)).clip(0, 255)
    ink = Image.fromarray(clouds.astype(np.uint8)).resize(seal.size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(seal, ink).rotate(random.uniform(-25, 25), Image.Resampling.BICUBIC, expand=True)


def underlined(page: Drawn, random: Random) -> Drawn:
    """Ruled paper, and lines under some of the words."""
    image = page.image.convert("L").copy()
    draw = ImageDraw.Draw(image)
    for row in page.rows:
        foot = row[0].box[3] - 0.3 * page.x_height
        draw.line((40, foot + 6, image.width - 40, foot + 6), fill=170, width=2)
        for word in row:
            if random.random() < 0.12:
                draw.line((word.box[0], foot, word.box[2], foot), fill=60, width=3)
    return replace(page, image=image)


def see_through(page: Drawn, random: Random) -> Drawn:
    """The other side shows, mirrored."""
    image = page.image.convert("L")
    back = np.asarray(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(2)), np.float32)
    back = np.roll(back, (random.randrange(15, 60), random.randrange(-40, 40)), axis=(0, 1))
    values = np.asarray(image, dtype=np.float32) - 0.3 * (226 - back)
    return noisy(replace(page, image=Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))), random, 5)


WEARS: tuple[Wear, ...] = (
    as_is,
    noisy,
    faint,
    turned,
    skewed,
    perspective,
    bent,
    small,
    large,
    squeezed,
    dark,
    stamped,
    underlined,
    see_through,
)
