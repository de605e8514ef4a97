"""What staff are told when something promised could not be said."""

TITLE = "A reminder could not be posted"
PROBLEM = {
    "missed": "It was due {when}, but I was not running then. It is too late to be of use now.",
    "forbidden": "Discord did not let me post in {where}. Please give me View Channel, Send "
    "Messages and Embed Links there. The meeting itself is kept.",
    "gone": "I cannot find {where} any more. Please choose another room for this meeting. "
    "The meeting itself is kept.",
    "dm_closed": "This person takes no direct messages.",
    "refused": "Discord refused it. An admin may find the reason in the log.",
    "failed": "It failed. An admin may find the reason in the log.",
}


def trouble(problem: str, *, where: str, when: str) -> str:
    """Say what could not be said, and what to do."""
    return PROBLEM.get(problem, PROBLEM["failed"]).format(where=where, when=when)
