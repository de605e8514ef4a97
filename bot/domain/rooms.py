"""Who may write in a room: what we change for a meeting, and how exactly that is taken back.

A room that is kept for its meetings is closed between them: everybody may read, members may not
write. Two changes of ours lie over what staff have set, the later on top of the earlier: REST
closes the room for as long as it is kept, OPEN lets members write for one meeting. Each remembers
what stood before and what it set, so that taking it back undoes ours and nothing of anybody else's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber, ChannelId, GuildId, MeetingId
from bot.domain.servers import RolePurpose, Server

OpeningId = NewType("OpeningId", int)

# Discord API v10, Permissions. Threads are rooms of their own and would stay open otherwise.
SEND_MESSAGES: Final = 1 << 11
SEND_IN_THREADS: Final = 1 << 38
CREATE_THREADS: Final = 1 << 35 | 1 << 36
CONNECT: Final = 1 << 20
SPEAK: Final = 1 << 21
REQUEST_TO_SPEAK: Final = 1 << 32
TEXT_BITS: Final = SEND_MESSAGES | SEND_IN_THREADS
VOICE_BITS: Final = CONNECT | SEND_MESSAGES

# Long enough to look into what was changed in a room; counted from when it was taken back.
KEPT: Final = timedelta(days=30)

# How the end of a PAUSE leaves a room: as it stands beneath.
RESUME: Final = "resume"

STAFF: Final = (RolePurpose.FACILITATOR, RolePurpose.MODERATOR, RolePurpose.ADMIN)


class Kind(StrEnum):
    """What a change does to a room."""

    REST = "rest"  # closed between meetings
    OPEN = "open"  # open for one meeting, or by hand
    PAUSE = "pause"  # closed by a moderator, for now


class Shape(StrEnum):
    """What sort of room it is, as far as taking part in it goes."""

    TEXT = "text"
    FORUM = "forum"  # posts are threads; the room itself holds no message
    VOICE = "voice"
    STAGE = "stage"


# What a pause takes from members. Who may not CONNECT cannot read what is written beside a call
# either (Discord API v10), so a paused voice room is still one to listen and read in.
QUIET: Final = {
    Shape.TEXT: TEXT_BITS,
    Shape.FORUM: TEXT_BITS,
    Shape.VOICE: SPEAK | SEND_MESSAGES,
    Shape.STAGE: REQUEST_TO_SPEAK | SEND_MESSAGES,
}


class State(StrEnum):
    """Where a change stands; for a meeting: opening, open, closing, closed."""

    APPLYING = "applying"
    STANDING = "standing"
    UNDOING = "undoing"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a role or a person is allowed and denied in a room, as Discord's bits.

    Attributes:
        is_person: False for a role; @everyone is the role with the server's own id.
    """

    target_id: int
    is_person: bool
    allow: int = 0
    deny: int = 0


Overwrites = Mapping[int, Overwrite]
"""A room's overwrites by the id of their role or person."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The bits of one overwrite that are ours to set; a bit in neither is left to the role.

    Attributes:
        mask: Which bits these are; all others belong to staff.
    """

    target_id: int
    is_person: bool
    mask: int
    allow: int = 0
    deny: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A room as it stands at Discord now.

    Attributes:
        own_id: The bot's own user id.
        own_rights: What the bot may do in the whole server, as Discord's bits.
    """

    overwrites: Overwrites
    shape: Shape = Shape.TEXT
    own_id: int
    own_rights: int = 0

    @property
    def bits(self) -> int:
        """The bits that open and close such a room."""
        return VOICE_BITS if self.shape in {Shape.VOICE, Shape.STAGE} else TEXT_BITS

    @property
    def quiet_bits(self) -> int:
        """The bits that pause such a room.

        Where nobody may write in threads, a thread's name would still be read: none is begun,
        where the bot may see to it. Discord lets nobody deny what they may not do themselves.
        """
        spare = CREATE_THREADS & self.own_rights if self.shape is Shape.TEXT else 0
        return QUIET[self.shape] | spare


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A change of ours to a room.

    Attributes:
        meeting_id: None for REST, and for a room opened by hand.
        by_hand: True when somebody asked for it with a command.
        saved: What stood before; None until it was read.
        ours: What we set, in the order it is set.
        due_at: When something is next to be done about it, aware UTC; None for not by itself.
        closes_at: When it is to be taken back, aware UTC; None for when nobody keeps the room.
        attempts: Failures so far of the step that is due.
        case: The case of a moderator who asked for it.
        end_case: The case of a moderator who asked it back.
    """

    id: OpeningId
    guild_id: GuildId
    room_id: ChannelId
    kind: Kind
    meeting_id: MeetingId | None
    by_hand: bool
    state: State
    saved: Overwrites | None
    ours: Sequence[Wish]
    due_at: datetime | None
    closes_at: datetime | None
    attempts: int
    case: CaseNumber | None = None
    end_case: CaseNumber | None = None

    @property
    def leaves(self) -> str:
        """How the step that is due leaves the room: a value of `Kind`, or "resume"."""
        if self.state is not State.UNDOING:
            return self.kind
        return {Kind.REST: Kind.OPEN, Kind.OPEN: Kind.REST}.get(self.kind, RESUME)


@dataclass(frozen=True, slots=True)
class Why:
    """What Discord's audit log is told about a change to a room.

    Attributes:
        leaves: How the change leaves the room; see `Opening.leaves`.
        case: The case it belongs to, where a moderator asked for it.
    """

    leaves: str
    case: Case | None = None


