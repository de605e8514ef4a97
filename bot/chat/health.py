"""What Discord lets the bot do in a server's rooms, held against what it needs there."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime

import discord
from discord.utils import escape_markdown, format_dt

from bot.chat.seeding import is_private
from bot.domain.contacts import Standing
from bot.domain.events import ON, POLICY
from bot.domain.faq.library import Kept
from bot.domain.holds import Hold
from bot.domain.ids import ChannelId, RoleId
from bot.domain.reports import Untaken
from bot.domain.servers import RolePurpose, RoomPurpose, Server
from bot.domain.subscriptions import Subscription
from bot.domain.support import SupportTexts
from bot.services.second_ear import Standing as Hearing

# What each room asks of the bot, by Discord's own names for it.
TO_SPEAK = ("view_channel", "send_messages", "embed_links", "read_message_history")
TO_HIDE = (*TO_SPEAK, "manage_messages")
NEEDS: dict[RoomPurpose, tuple[str, ...]] = {
    RoomPurpose.STAFF: TO_SPEAK,
    RoomPurpose.QUESTIONS: TO_HIDE,
    RoomPurpose.MEETINGS: TO_HIDE,
    RoomPurpose.LOUNGE: TO_HIDE,
}
# Without these, moderators' commands fail and help in a room may not arrive.
IN_THE_SERVER = ("moderate_members", "manage_messages", "view_audit_log")

# A care card that nobody acknowledges rings these; Discord rings nobody for a role that may not be
# mentioned, and says nothing.
RUNG = {RolePurpose.MODERATOR, RolePurpose.ADMIN}
# Looked at with joining, whose role it is.
MEMBER = RolePurpose.MEMBER


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of a server's status.

    Attributes:
        part: A room's or role's purpose, "server", "events", "ping" or "door".
        mention: How Discord shows it; None when it is not set or gone.
        missing: Permissions by Discord's names, as its settings show them.
        problem: "not_set", "gone", "public", "missing", "cannot_ring", "ping_gone", "has_rights",
            "too_high", or None when all is well.
        since: When the oldest of what waits came, aware UTC.
    """

    part: str
    mention: str | None = None
    missing: tuple[str, ...] = ()
    problem: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InUse:
    """What a server's meetings use that needs a right of its own.

    Attributes:
        pings: Roles that reminders ring and members are given, each with the room it is rung in.
        doors: Rooms that are opened and closed for their meetings.
    """

    pings: Set[tuple[RoleId, ChannelId]] = frozenset()
    doors: Set[ChannelId] = frozenset()


def examine(guild: discord.Guild, server: Server, used: InUse) -> Sequence[Finding]:
    """Return a finding for the server, for each room and role, and for what is in use."""
    rooms = [_room(guild, server, purpose) for purpose in NEEDS]
    roles = [_role(guild, server, purpose) for purpose in RolePurpose if purpose is not MEMBER]
    held = guild.me.guild_permissions
    missing = tuple(titled(name) for name in IN_THE_SERVER if not getattr(held, name))
    whole = Finding(part="server", missing=missing, problem="missing" if missing else None)
    pings = [_ping(guild, role_id, room_id) for role_id, room_id in sorted(used.pings)]
    doors = [_door(guild, room_id) for room_id in sorted(used.doors)]
    return [whole, *rooms, *roles, *_events(guild, server), *pings, *filter(None, doors)]


def _room(guild: discord.Guild, server: Server, purpose: RoomPurpose) -> Finding:
    channel_id = server.rooms.get(purpose)
    if channel_id is None:
        return Finding(part=purpose, problem="not_set")
    channel = guild.get_channel(channel_id)
    if channel is None:
        return Finding(part=purpose, problem="gone")
    held = channel.permissions_for(guild.me)
    # What the whole server lacks is said once, by its own line.
    known = {name for name in IN_THE_SERVER if not getattr(guild.me.guild_permissions, name)}
    needs = [name for name in NEEDS[purpose] if name not in known]
    missing = tuple(titled(name) for name in needs if not getattr(held, name))
    problem = "missing" if missing else None
    if purpose is RoomPurpose.STAFF and not is_private(channel):
        problem = "public"
    return Finding(part=purpose, mention=channel.mention, missing=missing, problem=problem)


def _role(guild: discord.Guild, server: Server, purpose: RolePurpose) -> Finding:
    role_ids = server.roles.get(purpose)
    if not role_ids:
        return Finding(part=purpose, problem="not_set")
    found = [role for role_id in sorted(role_ids) if (role := guild.get_role(role_id))]
    if not found:
        return Finding(part=purpose, problem="gone")
    mention = " ".join(role.mention for role in found)
    if purpose in RUNG and not all(role.mentionable or _rings_all(guild, server) for role in found):
        return Finding(part=purpose, mention=mention, problem="cannot_ring")
    return Finding(part=purpose, mention=mention)


def _events(guild: discord.Guild, server: Server) -> Sequence[Finding]:
    if server.policies.get(POLICY) != ON:
        return []
    missing = () if guild.me.guild_permissions.create_events else (titled("create_events"),)
    return [Finding(part="events", missing=missing, problem="missing" if missing else None)]


def calendars(read: Sequence[Subscription]) -> Sequence[Finding]:
    """Return a finding for each address that a calendar is read from."""
    return [
        Finding(
            part="calendar",
            mention=escape_markdown(each.label),
            problem="unread" if each.problem else None,
        )
        for each in read
    ]


