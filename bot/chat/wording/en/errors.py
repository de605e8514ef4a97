"""What the bot says when something cannot be done: what it is, and what to do next."""

from bot.domain.errors import Rank

TITLE = "That did not work"
TYPED = "This is what you typed, so that it is not lost. Only you see it:"
TYPED_IN_FILE = "What you typed is in this file, so that it is not lost. Only you see it."
TYPED_NAME = "what-you-typed.txt"

REACH = {
    Rank.HIGHER_ROLE: "Their highest role is as high as yours, or higher. "
    "Please ask somebody above them.",
    Rank.OWNER: "This person owns the server. Discord lets nobody act on the owner. Please talk "
    "with them, or with an admin.",
    Rank.THE_BOT: "That is me. I cannot act on myself. If I did something wrong, please tell an "
    "admin.",
    Rank.ONESELF: "That is you. Please pick somebody else. A message of your own you can delete "
    "yourself: open its menu and choose Delete.",
    Rank.ABOVE_THE_BOT: "Their role is above mine, so Discord will not let me. An admin can drag "
    "my role higher under Server Settings, Roles.",
    Rank.LEFT: "They are not in this server any more. `/mod note` and `/mod ban` work all the "
    "same.",
}

CONFLICT = {
    "already_done": "Somebody else has just done this. Nothing was done twice.",
    "slow_mode_replaced": "Somebody else asked for another slow mode in the same moment. Theirs "
    "counts, and yours was not set. If you need another, please set it again.",
    "last_contact": "This is the only way to the clinic that members see, so I have kept it. Add "
    "the one that takes its place first, then remove this one. To change its number or address, "
    "give the same label with the new one.",
    "already_banned": "They are banned already, so nothing was done.",
    "not_banned": "They are not banned, so there is nothing to lift.",
    "not_timed_out": "They can write already, so there is nothing to end.",
    "already_acknowledged": "Somebody else has already taken this.",
    "already_disputed": "You have asked already, or staff have looked at it.",
    "already_righted": "Somebody else has already put this right.",
    "shift_there": "There is already a shift that begins then.",
    "drill_on": "A drill is already on. End it with `/clinic drill stop`.",
    "drill_over": "This drill is over.",
    "take_it_first": "Nobody has this card yet. Please press Acknowledge first.",
    "second_wanted": "A second person has already been asked for.",
    "is_first_person": "You have this card yourself. Somebody else joins you.",
    "second_is_there": "Somebody else has already joined. Thank you for coming.",
    "outcome_changed": "Somebody else has just written what came of it. It is on the card; press "
    "the button there if it has to be changed.",
    "care_open": "There is already an open care card about this person. It is in the staff room.",
    "care_for_oneself": "That is you, so I have not made a card that you would have to carry "
    "alone. In `/support now` you can press **Ask a person to sit with me**: it rings your "
    "colleagues. In danger: call or text **988**, or call **911**.",
    "care_for_nobody": "That is a bot or a webhook, so there is nobody to look after. If its "
    "message is about somebody, use `/mod care` with their name.",
    "already_followed_up": "Somebody has already written that down.",
    "already_planned": "That reminder is already planned.",
    "draft_gone": "This form is no longer open: it was saved, or an hour has passed. "
    "Please start again.",
    "same_meeting": "Somebody has just saved this meeting: same name, same room, same start. "
    "Nothing was saved a second time. If you do want it twice, press **Save** once more.",
    "question_over": "Somebody has answered or closed this question meanwhile. Nothing was sent "
    "twice.",
    "warning_own": "This is your own message. To put a warning on it, open its menu, choose Edit, "
    "and put two bars before and after the hard part, like this: `||the hard part||`.",
    "warning_left": "Whoever wrote it is not in this server any more, so there is nobody to ask. "
    "You can tell staff: open the message's menu and choose **Tell staff privately**.",
    "warning_nobody": "That message is by a bot or a webhook, so there is nobody to ask. You can "
    "tell staff: open its menu and choose **Tell staff privately**.",
    "warning_not_now": "I have not passed this on: whoever wrote it may be having a hard time. If "
    "you are worried about them, open the message's menu and choose **Tell staff privately**.",
    "warning_asked": "They have been asked already. If it is still too much for you, open the "
    "message's menu and choose **Tell staff privately**.",
    "warning_enough": "You have asked for several warnings today. If the room is too much right "
    "now, a short break can help, and staff can too: **Tell staff privately** in a message's menu.",
    "private_questions_off": "Questions without a name are switched off here. You can use `/ask` "
    "or `/report`, which leaves your name out too. For help right now: `/support now`.",
    "private_questions_paused": "The team has paused questions without a name for you for a while. "
    "That did not show them who you are. `/ask`, `/report` and `/support now` work as before.",
    "second_must_agree": "You have pressed it already. Somebody else of staff has to press it too.",
    "name_known_to_two": "Two of staff know who asked, and nobody else does. They are named on the "
    "card.",
    "rules_not_up": "The team has not put up the rules yet. You can look again later. For help "
    "right now: `/support now`.",
    "rules_changed": "Somebody has changed the rules meanwhile. Nothing was done; please read them "
    "once more first.",
    "card_not_up": "No card is up, so there is nothing to take down. `/clinic rules post` puts one "
    "up.",
    "not_agreed": "You have not agreed to anything here, so there is nothing to take back. "
    "`/support now` works all the same.",
    "report_over": "Somebody else has already resolved this report.",
    "reported_enough": "You have told the team a lot today, and they have all of it. Please give "
    "them a little time. If somebody is in danger, call **911**, or call or text **988**. That you "
    "are worried about somebody you can always tell the team.",
    "asked_enough": "You have asked the team several questions today, and they have them all. "
    "Please wait for an answer, or call the clinic.",
    "just_shared": "This answer stands in this room already, a little further up.",
    "not_now": "Somebody here may be having a hard time right now, so I keep this room clear. "
    "You can share it later.",
    "not_shared": "Discord did not take it, so nothing was shared. Please try again in a minute.",
    "which_team": "You and I share more than one server, so I cannot tell which team to ask. "
    "Please use `/ask` in the server you mean. Only you see it there, too.",
    "not_one": "A single date can have another day and time, and nothing else. "
    "Please change it for all dates after it too.",
    "ended": "This has already ended.",
    "series_is_back": "The calendar has this meeting again, so there is nothing to decide. To end "
    "it all the same, use `/clinic meeting end`.",
    "entry_changed": "Somebody has changed this answer meanwhile, so nothing was saved. "
    "Please look at it again first.",
    "room_paused": "A moderator has paused this room. `/mod resume` ends the pause.",
    "room_not_paused": "This room is not paused.",
    "locked_already": "The server's doors are closed already. `/mod lockdown stop` opens them.",
    "not_locked": "I have not closed the server's doors, so there is nothing to open.",
    "set_aside_already": "This case is set aside already: its note is forgotten.",
    "care_began": "A care card about this person was made a moment ago, so nothing was removed. "
    "Please look at that first. If messages should still go, run `/mod purge` again.",
    "other_break": "Somebody has set another break for them since then, so I left it. "
    "`/mod untimeout` ends it.",
    "raid_over": "Nothing of it stands any more: it was taken back, or its time is over.",
    "purge_under_way": "Somebody is removing messages from this room right now. "
    "Please wait until that is done.",
    "discord_silent": "Discord did not answer, so nothing was done. Please try again in a minute.",
    "room_closed": "This room is closed to members already.",
}

