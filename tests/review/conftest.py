"""A session of the item of two short texts, and the keeper of its changes."""

from __future__ import annotations

import pytest

from cableview.review.session import Session
from tests.review.sessions import Log, item


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def session(log: Log) -> Session:
    return Session(item(), reviewer="me", keeper=log)
