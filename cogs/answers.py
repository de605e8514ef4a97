"""The buttons under an answer. What they count is an entry and an outcome, never who."""

from discord import Interaction, Member
from discord.ext import commands

from bot.chat.client import Waymark
from bot.chat.inbound import guild_of
from bot.chat.messenger import DiscordMessenger
from bot.chat.render import answers as render
from bot.chat.render.asked import asked_on
from bot.chat.reply import answer, change, put_in_place
from bot.domain.deliveries import Failure, Room
from bot.domain.errors import Conflict, NotPermitted
from bot.domain.faq.entries import Entry, EntryId
from bot.domain.ids import ChannelId, UserId
from bot.services.answers import AnswerService
from bot.services.contacts import ContactService
from bot.services.pace import Pace
from bot.services.ports import MessengerError
from bot.services.safety import SafetyService


class Answers(commands.Cog):
    """Helpful, not what I asked, share here."""

    def __init__(
        self,
        bot: Waymark,
        answers: AnswerService,
        *,
        safety: SafetyService,
        pace: Pace,
        messenger: DiscordMessenger,
        contacts: ContactService,
    ) -> None:
        self.answers = answers
        self.safety = safety
        self.pace = pace
        self.messenger = messenger
        self.contacts = contacts
        bot.router.on_press("faq:helpful", self.count_helpful)
        bot.router.on_press("faq:other", self.show_others)
        bot.router.on_press("faq:near", self.show_near)
        bot.router.on_press("faq:share", self.share)

    async def count_helpful(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Count that an answer helped."""
        guild_id = guild_of(interaction)
        entry = self.answers.entry(EntryId(args[0]), guild_id=guild_id)
        if is_private(interaction):
            asked = asked_on(interaction.message)
            can_share = guild_id is not None
            said = render.answer(entry, asked=asked, can_share=can_share, is_rated=True)
            await change(interaction, said)
        else:
            await answer(interaction, render.thanks())
        await self.answers.note(entry.id, "helpful", guild_id=guild_id)

    async def show_others(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show what else comes near, and the way to a person."""
        guild_id = guild_of(interaction)
        shown, *others = args
        entries = self.answers.known(others, guild_id=guild_id)
        asked = asked_on(interaction.message)
        await put_in_place(
            interaction,
            render.not_that(entries, self.contacts.of(guild_of(interaction)), asked=asked),
        )
        await self.answers.note(EntryId(shown), "not_asked", guild_id=guild_id)

    async def show_near(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Show whoever pressed what was not sure enough to be said to a room."""
        entries = self.answers.known(args, guild_id=guild_of(interaction))
        match entries:
            case [Entry(is_covered=True) as entry]:
                said = render.answer(entry)
            case [entry]:
                said = render.no_answer(entry, self.contacts.of(guild_of(interaction)))
            case [_, *_]:
                said = render.offer(entries)
            case _:
                said = render.no_answer(None, self.contacts.of(guild_of(interaction)))
        await answer(interaction, said)

    async def share(self, interaction: Interaction, args: tuple[str, ...]) -> None:
        """Post the passage in the room, as the bot's own message: it shows nobody's name."""
        guild_id = guild_of(interaction)
        entry = self.answers.entry(EntryId(args[0]), guild_id=guild_id)
        require_may_speak(interaction)
        channel_id = ChannelId(interaction.channel_id or 0)
        if self.safety.is_tender(channel_id, UserId(interaction.user.id)):
            raise Conflict("not_now")
        # A second press finds it said already: no await stands between the two lines.
        if not self.pace.say(channel_id, entry.id):
            raise Conflict("just_shared")
        await interaction.response.defer()
        await self._post(channel_id, entry)
        asked = asked_on(interaction.message)
        await change(interaction, render.was_shared(entry, asked=asked))
        await self.answers.note(entry.id, "shared", guild_id=guild_id)

    async def _post(self, channel_id: ChannelId, entry: Entry) -> None:
        try:
            await self.messenger.say(Room(channel_id), render.shared(entry))
        except MessengerError as error:
            self.pace.unsay(channel_id, entry.id)
            if error.failure is Failure.FORBIDDEN:
                raise NotPermitted("Send Messages", by_bot=True) from None
            raise Conflict("not_shared") from None


def is_private(interaction: Interaction) -> bool:
    """Say whether the pressed message is seen by its presser alone."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def require_may_speak(interaction: Interaction) -> None:
    """Let a press pass in a room where both the presser and the bot may write now.

    Raises:
        NotPermitted: One of them may not.
    """
    member = interaction.user
    theirs, ours = interaction.permissions, interaction.app_permissions
    is_thread = interaction.channel is not None and interaction.channel.type.name.endswith("thread")
    needed = "send_messages_in_threads" if is_thread else "send_messages"
    is_silenced = not isinstance(member, Member) or member.is_timed_out()
    if is_silenced or not getattr(theirs, needed):
        raise NotPermitted("Send Messages")
    if not (getattr(ours, needed) and ours.embed_links):
        raise NotPermitted("Send Messages", by_bot=True)


async def setup(bot: Waymark) -> None:
    """Add the cog."""
    services = bot.services
    cog = Answers(
        bot,
        services.answers,
        safety=services.safety,
        pace=services.pace,
        messenger=services.messenger,
        contacts=services.caring.contacts,
    )
    await bot.add_cog(cog)