PROBLEM = {
    "time_unreadable": "I cannot read that as a time.",
    "day_unreadable": "I cannot read that as a day of the week.",
    "date_unreadable": "I cannot read that as a date.",
    "own_rhythm": "This group meets in a rhythm of its own. Please choose a new rhythm as well.",
    "no_ping_role": "This group has no role that rings. I can send you a direct message instead.",
    "role_has_rights": "That role allows more than every member may do, and I would give it to "
    "whoever asks. Please pick one without any permissions of its own.",
    "date_past": "That is in the past.",
    "date_taken": "This group already meets at that time.",
    "no_occurrence": "This group does not meet then. Please pick one of the dates I offer.",
    "zone_unknown": "I do not know that time zone.",
    "rule_unreadable": "I cannot read that as a rhythm.",
    "too_long": "That is too long.",
    "file_too_large": "That file is too large for a calendar. The most I can read is",
    "title_taken": "Another answer has this question already. Please change that one, or ask "
    "another question.",
    "unsigned": "Members see this answer only once a clinician has reviewed its wording. "
    "Please give the name of whoever did.",
    "not_approvable": "This cannot be approved as it is.",
    "page_too_large": "That file is too large.",
    "page_kind": "I cannot read that kind of file.",
    "page_unreadable": "I cannot read that file. It may be damaged. You can save it again, or "
    "copy its text into a text file.",
    "page_empty": "I found no text in it.",
    "page_bomb": "That file unfolds to far more than a page of text, so I did not open it. You "
    "can copy its text into a text file.",
    "page_library": "I cannot read this kind of file here yet. Whoever runs me can install the "
    "extra called `pages`. Markdown and text files work right away.",
    "page_address": "I cannot use that as an address. It has to begin with https:// and may hold "
    "no password.",
    "page_private": "That address is on somebody's own computer or inside one building, and I only "
    "open pages that everybody can open. Please save the page as a file and give me that.",
    "page_unknown": "I cannot find that address. Please look for a typing mistake in it.",
    "page_redirects": "That address keeps sending me on to another one. Please open the page "
    "yourself and copy the address that it ends up at.",
    "page_not_sure": "I cannot be sure whose page that is: its certificate is out of date or for "
    "another address. Please save the page as a file and give me that.",
    "page_no_text": "There is no text in that file that I can read. It may be a picture.",
    "page_locked": "That Word file has a password, or is of a very old kind. Please open it in "
    "Word, save it as .docx without a password, and give me that.",
    "page_not_there": "There is no page at that address. It may have been moved.",
    "page_not_open": "That page is not open to everyone. Please save it as a file and give me "
    "that.",
    "page_no_answer": "That address does not answer me. Please try again later, or save the page "
    "as a file and give me that.",
    "too_many_passages": "That page holds more passages than anybody looks through. Please cut it "
    "into smaller files. The most is",
    "too_many_meetings": "That calendar holds more new meetings than I take in at once. Please "
    "leave the others out of the file. The most is",
    "one_source": "Please give me either a file or an address, one of the two.",
    "too_many_addresses": "I read as many calendar addresses here as I can. Stop one first. The "
    "most is",
    "line_closed": "That line was closed on July 17, 2025. Please leave it out.",
    "too_many_contacts": "That is more than fits on a phone. The most is",
    "shift_empty": "A shift has to end at another time than it begins.",
    "too_many_shifts": "The week is full. Remove a shift first. The most is",
    "not_staff": "This person is no moderator here.",
    "too_short": "That is too short.",
    "same_as_before": "That is the same as before, so nothing was changed.",
    "never_said": "Nobody here is called by that word. Please say it another way:",
    "role_gone": "I cannot see that role. Please pick another one.",
    "role_everyone": "Everybody has that role already. Please pick one that opens your rooms.",
    "role_managed": "That role belongs to Discord or to an app, and nobody can hand it out. Please "
    "make one of your own and pick that.",
    "role_powerful": "That role allows acting on others or on the server, and I would give it to "
    "whoever agrees. Please pick one that opens rooms and allows nothing else.",
    "role_staff": "That is one of your staff roles, and I would give it to whoever agrees. Please "
    "pick another one.",
    "role_opens_staff": "That role can see the staff room, where care cards stand. Please pick "
    "another one, or close the staff room to it.",
    "role_lacking": "I may not give any role. Open Server Settings, Roles, my role, and switch on "
    "Manage Roles. Then try again.",
    "role_too_high": "That role stands above mine, so Discord will not let me give it. Open Server "
    "Settings, Roles, and drag my role above it. Then try again.",
    "doses_are_seen": "Talk of doses is always shown to staff. Please pick another choice.",
    "empty": "Something is missing here.",
    "room_unknown": "I cannot see that room.",
    "no_meeting_there": "No meeting is held in that room. Use this in the room of a meeting, or "
    "name it.",
    "out_of_range": "That number does not fit here.",
    "staff_room_stays": "The staff room stays as it is: care cards stand there, and staff must be "
    "able to talk.",
    "words_unread": "I cannot see what messages contain here, so I cannot pick those with links or "
    "files. You can pick by person and time.",
    "nothing_to_change": "Please say what should change: pick another reason, or write another "
    "note.",
    "slow_off_for_good": "Slow mode that is off has no length. Please leave the length out.",
    "room_public": "That room can be read by everyone, and staff cards must stay private. "
    "Switch on Private Channel in its settings, under Permissions, or pick another room.",
}


