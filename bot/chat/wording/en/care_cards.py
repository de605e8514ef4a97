"""What staff read on a care card and around it. Help lines are content."""

CARD_TITLE = {
    "self": "Care card: somebody may be in danger",
    "other_person": "Care card: somebody is worried about another person",
    "medical": "Care card: this may be a medical emergency",
}
QUIET_TITLE = "Care card: a quiet word may help"
HAND_TITLE = "Care card, started by a moderator"
LEVEL = {
    "high": "**High.** Please look now.",
    "medium": "**Medium.** Please look soon.",
    "low": "**Low.** No hurry: nobody was rung.",
}
WHO = "Who"
WHERE = "Where"
WHEN = "When"
HEARD = "What I heard (signals)"
STATE = "Who has it"
OUTCOME = "What came of it"
IN_PRIVATE = "In a direct message or a private command: only they can see it."
KEPT_OUT = "{room}: AutoMod kept the message out. Its own alert may show you what was written."
AS_NAME = "In the name they gave themselves in this server."
AS_TITLE = "In the title of the thread {room}."
BY_HAND = "No message goes with it."
HAS_SUPPORT = "They already have the help lines."
NO_SUPPORT = "**I could not reach them with the help lines.** Please write to them."
REPORTED = (
    "Somebody in the group told the team that they are worried about them. What they said is on a "
    "report card. I have written nothing to the person: that is for you to do."
)
HAND_SUPPORT = "I have written nothing to them: that is for you to do."
ACKNOWLEDGE_FIRST = "Press **Acknowledge**, so that nobody else is woken."
TELL_OTHERS_FIRST = "Tell the other moderators that you have this."
READ_IT = "Read the message in its place. If the danger is now, call **911**."
READ_WHERE = "Look under **Where** for what you can read. If the danger is now, call **911**."
CANNOT_READ = "There is no message for you to read. If the danger may be now, call **911**."
LOW_STEPS = "Read it when you have time. If it looks worse than I think, write to them now."
LOW_STEPS_UNREAD = "Write to them when you have time: kind and brief."
NOT_RECORDED = "I could not write this down, so I cannot remind you. Please act on it now."
OUT_OF_REACH = "**You get this in private because I cannot post in the staff room.**"
ON_CALL_FIRST = "Those on call are rung first; all moderators are next if nobody acknowledges."
AGAIN = "**Nobody has acknowledged this yet.**"
ACKNOWLEDGE = "Acknowledge"
OPEN_MESSAGE = "Go to the message"
ASK_SECOND = "I need a second person"
WRITE_OUTCOME = "What came of it"
CHANGE_OUTCOME = "Change what came of it"
READ_NOTE = "Read the note"
OPEN = "Nobody yet."
SECOND_WANTED_LINE = "A second person was asked for."
OUTCOMES = {
    "safe_for_now": "Reached, and safe for now",
    "handed_over": "Handed to emergency services",
    "not_reached": "Could not reach them",
    "misread": "Misread: no danger",
}
DRILL_OVER = "The drill is over."
HOW_ARE_YOU = "And how are you? You do not have to carry this alone. 988 is there for you too."


def steps(first: str, second: str) -> str:
    """Say what to do, in the order in which to do it."""
    return (
        f"**1.** {first}\n"
        f"**2.** {second}\n"
        "**3.** Write to them in private: kind, brief, no questions about methods."
    )


def has_it(user_id: int, moment: str) -> str:
    """Say who has a card and since when."""
    return f"<@{user_id}> has this. Taken {moment}."


def with_second(user_id: int) -> str:
    """Say who joined."""
    return f"With <@{user_id}>."


def came_of_it(outcome: str, user_id: int) -> str:
    """Say what came of a card, and who says so."""
    if outcome == "drill":
        return DRILL_OVER
    return f"{OUTCOMES[outcome]}. Written by <@{user_id}>."


YOU_HAVE_IT = (
    "Thank you. You have it now. Reach out in a private message, stay kind and brief, and do not "
    "ask about methods. You do not have to carry this alone: ask for a second person with the "
    "button on the card. When you know, write what came of it there too."
)
SECOND_TITLE = "A second person is needed"
SECOND_AGAIN = "**Nobody has joined yet.**"
I_WILL_JOIN = "I will join"
SECOND_RUNG = "I have rung the moderators. The card will show who joins."
SECOND_NOT_RUNG = (
    "I could not post the call in the staff room just now. I keep trying. "
    "Please write to another moderator yourself."
)


def second_wanted(user_id: int, about: int) -> str:
    """Say who asks for a second person, and for whom."""
    return f"<@{user_id}> takes care of <@{about}> and asks for somebody beside them."


def joined(first: int) -> str:
    """Tell a moderator whom they joined."""
    return f"Thank you. Write to <@{first}> now and share what each of you does."


def joined_line(user_id: int) -> str:
    """Say on a call who joined."""
    return f"<@{user_id}> joined."


FORM_TITLE = "What came of it"
FORM_OUTCOME = "How did it end?"
FORM_NOTE = "A note for staff"
FORM_NOTE_HINT = "May stay empty. Forgotten after 30 days."
WRITTEN = f"Thank you. It is on the card. {HOW_ARE_YOU}"
NO_NOTE = "There is no note, or it has expired."


def note(outcome: str, text: str) -> str:
    """Show a note to one moderator."""
    return f"**{outcome}**\n{text}"


STARTED = (
    "The card is in the staff room, and it is yours. Nobody was rung, and I have written nothing "
    "to them. If you need somebody beside you, press the button on the card."
)
STARTED_UNPOSTED = (
    "It is written down, and it is yours. I could not post the card in the staff room just now. "
    "I keep trying."
)
FOLLOW_TITLE = "The day after"


def follow_up(about: int, since: str) -> str:
    """Ask how somebody is, the day after."""
    return (
        f"You took a care card about <@{about}> ({since}). A short, kind message today can mean a "
        "lot: “I thought of you. How are you today?”"
    )


DONE = "I have written to them"
REMIND_AGAIN = "Remind me tomorrow"
FOLLOWED_UP = f"Thank you for looking after them. {HOW_ARE_YOU}"
REMINDED = "I will remind you again tomorrow morning."