def closed(server: Server, look: Look) -> Sequence[Wish]:
    """Return what closes a room between meetings.

    Sending is denied to @everyone and to the clinic's member roles. Before that it is allowed to
    the bot, whose reminders would be refused otherwise, and to the clinic's staff roles.
    """
    return _kept_from_members(server, look, look.bits)


def _kept_from_members(server: Server, look: Look, bits: int) -> Sequence[Wish]:
    staff = sorted(role for purpose in STAFF for role in server.roles.get(purpose, ()))
    may = [Wish(look.own_id, True, bits, allow=bits)]
    may += [Wish(role, False, bits, allow=bits) for role in dict.fromkeys(staff)]
    members = sorted({server.guild_id, *_members(server)} - set(staff))
    return [*may, *(Wish(role, False, bits, deny=bits) for role in members)]


def opened(server: Server, look: Look, rest: Overwrites | None) -> Sequence[Wish]:
    """Return what opens a room to those who take part: the member roles, or everybody.

    Args:
        server: Whose roles these are.
        look: The room as it stands.
        rest: What stood before we closed it; None where it was not us. What was allowed or left
            open then is so again; what was denied even then is allowed.
    """
    bits = look.bits
    wishes: list[Wish] = []
    for role in _members(server) or [server.guild_id]:
        if rest is None:
            wishes.append(Wish(role, False, bits, allow=bits))
        else:
            before = rest.get(role, Overwrite(role, False))
            wishes.append(Wish(role, False, bits, allow=(before.allow | before.deny) & bits))
    return wishes


def paused(server: Server, look: Look) -> Sequence[Wish]:
    """Return what lets members be in a room, and not write or speak, whoever let them before.

    A leave that staff gave one person, or a role that is not staff's, counts for nothing
    meanwhile: Discord would let it outrank what is denied to everybody.
    """
    bits = look.quiet_bits
    wishes = _kept_from_members(server, look, bits)
    named = {wish.target_id for wish in wishes}
    leaves = [
        Wish(each.target_id, each.is_person, bits)
        for each in look.overwrites.values()
        if each.allow & bits and each.target_id not in named
    ]
    return [*wishes, *leaves]


def beneath(pause: Opening | None, look: Look) -> Look:
    """Return a room as it would stand without the PAUSE that lies over it, if one does."""
    if pause is None or pause.saved is None:
        return look
    return replace(look, overwrites=restored(pause.saved, pause.ours, look.overwrites))


def covered(wanted: Overwrites, pause: Opening | None, now: Overwrites) -> Overwrites:
    """Return how a room shows `wanted` under a PAUSE: what of it stands `now` stays on top."""
    if pause is None:
        return wanted
    return applied(wanted, [_standing(wish, now) for wish in pause.ours])


def applied(now: Overwrites, ours: Sequence[Wish]) -> Overwrites:
    """Return a room's overwrites with our bits set and every other bit as it stands."""
    found = dict(now)
    for wish in ours:
        empty = Overwrite(wish.target_id, wish.is_person)
        was = found.get(wish.target_id, empty)
        made = replace(
            was,
            allow=was.allow & ~wish.mask | wish.allow,
            deny=was.deny & ~wish.mask | wish.deny,
        )
        if made != empty or wish.target_id in found:
            found[wish.target_id] = made
    return found


def restored(before: Overwrites, ours: Sequence[Wish], now: Overwrites) -> Overwrites:
    """Return a room's overwrites with our change taken back.

    Bit by bit: one that stands as we set it goes back to what it was; one that somebody changed
    meanwhile stays as they want it. An overwrite that only we needed goes away.
    """
    found = dict(now)
    for wish in reversed(ours):
        empty = Overwrite(wish.target_id, wish.is_person)
        was, stands = before.get(wish.target_id, empty), now.get(wish.target_id, empty)
        is_ours = _standing(wish, now).mask
        back = replace(
            stands,
            allow=stands.allow & ~is_ours | was.allow & is_ours,
            deny=stands.deny & ~is_ours | was.deny & is_ours,
        )
        if back != empty or wish.target_id in (before.keys() & now.keys()):
            found[wish.target_id] = back
        else:
            found.pop(wish.target_id, None)
    return found


def steps(
    now: Overwrites, wanted: Overwrites, order: Sequence[Wish]
) -> Sequence[tuple[Overwrite, bool]]:
    """Return what to call at Discord to come from `now` to `wanted`, in the order of `order`.

    Returns:
        Overwrites, and for each whether it is to be set (else it is to be removed).
    """
    found: list[tuple[Overwrite, bool]] = []
    for target_id in dict.fromkeys(wish.target_id for wish in order):
        stands, want = now.get(target_id), wanted.get(target_id)
        if want is not None and want != stands:
            found.append((want, True))
        elif want is None and stands is not None:
            found.append((stands, False))
    return found


def _standing(wish: Wish, now: Overwrites) -> Wish:
    """Return what of a wish stands as we set it."""
    stands = now.get(wish.target_id, Overwrite(wish.target_id, wish.is_person))
    mask = wish.mask & ~((stands.allow ^ wish.allow) | (stands.deny ^ wish.deny))
    return replace(wish, mask=mask, allow=wish.allow & mask, deny=wish.deny & mask)


def _members(server: Server) -> Sequence[int]:
    return sorted(server.roles.get(RolePurpose.MEMBER, ()))
