"""Joining over a real ledger, with Discord as a small world of members, roles and one board."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.domain.consent import Card, RoleFault, Standing, Terms
from bot.domain.deliveries import Sent
from bot.domain.ids import ChannelId, GuildId, MessageId, RoleId, UserId
from bot.domain.servers import Server
from bot.services.consents import ConsentService
from bot.services.deliveries import DeliveryService
from bot.services.joining import Joining
from bot.services.terms import TermsService
from bot.services.terms_cards import TermsCards

GRACE = timedelta(days=14)
TEXT = "Be kind to each other. What is said here stays here. This group is for adults of 18 years."
SHIPPED = Terms(
    version=1,
    dated=date(2026, 3, 1),
    texts={"en": TEXT, "es": f"(es) {TEXT}"},
    source="Written for Waymark.",
)


@dataclass
class FakeMemberRoles:
    """Knows who is there; refuses as often as `failures` has entries.

    Attributes:
        faults: What is wrong with a role.
        log: What was given and taken, in order.
    """

    members: dict[UserId, Standing] = field(default_factory=dict[UserId, Standing])
    faults: dict[RoleId, RoleFault] = field(default_factory=dict[RoleId, RoleFault])
    failures: list[BaseException] = field(default_factory=list[BaseException])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    log: list[tuple[str, UserId, RoleId]] = field(default_factory=list[tuple[str, UserId, RoleId]])

    async def standing(self, guild_id: GuildId, user_id: UserId) -> Standing | None:
        """Return where a person stands."""
        del guild_id
        return self.members.get(user_id)

    def fault(self, server: Server, role_id: RoleId) -> RoleFault | None:
        """Say what is wrong with a role."""
        del server
        return self.faults.get(role_id)

    async def give(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Give it, or raise the next failure."""
        del guild_id
        if self.failures:
            raise self.failures.pop(0)
        self.log.append(("give", user_id, role_id))
        has = self.members[user_id]
        self.members[user_id] = replace(has, role_ids=has.role_ids | {role_id})

    async def take(self, guild_id: GuildId, user_id: UserId, role_id: RoleId) -> None:
        """Take it, or raise the next failure; one in `lost` comes after it was taken."""
        del guild_id
        if self.failures:
            raise self.failures.pop(0)
        self.log.append(("take", user_id, role_id))
        if has := self.members.get(user_id):
            self.members[user_id] = replace(has, role_ids=has.role_ids - {role_id})
        if self.lost:
            raise self.lost.pop(0)

    def has(self, user_id: UserId, role_id: RoleId) -> bool:
        """Say whether somebody has a role."""
        return role_id in self.members[user_id].role_ids


@dataclass
class FakeBoard:
    """Remembers the cards that stand; refuses as often as `failures` has entries.

    Attributes:
        lost: Failures that come after a card was posted.
        changes: How often a card was edited.
    """

    standing: dict[MessageId, tuple[Card, int]] = field(
        default_factory=dict[MessageId, tuple[Card, int]]
    )
    failures: list[BaseException] = field(default_factory=list[BaseException])
    lost: list[BaseException] = field(default_factory=list[BaseException])
    changes: int = 0
    posted: int = 0

    async def post(self, card: Card, terms: Terms, *, language: str) -> Sent:
        """Post it, or raise the next failure."""
        del language
        if self.failures:
            raise self.failures.pop(0)
        self.posted += 1
        message_id = MessageId(800 + self.posted)
        self.standing[message_id] = (card, terms.version)
        if self.lost:
            raise self.lost.pop(0)
        return Sent(message_id, card.channel_id)

    async def find(self, card: Card, *, since: datetime) -> Sent | None:
        """Look for it by its key."""
        del since
        for message_id, (stands, _) in self.standing.items():
            if stands.key == card.key:
                return Sent(message_id, card.channel_id)
        return None

    async def stands(self, card: Card) -> bool:
        """Say whether it is there."""
        return card.message_id in self.standing

    async def change(self, card: Card, terms: Terms, *, language: str) -> None:
        """Edit it, or raise the next failure."""
        del language
        if self.failures:
            raise self.failures.pop(0)
        assert card.message_id is not None
        self.changes += 1
        self.standing[card.message_id] = (card, terms.version)

    async def take_down(self, sent: Sent) -> None:
        """Delete it."""
        self.standing.pop(sent.message_id, None)

    def where(self) -> list[tuple[ChannelId, int]]:
        """Return in which room a card shows which version."""
        return [(card.channel_id, version) for card, version in self.standing.values()]


def joining_of(
    deliveries: DeliveryService,
    roles: FakeMemberRoles | None = None,
    board: FakeBoard | None = None,
    name: Callable[[GuildId], str] = lambda _: "Evening",
) -> Joining:
    """Return joining as the bot puts it together."""
    discord = roles or FakeMemberRoles()
    terms = TermsService(
        database=deliveries.database,
        servers=deliveries.servers,
        roles=discord,
        alarm=deliveries.alarm,
        shipped=SHIPPED,
        grace=GRACE,
        now=deliveries.now,
    )
    consents = ConsentService(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        alarm=deliveries.alarm,
        now=deliveries.now,
        real=deliveries.real,
        terms=terms,
        roles=discord,
        server_name=name,
    )
    cards = TermsCards(
        database=deliveries.database,
        servers=deliveries.servers,
        deliveries=deliveries,
        alarm=deliveries.alarm,
        now=deliveries.now,
        real=deliveries.real,
        board=board or FakeBoard(),
    )
    return Joining(terms=terms, consents=consents, cards=cards)
