"""How pixels are shown: inverted, lighter or darker, with more or less contrast. The scan itself never changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

CONTRAST_STEPS = range(-2, 5)
BRIGHTNESS_STEPS = range(-6, 7)

_STEP = 20.0
"""By how many of 256 values a step makes the scan lighter."""
_GAINS = {-2: 0.5, -1: 0.7, 0: 1.0, 1: 1.4, 2: 2.0, 3: 2.9, 4: 4.2}
_PIVOT = 150.0


@dataclass(frozen=True, slots=True)
class Filters:
    """How pixels are shown; those of the scan stay as they are.

    `contrast` is one of `CONTRAST_STEPS`, `brightness` one of `BRIGHTNESS_STEPS`, where negative is darker.
    """

    invert: bool = False
    contrast: int = 0
    brightness: int = 0

    def table(self) -> np.ndarray:
        """What each of the 256 values is shown as. Contrast pivots on a light grey, where faint ink meets paper.

        Brightness is applied before that: it brings the ink of a page that is fainter still to that grey.
        """
        values = (np.arange(256) + _STEP * self.brightness - _PIVOT) * _GAINS[self.contrast] + _PIVOT
        shown = np.clip(values, 0, 255).astype(np.uint8)
        return 255 - shown if self.invert else shown

    def __bool__(self) -> bool:
        return self.invert or self.contrast != 0 or self.brightness != 0


PLAIN = Filters()


def filtered(image: QImage, filters: Filters) -> QImage:
    """A picture with its values mapped by the filters' table; meant for the visible part, not for whole pages."""
    if not filters or image.isNull():
        return image
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    values = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    shown = filters.table()[values]
    shown[:, 3::4] = 255
    result = QImage(shown.tobytes(), plain.width(), plain.height(), plain.bytesPerLine(), plain.format()).copy()
    result.setDevicePixelRatio(image.devicePixelRatio())
    return result
