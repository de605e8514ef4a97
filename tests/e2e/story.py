"""One evening in the clinic's rooms, in which every command, menu and button is used once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from tests.e2e.driver import Json, Town, buttons, words
from tests.e2e.story_answers import answers
from tests.e2e.story_dates import dates
from tests.e2e.story_joining import joining
from tests.e2e.story_telling import TOLD_STAFF, telling
from tests.e2e.teller import Teller

# Words that stand nowhere but in what members type here; each is typed somewhere else.
TYPED = {
    "a message": "quixotic",
    "a question": "marzipan",
    "a question in a direct message": "halberd",
    "a question for a person": "nectarine",
    "a question in the open": "saffron",
    "a question by name": "obelisk",
    "a half-typed question": "zeppel",
    "a cry for help": "kumquat",
    "a cry for help in a question": "obsidian",
    "a cry for help in a direct message": "flugelhorn",
    "a worry about somebody": "tarragon",
    "a direct message": "periwinkle",
    "a message that is hidden": "gossamer",
    "a phone number that is hidden": "tamarind",
    **TOLD_STAFF,
}


async def evening(town: Town) -> set[str]:
    """Let the five people live through an evening; return the names of what was used."""
    told = Teller(town)
    await questions(told)
    await answers(told)
    await meetings(told)
    await moderation(told)
    await hiding(told)
    await danger(told)
    await telling(told)
    await joining(told)
    await parting(told)
    return told.used


async def questions(told: Teller) -> None:
    """Members ask; some is answered, some is not."""
    town, member = told.town, told.town.member
    await member.say(town.rooms["lounge"], f"good evening, what a {TYPED['a message']} day")
    await member.suggest(town.at("lounge"), "ask", "question", TYPED["a half-typed question"])
    await told.use(member, "ask", question="do i need a referral for migraine treatment?")
    honest = await told.use(member, "ask", question=f"why is {TYPED['a question']} so sweet")
    await handed_over(told, honest)
    offers = await told.use(member, "ask", question="side effects and eating")
    first = buttons(offers)[0]["label"]
    await told.press(member, offers, first)
    await member.becomes(offers, first if "Did you mean" in words(offers) else "Thank you")
    channel = await member.dm_with(await town.bot_id())
    asked = f"is a {TYPED['a question in a direct message']} heavy"
    await member.answered(await member.slash({"channel_id": channel}, "ask", question=asked))
    await member.say(channel, f"hello {TYPED['a direct message']}")
    await in_the_open(told)


async def handed_over(told: Teller, honest: Json) -> None:
    """A member asks a person; one of the team takes the question and answers it."""
    town, member, moderator = told.town, told.town.member, told.town.moderator
    asked = f"where do {TYPED['a question for a person']} trees grow"
    form = await member.form(await member.press(honest, "Ask a person", town.guild_id))
    await member.answered(await member.submit(town.at("lounge"), form, question=asked))
    card = await moderator.sees(shows(asked))
    await moderator.press(card, "I will take it", town.guild_id)
    card = await moderator.becomes(card, moderator.id)
    form = await moderator.form(await moderator.press(card, "Answer", town.guild_id))
    await moderator.answered(
        await moderator.submit(town.at("staff"), form, answer="In warm gardens.")
    )
    await member.sees(shows("In warm gardens."))
    form = await member.form(await member.press(honest, "Ask a person", town.guild_id))
    await member.answered(await member.submit(town.at("lounge"), form, question=f"{asked}, again"))
    card = await moderator.sees(shows("again"))
    await moderator.press(card, "Close", town.guild_id)
    await moderator.becomes(card, "closed this")


async def in_the_open(told: Teller) -> None:
    """Members ask in the questions room and by the bot's name; a private answer is shared."""
    town, member, second = told.town, told.town.member, told.town.second
    sure = "do i need a referral for migraine treatment?"
    await second.say(town.rooms["questions"], f"who bakes {TYPED['a question in the open']} buns?")
    await second.say(town.rooms["questions"], sure)
    card = await second.sees(shows("not medical advice"))
    await member.answered(await member.press(card, "Helpful", town.guild_id))
    await member.answered(await member.press(card, "Not what I asked", town.guild_id))
    name = f"<@{await town.bot_id()}>"
    asked = f"{name} how tall is an {TYPED['a question by name']}?"
    await second.say(town.rooms["lounge"], asked)
    await second.sees(shows("I have no approved answer to that."))
    answer = await told.use(member, "ask", "welcome", question=sure)
    await member.press(answer, "Helpful", town.guild_id)
    answer = await member.becomes(answer, "Thank you")
    await member.press(answer, "Share here", town.guild_id)
    await second.sees(shows("asked for this to be shared"))
    await member.becomes(answer, "It stands in this room now")