def answers(kept: Sequence[Kept], today: date) -> Finding:
    """Return a finding on the clinic's answers: read in time, and signed.

    Args:
        kept: Every answer of the server.
        today: In the server's zone.
    """
    live = [each.live for each in kept if each.live]
    overdue = sum(entry.review_by is not None and entry.review_by < today for entry in live)
    unsigned = sum(entry.reviewed_by is None for entry in live)
    if overdue:
        return Finding(part="answers", mention=str(overdue), problem="overdue")
    if unsigned:
        return Finding(part="answers", mention=str(unsigned), problem="unsigned")
    return Finding(part="answers", mention=None)


def care(
    *, unanswered: int, contacts: Standing, texts: SupportTexts, today: date
) -> Sequence[Finding]:
    """Return findings on cards nobody took, on the clinic's contacts and on the help lines."""
    review = min(
        [each.review_by for each in texts.texts.values()]
        + [each.review_by for each in texts.pages.values()]
    )
    return [
        Finding(part="care", problem="unanswered" if unanswered else None),
        Finding(part="contacts", problem=None if contacts is Standing.FRESH else contacts),
        Finding(part="help_lines", problem="review_due" if review <= today else None),
    ]


def shift(left_since: datetime | None) -> Sequence[Finding]:
    """Return a finding on a shift that goes on with nobody on call; none where all is well."""
    if left_since is None:
        return ()
    return (Finding(part="shift", mention=format_dt(left_since, "R"), problem="shift_left"),)


def reports(waiting: Untaken) -> Finding:
    """Return a finding on the reports that nobody has taken."""
    if waiting.since is None:
        return Finding(part="reports")
    problem = "reports_red" if waiting.is_red else "reports_wait"
    return Finding(part="reports", mention=str(waiting.count), since=waiting.since, problem=problem)


def _ping(guild: discord.Guild, role_id: RoleId, room_id: ChannelId) -> Finding:
    """Say whether members can be given a role that reminders ring, and whether it rings."""
    role, room = guild.get_role(role_id), guild.get_channel(room_id)
    if role is None:
        return Finding(part="ping", problem="ping_gone")
    missing: tuple[str, ...] = ()
    problem = None
    if not guild.me.guild_permissions.manage_roles:
        missing, problem = (titled("manage_roles"),), "missing"
    elif not rings_only(role):
        problem = "has_rights"
    elif role >= guild.me.top_role:
        problem = "too_high"
    elif not (role.mentionable or (room and room.permissions_for(guild.me).mention_everyone)):
        problem = "cannot_ring"
    # Without a mention, the place to click is the server's own settings.
    mention = None if problem == "missing" else role.mention
    return Finding(part="ping", mention=mention, missing=missing, problem=problem)


def _door(guild: discord.Guild, room_id: ChannelId) -> Finding | None:
    """Say whether a room can be opened and closed; None for one that is gone with its meeting."""
    room = guild.get_channel(room_id)
    if room is None:
        return None
    may = room.permissions_for(guild.me).manage_roles
    # Discord's name for Manage Roles within one room.
    missing = () if may else (titled("manage_permissions"),)
    problem = "missing" if missing else None
    return Finding(part="door", mention=room.mention, missing=missing, problem=problem)


def doors_closed(lockdown: Hold | None) -> Sequence[Finding]:
    """Return a finding while a lockdown keeps the server's doors closed; else nothing."""
    return [] if lockdown is None else [Finding(part="lockdown", problem="doors_closed")]


def automod(guild: discord.Guild, problem: str | None) -> Sequence[Finding]:
    """Return a finding for Discord's AutoMod, where it stands guard.

    Args:
        guild: The server.
        problem: A value of `automod.Problem`, as the last look left it.
    """
    if not guild.me.guild_permissions.manage_guild:
        return [Finding(part="automod", missing=(titled("manage_guild"),), problem="missing")]
    known = None if problem is None else f"automod_{problem}"
    return [Finding(part="automod", problem=known)]


def _rings_all(guild: discord.Guild, server: Server) -> bool:
    """Say whether the bot may ring any role where staff cards are posted."""
    staff_room = guild.get_channel(server.rooms.get(RoomPurpose.STAFF, 0))
    return staff_room is not None and staff_room.permissions_for(guild.me).mention_everyone


def rings_only(role: discord.Role) -> bool:
    """Say whether a role is safe to hand to whoever asks: it allows no more than everybody may."""
    more = role.permissions.value & ~role.guild.default_role.permissions.value
    return not (more or role.managed or role.is_default())


def lacking(permissions: discord.Permissions, *, guard: bool = False) -> tuple[str, ...]:
    """Return what the bot lacks for its features, by the names that Discord's settings show.

    Args:
        permissions: What it has.
        guard: Whether AutoMod stands guard, whose rules ask for Manage Server.
    """
    wanted = (*IN_THE_SERVER, *TO_SPEAK, *(("manage_guild",) if guard else ()))
    return tuple(titled(name) for name in wanted if not getattr(permissions, name))


def titled(permission: str) -> str:
    """Return a permission as Discord's settings show it: "Send Messages"."""
    return permission.replace("guild", "server").replace("_", " ").title()


def hearing(standing: Hearing, dropped: int) -> Finding:
    """Return the finding on the model beside the clinic's signals.

    Args:
        standing: Whether it listens.
        dropped: How many messages it had no time for since the start.
    """
    is_on = standing is Hearing.ON
    if is_on and dropped:
        return Finding(part="hearing", mention=f"{dropped:,}", problem="hearing_slow")
    return Finding(part="hearing", problem=None if is_on else f"hearing_{standing}")
