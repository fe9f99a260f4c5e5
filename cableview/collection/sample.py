"""Gives each user a copy of the sample: work on it is kept beside it, and the installed one stays unchanged."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import platformdirs

from cableview.assets import resource_path
from cableview.errors import FileError


def own_sample() -> Path:
    """The folder of this user's copy of the sample. Raises `FileError`."""
    return sample_copy(platformdirs.user_data_path("cableview", appauthor=False))


def sample_copy(home: Path) -> Path:
    """A folder in `home` with the sample, copied there the first time and never overwritten.

    Its name depends on the sample's contents, so that another version's work stays where it was. The answers are not
    copied. Raises `FileError`.
    """
    files = sorted(path for path in resource_path("sample").iterdir() if path.is_file())
    folder = home / f"sample-{_digest(files)}"
    if folder.is_dir():
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home, prefix=".sample-") as temporary:
            fresh = Path(temporary) / "sample"
            fresh.mkdir()
            for path in files:
                shutil.copyfile(path, fresh / path.name)
            fresh.rename(folder)
    except OSError as error:
        raise FileError(
            f"the sample cannot be copied here: {error.strerror or error}",
            path=home,
            advice="Check who may write there",
        ) from error
    return folder


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
