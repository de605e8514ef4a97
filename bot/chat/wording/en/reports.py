"""Reports: the form, what its sender is told, and staff's card."""

# For the member.

KIND = {
    "worried": "I am worried about them",
    "hurtful": "Unkind, or it scares somebody",
    "medicine": "Unsafe talk about medicine",
    "selling": "Selling, ads or scams",
    "private": "It shares somebody's private details",
    "other": "Something else",
}
SAY = {
    "form": "Tell staff privately",
    "kind": "What is it about?",
    "words": "What should we know?",
    "words_hint": "You can leave this empty. Only staff read it.",
    "name": "May staff see your name?",
    "name_hint": "If you may be in danger, staff can learn who you are.",
    "no": "No, leave my name out",
    "yes": "Yes, they may see it",
    "arrived": "Thank you for telling us. The team has it now. Nobody else in the group can see "
    "that you wrote. If the team has a question, I bring it to you in private.",
    "arrived_worry": "Thank you for looking out for them. I have told the team. I cannot promise "
    "that somebody is there right now. **If they are in danger now, call 911.** You can also call "
    "or text **988** about somebody else, day or night, and ask what to do.",
    "to_admins": "Thank you for telling us. Because this is about somebody of the team, only the "
    "people who run the server have it, in private. The person it is about does not see it.",
    "not_arrived": "I could not reach the team just now, so **nobody has your report**. Please "
    "try again in a minute, or contact the clinic. If you are not safe, call or text **988**, or "
    "call **911**.",
    "nobody_else": "**Nobody has your report.** I know of nobody else here who may read it: it is "
    "about the only person who could. Please contact the clinic. You can also report it to "
    "Discord: open the message's menu and choose Report.",
    "again": "Try again",
    "own": "This is about you, so there is nothing to report. If you would like to talk to "
    "somebody, press a button. If you wish your message were gone, you can delete it: open its "
    "menu and choose Delete.",
    "talk": "Talk to staff",
    "sit": "Ask a person to sit with me",
    "you_wrote": "You wrote:",
    "letter_title": "The team writes to you",
    "letter": "You told the team of {server} something on {at}. They write:",
    "letter_by": "From {by}.",
    "letter_footer": "Only you see this. Emergency: 911. In distress: call or text 988.",
    "write_back": "Write back",
    "back_form": "Write back to the team",
    "back_words": "Your message",
    "back_hint": "Staff see it beside your report, with no more of your name than before.",
    "back_arrived": "The team has your message.",
    "back_not_arrived": "I could not reach the team just now, so **nobody has your message**. "
    "Please try again in a minute, or contact the clinic. If you are not safe, call or text "
    "**988**, or call **911**.",
}
THE_SERVER = "the group"

# For staff.

CARD_TITLE = "Report: {kind}"
ABOUT = "About"
ABOUT_BOT = "Me, the bot. Please look at what I said."
ABOUT_PROGRAM = "Another bot or a webhook; there is no person to talk to."
ABOUT_NOBODY = "Nobody was named."
LEFT = "{who} (no longer in this server)"
WHERE = "Where"
DELETED = "The message was already gone when this was sent."
TOLD = "How often"
SO_FAR = "So far"
CARE_CARD = "There is a care card about them. Please look at that first."
FOOTER = "These words stand only here and go after 30 days. Nobody but staff knows of the report."
VOICE = "Report {number}: {kind}"
REPLY = "Report {number} writes back"
NO_WORDS = "They left no words."
FROM = "From"
NO_NAME = "No name. You can write to them through me."
CLAIM = "I will take it"
WRITE = "Write to the reporter"
RESOLVE = "Resolve"
OPEN_MESSAGE = "Open the message"
MARK = {
    "claimed": "{by} has this since {at}.",
    "wrote": "{by} wrote to a reporter {at}.",
    "resolved": "{by} resolved this {at}: {outcome}.",
}
OUTCOME = {
    "spoke": "talked with the people in it",
    "acted": "did something about it",
    "passed_on": "passed it on",
    "nothing": "nothing had to be done",
}
WRITE_FORM = "Write to the reporter"
WRITE_TO = "To whom"
WRITE_WORDS = "Your message"
WRITE_HINT = "No promise. Whoever left out their name reads it from “the team”, without yours."
REACHED = {
    "delivered": "Sent. They have it as a direct message, and can write back to this card.",
    "on_its_way": "Discord did not take it yet. I keep trying.",
    "waiting": "I could not send them a direct message. I show it to them the next time they use "
    "one of my commands or buttons.",
    "left": "They are no longer in this server, so I sent nothing.",
}
NOT_SENT = (
    "I did not send this. It read like a cry for help, and such words go no further from here. If "
    "you were only asking how they are, please say it in other words."
)
RESOLVE_FORM = "What came of it"
RESOLVE_OUTCOME = "In short"
RESOLVE_NOTE = "Note for the team"
RESOLVE_HINT = "You may leave it empty. It goes with the report, after 30 days."
RESOLVED = "Written down. Thank you."
CLAIMED = "It is yours. Nobody else is rung for it."
# Each a title and a text, by why it is said.
CALLS = {
    "waits": (
        "A report has nobody yet",
        "Somebody told the team something in private, and nobody has taken it: {kind}.",
    ),
    "red": (
        "A report has waited for a long time",
        "Nobody has taken it in all that time, so `/clinic status` is red now: {kind}. Please open "
        "the card and press **I will take it**. I do not ring for it again.",
    ),
    "grew": ("There is news on a report that you have", "It is on its card: {kind}."),
}
SEE = "[Open the card]({link})"
NOTHING_OPEN = "No report is open."
OPEN_TITLE = "Open reports"
ENTRY = "{kind}, {at}. {state} {where}"
STATE_OPEN = "Nobody has it yet."
STATE_CLAIMED = "{by} has it."
NO_CARD = "Its card is gone."
MORE = "And {count} more."


def told(voices: int, people: int) -> str:
    """Say how often something was reported."""
    times = "Once" if voices == 1 else f"{voices} times"
    return times if voices == 1 else f"{times}, by {people} {'person' if people == 1 else 'people'}"
