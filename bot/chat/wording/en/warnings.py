"""A wish for a content warning: what the author reads, and whoever wished."""

LETTER = {
    "title": "Could you hide this behind a warning?",
    "text": "Somebody in the group finds [your message]({link}) hard to read right now. They ask, "
    "kindly, if you could put a content warning on it. You did nothing wrong, and nothing follows "
    "if you leave it as it is.",
    "how": "**How:** open the message's menu, choose Edit, and put two bars before and after the "
    "hard part, like this: `hard day today ||the hard part||`. It then opens with a tap.",
    "support": "If things are hard right now, `/support now` works here too.",
}
TOLD = {
    "privately": "I have asked them, without your name. What they do is up to them. If the message "
    "is still too much, you can tell staff: open its menu and choose **Tell staff privately**.",
    "in_room": "Their direct messages are closed, so a note waits for them in the room for ten "
    "minutes, without your name or theirs. What they do is up to them.",
    "not": "I could not reach them. You can tell staff instead: open the message's menu and choose "
    "**Tell staff privately**.",
}
