"""The longest notices about joining and about what members tell staff."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from bot.domain.consent import RoleFault
from bot.domain.deliveries import Failure
from bot.domain.ids import ChannelId, GuildId, LetterId, MessageId, ReportId, RoleId, UserId
from bot.domain.joining_notices import JoiningTrouble, TermsChanged
from bot.domain.letters import TEXT_MAX, What
from bot.domain.notices import Notice
from bot.domain.report_notices import ReportWaiting, StaffLetter
from bot.domain.reports import Kind

LONGEST_ID = 2**63 - 1  # both of a snowflake and of a row
AT = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)
# What looks like markup grows when escaped.
NAME = "*" * 100
MANY_ROLES = tuple(RoleId(LONGEST_ID - each) for each in range(25))


def reports_waiting() -> Iterator[Notice]:
    for kind, why, private in product(Kind, ("waits", "red", "grew"), (True, False)):
        yield ReportWaiting(
            report_id=ReportId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            kind=kind.value,
            why=why,
            card_channel_id=ChannelId(LONGEST_ID),
            card_message_id=MessageId(LONGEST_ID),
            in_private=private,
            rings=() if private else MANY_ROLES,
            calls=() if private else (UserId(LONGEST_ID),),
        )


def staff_letters() -> Iterator[Notice]:
    for what, language, by, name in product(
        What, ("en", "es"), (UserId(LONGEST_ID), None), (NAME, "")
    ):
        yield StaffLetter(
            letter_id=LetterId(LONGEST_ID),
            guild_id=GuildId(LONGEST_ID),
            what=what.value,
            subject=LONGEST_ID,
            server=name,
            language=language,
            text="*" * TEXT_MAX,
            by=by,
            about_at=AT,
        )


def joining() -> Iterator[Notice]:
    for language, is_over, name in product(("en", "es"), (True, False), (NAME, "")):
        yield TermsChanged(
            guild_id=GuildId(LONGEST_ID),
            version=LONGEST_ID,
            server=name,
            language=language,
            until=AT,
            is_over=is_over,
        )
    for problem in (*RoleFault, *Failure):
        if problem is not Failure.PASSING:
            yield JoiningTrouble(
                guild_id=GuildId(LONGEST_ID), role_id=RoleId(LONGEST_ID), problem=problem.value
            )