async def meetings(told: Teller) -> None:
    """An admin adds a meeting in one go and in two; it is announced, and one is ended."""
    town, admin, member = told.town, told.town.admin, told.town.member
    await told.use(admin, "clinic setup", "staff", zone="America/New_York")
    front = {"label": "Front desk", "reach": "555-0100, weekdays"}
    await told.use(admin, "clinic contacts edit", "staff", **front)
    await told.use(admin, "clinic contacts verify", "staff")
    await told.use(admin, "clinic status", "staff")
    await told.use(member, "meetings next")
    typed = {"title": "Tuesday circle", "day": "Tuesday", "time": "sevenish"}
    await admin.suggest(town.at("staff"), "clinic meeting add", "zone", "east", **typed)
    card = await told.use(admin, "clinic meeting add", "staff", **typed)
    form = await admin.form(await admin.press(card, "Change what I typed", town.guild_id))
    await admin.submit(town.at("staff"), form, time="7 pm")
    card = await admin.becomes(card, "Next five dates")
    await admin.press(card, "Save", town.guild_id)
    await admin.becomes(card, "Saved")
    other = await told.use(admin, "clinic meeting add", "staff", **{**typed, "time": "noon"})
    await admin.press(other, "Cancel", town.guild_id)
    await admin.becomes(other, "Nothing was saved")
    await told.use(member, "meetings list")
    [choice] = await admin.suggest(town.at("staff"), "clinic meeting preview", "meeting", "circ")
    shown = await told.use(admin, "clinic meeting preview", "staff", meeting=choice["value"])
    await dates(told, choice["value"])
    await announced(told, shown)
    for answer, left in (("Keep it", "goes on"), ("End this meeting", "has ended")):
        asked = await told.use(admin, "clinic meeting end", "staff", meeting=choice["value"])
        await admin.press(asked, answer, town.guild_id)
        await admin.becomes(asked, left)


async def announced(told: Teller, shown: Json) -> None:
    """Go to the first reminder, and press its button."""
    town = told.town
    stamp = re.search(r"<t:(\d+)", words(shown))
    assert stamp is not None
    before = datetime.fromtimestamp(int(stamp[1]), UTC) - timedelta(hours=1, seconds=1)
    await town.workshop("POST", "clock", {"to": before.isoformat()})
    card = await town.member.sees(
        lambda message: "Next dates" in {each.get("label") for each in buttons(message)}
    )
    await town.member.answered(await town.member.press(card, "Next dates", town.guild_id))


async def moderation(told: Teller) -> None:
    """A moderator warns, hides and sets a break; the person asks to talk."""
    town, moderator, second = told.town, told.town.moderator, told.town.second
    said = await second.say(town.rooms["lounge"], f"a {TYPED['a message that is hidden']} secret")
    await told.hide(moderator, said, {"reason": "private_details", "note": "Take care."})
    await told.use(moderator, "mod warn", member=second.id, reason="unkind")
    letter = await second.sees(shows("would like you to know about something"))
    await second.answered(await second.press(letter, "Talk to staff"))
    await told.use(moderator, "mod timeout", member=second.id, reason="other", duration=10)
    line = await moderator.sees(shows("cannot write until"))
    await moderator.answered(await moderator.press(line, "History", town.guild_id))
    await told.use(moderator, "mod untimeout", member=second.id)
    await told.use(moderator, "mod note", member=second.id, note="Asked for a quieter room.")
    await told.use(moderator, "mod history", member=second.id)
    await told.use(moderator, "mod case edit", number=1, reason="other")
    asked = await told.use(moderator, "mod case expire", number=1)
    await moderator.press(asked, "Set it aside", town.guild_id)
    await moderator.becomes(asked, "The note is forgotten, and")
    asked = await told.use(moderator, "mod case export", member=second.id)
    await moderator.answered(await moderator.press(asked, "Make the file", town.guild_id))
    await rooms(told)


async def rooms(told: Teller) -> None:
    """A moderator calms rooms and closes the doors, and takes it all back."""
    moderator, guild = told.town.moderator, told.town.guild_id
    await told.use(moderator, "mod pause", "questions", length=10)
    await told.use(moderator, "mod resume", "questions")
    await told.use(moderator, "mod slowmode", wait=5)
    await told.use(moderator, "mod slowmode", wait=0)
    lock = partial(told.use, moderator, "mod lockdown start")
    clear = partial(told.use, moderator, "mod purge", count=1, reason="adverts")
    for ask, leave, do, said in (
        (lock, "Leave them open", "Close the doors", "The doors are closed"),
        (clear, "Keep them", "Remove them", "removed. A line"),
    ):
        left = await ask()
        await moderator.press(left, leave, guild)
        await moderator.becomes(left, "Nothing was")
        asked = await ask()
        await moderator.press(asked, do, guild)
        await moderator.becomes(asked, said)
    await told.use(moderator, "mod lockdown stop")


async def parting(told: Teller) -> None:
    """Somebody is removed, banned while they are gone, and let in again."""
    town, moderator, target = told.town, told.town.moderator, told.town.second.id
    for name, label in (("mod kick", "Remove them"), ("mod ban", "Ban them")):
        asked = await told.use(moderator, name, member=target, reason="adverts")
        await moderator.press(asked, label, town.guild_id)
        await moderator.becomes(asked, "Case")
    await told.use(moderator, "mod unban", member=target)


