"""Names the shared libraries that Qt needs and this system lacks, and their packages: Qt itself would abort."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

WINDOW_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg")

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The libraries that Qt needs from the system and the packages that have them on Debian and Ubuntu."""

LDD_TIMEOUT = 10
"""Seconds. `ldd` answers in a fraction of one; being a script, it retries for minutes if it may start no process."""


def platforms_of(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the platform plugins that Qt tries here; none if no window can be shown."""
    asked = environ.get("QT_QPA_PLATFORM", "")
    if asked:
        return tuple(name.split(":")[0] for name in asked.split(";"))
    if sys.platform != "linux":
        return (sys.platform,)
    displays = (("wayland", "WAYLAND_DISPLAY"), ("xcb", "DISPLAY"))
    return tuple(platform for platform, name in displays if environ.get(name))


def lacking(platforms: Sequence[str]) -> tuple[str, ...]:
    """The libraries missing for the first of the platforms; empty if another has all it needs."""
    missing = [missing_libraries(platform) for platform in platforms]
    return missing[0] if missing and all(missing) else ()


def missing_libraries(platform: str) -> tuple[str, ...]:
    """Names of the shared libraries that Qt and its plugin for `platform` require and the system lacks."""
    if sys.platform != "linux":
        return ()
    return tuple(sorted(_not_found(_qt_files(platform))))


def packages_of(libraries: Sequence[str]) -> tuple[str, ...]:
    """Debian packages with these libraries; a library that the table does not list is given itself."""
    return tuple(sorted({DEBIAN_PACKAGES.get(name, name) for name in libraries}))


def _qt_files(platform: str) -> list[Path]:
    """Qt's own files that a window loads; empty if PySide6 is from the distribution, which handles its dependencies."""
    spec = find_spec("PySide6")
    folders = [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []
    names = [f"{module}.abi3.so" for module in WINDOW_MODULES] + [f"Qt/plugins/platforms/libq{platform}.so"]
    bundled = [folder for folder in folders if (folder / "Qt" / "plugins").is_dir()]
    return [path for folder in bundled for name in names if (path := folder / name).exists()]


def _not_found(paths: Sequence[Path]) -> set[str]:
    """The libraries that the loader misses for shared objects; empty if there is no `ldd` or it does not answer."""
    if not paths:
        return set()
    try:
        answer = subprocess.run(
            ["ldd", *map(str, paths)], capture_output=True, text=True, check=False, timeout=LDD_TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired):
        return set()
    lines = answer.stdout.split("\n")
    return {line.split("=>")[0].strip() for line in lines if line.rstrip().endswith("not found") and "=>" in line}


def main(platforms: Sequence[str]) -> int:
    """Prints the Debian packages that are lacking, one per line; `packaging/` calls it before it tries a window."""
    packages = packages_of(lacking(platforms))
    print("\n".join(packages))
    return 1 if packages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or platforms_of(os.environ)))
