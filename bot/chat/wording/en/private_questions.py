"""A question to staff without a name."""

SAY = {
    # The title stands before all else in a form, and holds 45 characters (Discord API v10).
    "form": "In danger? Staff can learn who you are",
    "danger": "**If you may be in danger, staff can learn who you are.** Otherwise they see your "
    "question without your name.",
    "question": "Your question",
    "not_arrived": "**If you may be in danger, staff can learn who you are.** I could not reach "
    "them just now, so **nobody has your question**. Please try again in a minute, or contact the "
    "clinic. If you are not safe, call or text **988**, or call **911**.",
    "again": "Try again",
    "letter_title": "The team has learned who you are",
    "letter": "On {at} you asked the team of {server} a question without your name. Two people of "
    "the team have looked up who asked, because they thought that somebody may be in danger. You "
    "are not in trouble. They may write to you.",
    "talk": "Talk to staff",
    "letter_footer": "In danger now: 911. To talk, day or night: call or text 988.",
}
THE_SERVER = "the group"
BLOCK = "Block or unblock"
LEARN = "Learn who asked"
LEARN_TITLE = "Only if somebody may be in danger"
LEARN_TEXT = (
    "They asked without their name. Two of you have to press this before either learns who "
    "it is. It is written on the card, and **the member is told**. For anything else, answer the "
    "question."
)
LEARN_NOW = "Yes, somebody may be in danger"
WANTED = "Written on the card. Once a colleague presses it too, you both can learn who asked."
ASKER = "It was <@{asker}>. They are being told that two of you know. Please be kind."
BLOCKED = (
    "Whoever asked this cannot ask without a name for 30 days. I have not looked up who it is. "
    "Help, `/ask` and reports work for them as before. Press again to lift it."
)
UNBLOCKED = "Lifted: they can ask without a name again."
SWITCHED = {
    True: "Members can now use `/question-private`. The form tells them first that staff can learn "
    "who they are if somebody may be in danger.",
    False: "`/question-private` is off.",
}