async def hiding(told: Teller) -> None:
    """A number is hidden, disputed, and put right."""
    town, member, moderator = told.town, told.town.member, told.town.moderator
    await told.use(town.admin, "clinic policy messages", "staff", kind="spam", follows="watch")
    await told.use(town.admin, "clinic policy floods", "staff", follows="calm", newcomers=1)
    number = f"text me at 614-555-0142 {TYPED['a phone number that is hidden']}"
    await member.say(town.rooms["lounge"], number)
    letter = await member.sees(shows("A message of yours is hidden"))
    await member.answered(await member.press(letter, "This is a mistake"))
    call = await moderator.sees(shows("Somebody asks you to look again"))
    await moderator.answered(await moderator.press(call, "Put it right", town.guild_id))


async def danger(told: Teller) -> None:
    """People are in danger, and staff come."""
    town, member, moderator = told.town, told.town.member, told.town.moderator
    page = await told.use(member, "support now")
    await member.answered(await member.press(page, "Ask a person to sit with me", town.guild_id))
    cry = f"i want to kill myself, {TYPED['a cry for help']}"
    await member.say(town.rooms["lounge"], cry)
    card = await moderator.sees(shows("Care card"))
    await moderator.answered(await moderator.press(card, "Acknowledge", town.guild_id))
    await cared_for(told, await moderator.becomes(card, "has this. Taken"))
    await told.use(
        member, "ask", question=f"i want to die tonight {TYPED['a cry for help in a question']}"
    )
    channel = await member.dm_with(await town.bot_id())
    cry = f"i want to end my life {TYPED['a cry for help in a direct message']}"
    await member.say(channel, cry)
    worry = f"my friend wants to kill himself tonight {TYPED['a worry about somebody']}"
    await town.facilitator.say(town.rooms["lounge"], worry)
    await moderator.sees(shows("worried about another person"))
    for answer in ("Leave it", "Go on"):
        card = await told.use(moderator, "mod warn", member=member.id, reason="other")
        await moderator.press(card, answer, town.guild_id)
        await moderator.becomes(card, "Nothing was done" if answer == "Leave it" else "Case")
    await town.forward(200)
    await moderator.sees(shows("Nobody has acknowledged this yet"))


async def cared_for(told: Teller, card: Json) -> None:
    """A second person joins, what came of it is written down, and a card is started by hand."""
    town, moderator, admin = told.town, told.town.moderator, told.town.admin
    await moderator.answered(await moderator.press(card, "I need a second person", town.guild_id))
    call = await admin.sees(shows("second person is needed"))
    await admin.answered(await admin.press(call, "I will join", town.guild_id))
    card = await moderator.becomes(card, f"With <@{admin.id}>")
    form = await moderator.form(await moderator.press(card, "What came of it", town.guild_id))
    typed = {"outcome": "safe_for_now", "note": "A friend is with them."}
    await moderator.answered(await moderator.submit(town.at("staff"), form, **typed))
    card = await moderator.becomes(card, "safe for now")
    await moderator.answered(await moderator.press(card, "Read the note", town.guild_id))
    await on_call(told)
    await told.use(admin, "clinic drill start", "staff")
    drill = await moderator.sees(shows("This is practice"))
    await moderator.answered(await moderator.press(drill, "Acknowledge", town.guild_id))
    await admin.sees(shows("how it went"))
    await told.use(admin, "clinic drill start", "staff")
    await told.use(admin, "clinic drill stop", "staff")
    await told.use(moderator, "mod care", "staff", member=town.second.id)
    said = await town.facilitator.say(town.rooms["lounge"], "it is quiet tonight")
    told.used.add("Start care card")
    asked = await moderator.menu(town.at("lounge"), "Start care card", said["id"])
    await moderator.answered(asked)


async def on_call(told: Teller) -> None:
    """A moderator enters a shift, goes on, leaves a note and steps away."""
    moderator = told.town.moderator
    shift = {"day": "Monday", "from": "7 pm", "to": "10 pm"}
    await told.use(moderator, "mod oncall schedule", "staff", **shift)
    await told.use(moderator, "mod oncall on", "staff", hours=2)
    await told.use(moderator, "mod oncall note", "staff", note="All is quiet.")
    await told.use(moderator, "mod oncall show", "staff")
    [choice] = await moderator.suggest(
        told.town.at("staff"), "mod oncall unschedule", "shift", "mon"
    )
    await told.use(moderator, "mod oncall unschedule", "staff", shift=choice["value"])
    await told.use(moderator, "mod oncall off", "staff")


def shows(text: str) -> Callable[[Json], bool]:
    """Return a test for messages that show `text`."""

    def is_shown(message: Json) -> bool:
        return text in words(message)

    return is_shown
