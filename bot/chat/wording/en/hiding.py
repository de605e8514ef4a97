"""What a writer reads about a hidden message, and what staff read on its card."""

# For the writer. Kind first; never a word of what they wrote.

REASON = {
    "sourcing": "It looked like buying, selling or sharing medicine. To keep everybody safe, that "
    "stays out of these rooms. For your own treatment, please ask your care team.",
    "dosing": "Doses, and starting, stopping or mixing medicines, are questions for your care "
    "team. They know you. Please call or write to them before you change anything.",
    "harassment": "Some of its words may hurt somebody here.",
    "trigger_detail": "It had details that can be hard for others to read. You did nothing wrong, "
    "and nothing is held against you. You are welcome to tell it again without those details.",
    "contact_info": "It looked like a phone number, an email or an address of a person. To keep "
    "everybody safe, these stay out of the rooms. Help lines are fine.",
    "spam": "It looked like an advert, or a link that may not be safe.",
    "self_promo": "It looked like promotion of a page, a group or a service.",
    "flood": "Many messages came within a few seconds. Please go a little slower, so that "
    "everybody can follow.",
}
LETTER = {
    "hidden_title": "A message of yours is hidden",
    "hidden": "I am a bot, and I have hidden a message of yours in {room}. You are still welcome, "
    "and nothing else follows from this.",
    "hidden_more": "Staff can still see what it said for a while, so that they can help. If more "
    "like it follows in the next five minutes, I hide that without writing to you again.",
    "mistake": "Did I get it wrong? Press **This is a mistake**, and a person will look again.",
    "nudged_title": "A note about a message of yours",
    "nudged": "I am a bot, and I have read a message of yours in {room}. It is still there, and "
    "nothing follows from this note. Staff can see it too.",
    "standing_title": "Please look at a message of yours",
    "standing": "I am a bot, and I have read a message of yours in {room}. I could not show it to "
    "staff, so I have not hidden it. Please look at it, and take it out yourself if it should "
    "not stand there.",
    "righted_title": "Your message should have stayed",
    "righted": "Staff have looked again at your message in {room} that I hid. I got it wrong, and "
    "we are sorry. You are welcome to post it again.",
    "help": "If things are hard right now, `/support now` shows people who are there day and "
    "night. It works here too.",
    "dispute": "This is a mistake",
    "talk": "Talk to staff",
    "sit": "Ask a person to sit with me",
}

DISPUTED = "Thank you. I have asked staff to look again. They may write to you."

# For staff.

KIND = {
    "sourcing": "buying, selling or sharing medicine",
    "dosing": "doses or changing medicine",
    "harassment": "words that may hurt somebody",
    "trigger_detail": "details that are hard to read",
    "contact_info": "a person's phone, email or address",
    "spam": "spam",
    "self_promo": "promotion",
    "flood": "many messages in a few seconds",
}
DID = {
    "watch": "I have done nothing about it. It stands where it was written.",
    "nudge": "It stands where it was written. I am sending its writer a private note.",
    "hide": "I am taking it out of the room, and telling its writer why. There is no strike.",
}
BY_STAFF = "It is by somebody of staff, so I leave it."
BY_WEBHOOK = "It came by a webhook: there is nobody to tell."
WHO = "Written by"
WHERE = "Where"
HEARD = "What I heard (signals)"
UNTIL = "These words leave this card"
MORE = "And another"
RIGHT = "Put it right"
HISTORY = "History"
EXPIRED = "The words were taken off this card."
NO_WORDS = "It had no words that I can read. Pictures and files are gone with it."
MARK = {
    "forbidden": "**I could not hide it.** I lack the right “Manage Messages” there. Please hide "
    "it by hand; `/clinic status` says where to click.",
    "failed": "**I could not hide it yet:** Discord did not answer. Please look, and hide it by "
    "hand if it still stands. I try again.",
    "gone": "It was gone already, so I have told nobody.",
    "not_told": "**I could not tell its writer.** Please write to them.",
    "cared": "**Its writer may be in danger: see the care card.** So I do nothing more here. What "
    "should happen to the message is yours to say.",
    "disputed": "**The writer asks you to look again.**",
    "righted": "Put right by {by}. The writer was sent an apology; nothing was posted again.",
}
DISPUTE_TITLE = "Somebody asks you to look again"
DISPUTE = "{who} thinks that I hid their message by mistake. I took it for: {kind}."
SEE_CARD = "What it said is on [this card]({link}), as long as it stands."
RIGHTED = {
    "privately": "The writer has an apology from you, by direct message.",
    "in_room": "Their direct messages are closed, so a note waits for them in the room for ten "
    "minutes. Please write to them too.",
    "not": "I could not reach the writer. Please write to them.",
}


def card_title(kind: str, mode: str) -> str:
    """Name a card."""
    return f"Hidden: {KIND[kind]}" if mode == "hide" else f"To look at: {KIND[kind]}"


# `/clinic policy messages`

MODE = {
    "off": "Do nothing",
    "watch": "Staff card only",
    "nudge": "Staff card and a private note to the writer",
    "hide": "Hide it, staff card, private note",
}


def mode_set(kind: str, mode: str) -> str:
    """Say what follows from now on."""
    return f"From now on, when I read {KIND[kind]}: **{MODE[mode]}**."


def audit_reason(kind: str) -> str:
    """Say in Discord's audit log why a message went."""
    return f"screening: {KIND[kind]}"
