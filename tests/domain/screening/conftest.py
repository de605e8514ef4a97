"""The signals as they ship."""

from pathlib import Path

import pytest

from bot.domain.screening import Signals
from bot.services.safety_content import load_signals

CONTENT = Path(__file__).parents[3] / "config" / "content"


@pytest.fixture(scope="session")
def signals() -> Signals:
    return load_signals(CONTENT / "signals")
