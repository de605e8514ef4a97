"""Joining: the rules and privacy notice as members and admins read about them."""

REASON = "Rules of the group"
SAY = {
    "title": "Our rules, and what is kept about you",
    "joined_title": "Thank you for reading this",
    "agree": "I am 18 or older, and I agree",
    "read": "Read it again",
    "other": "Leer en español",
    "withdraw": "Take it back",
    "sure": "Yes, take it back",
    "stay": "Leave it as it is",
    "version": "Version {version} of {dated}.",
    "unreviewed": "Not yet read by a clinician.",
    "reviewed": "Read by {name}.",
    "you_agreed": "You agreed to this on {at}.",
    "you_agreed_older": "You agreed to an older version on {at}. Please read this one.",
    "outdated": "The rules have changed since that card was made. These count now:",
    "agreed": "Welcome. You agreed to version {version} today.",
    "role_given": "Welcome. You agreed to version {version}, and the rooms are open to you.",
    "pending": "Thank you, that is written down. One thing is left: Discord has rules of its own "
    "here. Open the server's name or the bar at the bottom, and press **Complete** there. The "
    "rooms open to you soon after; you need not press here again.",
    "later": "Thank you, that is written down. I could not open the rooms to you just now. I keep "
    "trying, and you need not press again. If it takes more than a day, please tell the team "
    "with `/report`.",
    "by_hand": "That is written down. The team has taken your role away by hand, so I do not give "
    "it back by myself. Please talk to them with `/report`.",
    "support": "`/support now` works at any time, here and in a direct message.",
    "sure_title": "Do you want to take it back?",
    "sure_text": "**This goes:** the role that I gave you for it, with the rooms it opens, and my "
    "note that you agreed, to which version and when.\n**This stays:** what you wrote, your "
    "reminders, and what you told the team or the team decided.\n\nNobody is told. You "
    "can come back at any time with `/rules agree`.",
    "stayed": "Nothing has changed. It is good to have you here.",
    "withdrawn": "It is taken back. The role that I gave you for it is gone, if I gave you one, "
    "and my note that you agreed is erased. Thank you for having been "
    "with us. If you want to come back: `/rules agree`.",
    "withdrawn_later": "It is taken back. Discord did not answer me just now; the role goes, and "
    "what I kept about it, as soon as it does. You need not do anything.",
    "changed_title": "Our rules have changed",
    "changed": "You agreed to an older version in {server}. Please read the new one when you have "
    "a quiet minute. There is time until {until}; until then nothing changes for you.",
    "over_title": "The rooms are closed for now",
    "over": "The rules of {server} changed some time ago, and you have not said yes to the new "
    "ones. So the rooms are closed to you for now, and what I kept about your earlier yes is "
    "erased. You did nothing wrong. Say yes, and they open again.",
    "read_now": "Read them",
    "footer": "In danger now: 911. To talk, day or night: call or text 988.",
    "hint": "The group's rules have changed. Please read them with `/rules read`; there is time "
    "until {until}.",
}
THE_SERVER = "the group"

# For admins.
LANGUAGE = {"en": "English", "es": "Spanish"}
FORM = "The rules in {language}"
FORM_TEXT = "Rules and privacy notice"
FORM_HINT = "Say that it is for adults, what is kept, and that it is no emergency care."
FORM_REVIEWER = "Who of your clinicians has read it?"
FORM_REVIEWER_HINT = "Leave it empty if nobody has."
PREVIEW = (
    "This is version {version} as members will read it. Nobody sees it yet. Once it is published, "
    "the card is changed, and everybody who agreed before is asked again: they have {days} days, "
    "then their role is taken until they agree."
)
FIRST = "This is what members will read. Nobody sees it yet."
OTHER_STAYS = (
    "The words in {language} are still those of before. Change them too, so that both say the same."
)
PUBLISH = "Publish"
REWRITE = "Change the {language}"
FORGET = "Throw it away"
PUBLISHED = "Published: version {version}. `/clinic rules post` puts the card up if there is none."
FORGOTTEN = "Thrown away. What members read has not changed."
POST_TITLE = "Put the card up in {room}?"
POST_DRAFT = (
    "These words came with me, and nobody at your clinic has read them yet. Please read both "
    "languages with care: with **Put it up** they count for your members. To change them first: "
    "`/clinic rules edit`."
)
POST_LIVE = "This is version {version}. A card that stands in another room is taken down."
HERE_TITLE = "The card is up in {room}"
POST_HERE = "It shows version {version}, as below. I keep it in step when the rules change."
SOURCE = "Where the words come from: {source}"
POST = "Put it up"
POSTED = "The card is up in {room}. I keep it in step when the rules change."
POSTED_LATER = (
    "Discord did not let me post in {room} just now. I keep trying; `/clinic status` says how it "
    "stands. I need View Channel, Send Messages, Embed Links and Read Message History there."
)
NEW_WORDS = "Read the new wording"
NEW_WORDS_HINT = (
    "A newer wording came with me. **{button}** shows it to you alone; members read it once you "
    "publish it."
)
TAKE_DOWN = "Take the card down"
TAKEN_DOWN = (
    "The card is down. Whoever agreed stays agreed, and `/rules read` and `/rules agree` work as "
    "before. `/clinic rules post` puts it up again."
)
TAKEN_DOWN_LATER = (
    "Discord did not let me take the card down just now. I keep trying; you can also delete it by "
    "hand, and it does not come back."
)
ROLE_SET = (
    "Whoever agrees gets {role} from now on. Those who agreed before get it too, a few at a time. "
    "Whoever had it before keeps it, also without having agreed."
)
ROLE_NONE = (
    "From now on nobody gets a role for agreeing. Those who have one keep it until they withdraw."
)
TROUBLE_TITLE = "I cannot give or take the role of those who agree"
TROUBLE = (
    "It is about {role}. Who agreed is written down, and I put it right by myself once this is "
    "mended. {how}"
)
MEND = {
    "role_gone": "It was deleted. Choose another with `/clinic rules role`.",
    "role_everyone": "Everybody has it already. Choose another with `/clinic rules role`.",
    "role_managed": "Discord or an app owns it. Choose another with `/clinic rules role`.",
    "role_powerful": "It allows acting on others or on the server. Switch that off under Server "
    "Settings, Roles, or choose another with `/clinic rules role`.",
    "role_staff": "It is one of your staff roles. Choose another with `/clinic rules role`.",
    "role_opens_staff": "It can see the staff room. Change that under the room's Permissions, or "
    "choose another with `/clinic rules role`.",
    "role_lacking": "Give my role Manage Roles under Server Settings, Roles.",
    "role_too_high": "Drag my role above it under Server Settings, Roles.",
    "forbidden": "Discord did not let me. Under Server Settings, Roles, give my role Manage Roles "
    "and drag it above this one.",
    "gone": "It, or the person, is not there any more. Choose another with `/clinic rules role`.",
    "refused": "Discord refused it. Choose the role anew with `/clinic rules role`.",
    "dm_closed": "Discord refused it. Choose the role anew with `/clinic rules role`.",
}