def not_found(what: str) -> str:
    """Say that something is gone."""
    return f"I cannot find that {what}. It may have been removed meanwhile."


NOT_IN_A_SERVER = "This works in a server alone. Please use it there."


def not_permitted(needs: str) -> str:
    """Say which right a person lacks."""
    return (
        f"This needs the right “{needs}”, or a role that the clinic has named for it. "
        "If you should have it, please ask an admin."
    )


def bot_not_permitted(needs: str) -> str:
    """Say which right the bot lacks, and where to give it."""
    missing = f" the right “{needs}”" if needs else " a right"
    return (
        f"Discord did not let me do this: I lack{missing} here. An admin can give it to me under "
        "Server Settings, Roles, or in this room's own permissions."
    )


SERVER_NOT_SET_UP = (
    "I have not been set up in this server yet. An admin can do it with `/clinic setup`. "
    "If you need a person now, `/support now` works all the same."
)
# What set-up calls a room that is missing, and what to say of it.
ROOM_NOT_SET_UP = {
    "staff_room": "I need a private room for staff first: one that members cannot see. An admin "
    "can make one in Discord, then run `/clinic setup` and pick it as `staff_room`.",
    "meetings_room": "No meeting room has been chosen yet. An admin can run `/clinic setup` and "
    "pick one as `meeting_room`.",
}


def not_set_up(part: str) -> str:
    """Say that set-up is not done, and who can do it."""
    if part == "server":
        return SERVER_NOT_SET_UP
    return ROOM_NOT_SET_UP.get(part) or (
        f"The {part.replace('_', ' ')} has not been chosen yet. "
        "An admin can choose one with `/clinic setup`."
    )


def invalid(field: str, problem: str, allowed: str) -> str:
    """Say what is wrong with something typed, and what would be right."""
    hint = f" Try: {allowed.removesuffix('.')}." if allowed else ""
    return f"**{field}**: {PROBLEM.get(problem, problem)}{hint}"


STORAGE = (
    "I could not save this just now, so nothing was changed. Please try again in a minute. "
    "If it happens again, please tell an admin."
)
CONTENT = "A text that the clinic signs cannot be read just now. Please tell an admin."


def unforeseen(reference: str) -> str:
    """Say that something unforeseen happened, with a reference for staff."""
    return (
        "Something went wrong on my side, so this may not be done. If you tell staff the "
        f"reference **{reference}**, they can find out what it was. "
        "In danger: call or text **988**, or call **911**."
    )
