"""Removing messages by the dozen: which, how many, and what is spared."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.errors import InvalidInput
from bot.domain.ids import ChannelId, GuildId, MessageId, UserId

MOST = 200
# Discord API v10, Bulk Delete Messages: 2 to 100 messages, none older than 14 days.
AT_ONCE = 100
BULK_AGE = timedelta(days=14)
# A message turns 14 days old while it waits for its turn.
MARGIN = timedelta(minutes=10)
# Discord takes old messages one by one and slowly: a minute's patience, not an hour's.
OLD_MOST = 20
# So far back is looked for messages that fit: a thousand.
PAGES_MOST = 10
LONGEST_SINCE = timedelta(days=30)
DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A message as the removal sees it: nothing of what it says.

    Attributes:
        can_go: False for what Discord lets nobody remove, such as a thread's beginning.
    """

    id: MessageId
    author_id: UserId
    at: datetime
    has_link: bool = False
    has_file: bool = False
    is_pinned: bool = False
    is_ours: bool = False
    can_go: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which messages of a room are meant.

    Attributes:
        most: 1 to 200, the newest first.
        who: Whose; None for everybody's.
        since: No older than this; None for any age.
        links: Those with a link, of everybody or of `who`.
        files: Those with a file; with `links` either will do.
        pinned: Whether pinned ones are removed as well.
    """

    guild_id: GuildId
    room_id: ChannelId
    most: int
    who: UserId | None = None
    since: timedelta | None = None
    links: bool = False
    files: bool = False
    pinned: bool = False


@dataclass(slots=True, kw_only=True)
class Catch:
    """What was found in a room so far.

    Attributes:
        recent: Those that Discord removes many at a time, newest first.
        old: Those that go one by one.
        cared_for: Spared: somebody needed help there.
        pinned: Spared: pinned.
        too_old: Left: more old ones than are removed in one go.
        is_done: Whether nothing further back can fit.
    """

    recent: list[MessageId] = field(default_factory=list[MessageId])
    old: list[MessageId] = field(default_factory=list[MessageId])
    cared_for: int = 0
    pinned: int = 0
    too_old: int = 0
    is_done: bool = False

    @property
    def count(self) -> int:
        """How many are to be removed."""
        return len(self.recent) + len(self.old)


def check(what: Filter) -> Filter:
    """Return a filter that can be used.

    Raises:
        InvalidInput: It asks for none, or for more than 200, or further back than 30 days.
    """
    if not 1 <= what.most <= MOST:
        raise InvalidInput("Count", "out_of_range", f"1 to {MOST}.")
    if what.since is not None and not timedelta(0) < what.since <= LONGEST_SINCE:
        raise InvalidInput("Since", "out_of_range", "1 minute to 30 days.")
    return what


def gather(
    catch: Catch,
    page: Sequence[Seen],
    what: Filter,
    *,
    cared_for: Set[MessageId],
    now: datetime,
) -> None:
    """Add what fits of the next page, newest first.

    Args:
        catch: What was found before.
        page: Further messages.
        what: Which are meant.
        cared_for: Messages on which help was given: they are never removed.
        now: By which "since" and an old message are meant.
    """
    for seen in page:
        if what.since is not None and now - seen.at > what.since:
            catch.is_done = True
            return
        if not _fits(seen, what):
            continue
        if seen.id in cared_for:
            catch.cared_for += 1
        elif seen.is_pinned and not what.pinned:
            catch.pinned += 1
        else:
            _take(catch, seen, now)
        if catch.count >= what.most:
            catch.is_done = True
            return


def portions(message_ids: Sequence[MessageId], *, now: datetime) -> Sequence[Sequence[MessageId]]:
    """Return messages in portions that Discord takes at once: old ones one by one, at the end."""
    recent = [each for each in message_ids if is_recent(each, now=now)]
    old = [each for each in message_ids if not is_recent(each, now=now)]
    many = [recent[at : at + AT_ONCE] for at in range(0, len(recent), AT_ONCE)]
    return [*many, *([each] for each in old)]


def is_recent(message_id: MessageId, *, now: datetime) -> bool:
    """Say whether Discord removes a message together with others."""
    # Discord API v10, Snowflakes: milliseconds since 2015, above 22 other bits.
    written = DISCORD_EPOCH + timedelta(milliseconds=message_id >> 22)
    return now - written < BULK_AGE - MARGIN


def _fits(seen: Seen, what: Filter) -> bool:
    # What the bot said stays: help that was given, a meeting's card.
    if seen.is_ours or not seen.can_go:
        return False
    if what.who is not None and seen.author_id != what.who:
        return False
    if what.links or what.files:
        return (what.links and seen.has_link) or (what.files and seen.has_file)
    return True


def _take(catch: Catch, seen: Seen, now: datetime) -> None:
    if is_recent(seen.id, now=now):
        catch.recent.append(seen.id)
    elif len(catch.old) < OLD_MOST:
        catch.old.append(seen.id)
    else:
        catch.too_old += 1
