"""The service that takes reports, over a real database."""

from dataclasses import replace

import pytest

from bot.services.caring import Caring
from bot.services.reports import ReportService
from tests.fakes import FakePeople
from tests.services.caring import MEMBER
from tests.services.fake_report_desk import (
    REPORTED,
    REPORTER,
    FakeReportDesk,
    telling_of,
)


@pytest.fixture
def desk() -> FakeReportDesk:
    """Where staff see reports."""
    return FakeReportDesk()


@pytest.fixture
def reports(caring: Caring, desk: FakeReportDesk, people: FakePeople) -> ReportService:
    """The service under test; the two members are in the server."""
    for user_id in (REPORTER, REPORTED):
        people.members[user_id] = replace(MEMBER, user_id=user_id)
    return telling_of(caring, desk).reports
