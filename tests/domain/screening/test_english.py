"""How English speaks of not wanting to live, family by family, and the harmless twin of each."""

import pytest

from bot.domain.screening import Signals, screen

# By the file that listens for it.
HEARD = {
    "wish": (
        "most of me wants to be dead",
        "dying is the only thing i want",
        "wish it had been me instead",
        "i cried because i woke up alive",
        "the last option is suicide",
        "cant promise ill be alive tomorrow",
    ),
    "deed": (
        "i tried to suffocate myself last night",
        "im fixing to end it",
        "ok i picked the day",
        "when my mom goes i go",
        "took the gun out and loaded it again",
        "i did it. i swallowed everything",
        "keep thinking about walking into traffic",
    ),
    "resolve": (
        "im ending my pain once and for all",
        "its time to end it all",
        "going through with it tonight",
        "how long does drowning take",
        "if it werent for my dog id be dead",
        "talk me out of killing myself",
        "i almost pulled the trigger last night",
    ),
    "weary": (
        "idk how many more days i can do this",
        "existing is exhausting",
        "i need all of this to end",
        "cant picture myself next year",
        "i shouldnt have been born",
        "i'm past saving",
    ),
    "absence": (
        "theyd cry a bit and then be free",
        "nobody would notice for a week",
        "soon i wont be anyones problem",
        "would anybody care if i vanished",
        "i want to disappear for good",
        "dont worry about me after tonight",
    ),
    "farewell": (
        "you wont hear from me after tonight",
        "if i dont come on friday tell sam it wasnt anything he said",
        "after my dog passes i can go",
        "i want to sleep and skip the waking up",
        "paid off the last bill so no one is stuck with it",
        "call it clocking out early",
    ),
    "brink": (
        "on my way to the tracks",
        "one jump and its over",
        "hugged my kids for the last time",
        "hopefully i die tonight",
        "its harder to find reasons to stay",
        "they will have their lives back",
    ),
    "chance": (
        "hope the plane goes down",
        "if a truck hit me id be relieved",
        "wouldnt mind if my heart stopped in the night",
        "the balcony keeps calling me",
        "i know where my uncle keeps his gun",
        "the bad thoughts are louder",
    ),
}
QUIET = {
    "wish": (
        "part of me wants to dye my hair",
        "i'd rather die than go to that barbecue",
        "hope i don't wake up before ten",
        "it's not that i want to die, i want a nap",
        "i remember wanting to be dead. i don't now",
        "they asked if i'd rather be dead and i said no",
    ),
    "deed": (
        "my sister is going to kill me when she sees the couch",
        "we picked the day, the wedding is in may",
        "loaded the car and the dishwasher",
        "i took all my pills on time",
        "cleaned the rifle, season's over",
    ),
    "resolve": (
        "time to end it, this call is too long",
        "going through with the surgery this time",
        "third attempt at the bread, it rose",
        "what's the fastest way to the clinic",
        "tell me not to buy a third plant",
        "the intake form asked if i was suicidal and i said no",
    ),
    "weary": (
        "i can't do this anymore, quitting my job",
        "i need this meeting to end",
        "can't make it tonight, have fun",
        "no will for the right sock",
        "i'm still here, painting my nails",
    ),
    "absence": (
        "i don't feel like a burden anymore",
        "nobody would notice if i wore this twice",
        "you'd be better off without me on the trivia team lol",
        "i want to disappear into a blanket fort",
    ),
    "farewell": (
        "this is my last post of the year",
        "see you on the other side of the weekend",
        "logging off forever (until lunch)",
        "not renewing my lease, we are moving",
        "getting my affairs in order: taxes and an oil change",
    ),
    "brink": (
        "on my way to the bridge for sunset photos",
        "i'd take a bullet for this barista",
        "i want a bullet journal",
        "obsessed with death metal",
        "my printer wants me dead",
    ),
    "chance": (
        "the lake is calling my name, fishing all day",
        "it would be so easy to cook",
        "if the bus came early i'd be happy",
        "my wife locks up the meds, part of my safety plan",
    ),
}
# What is denied in the first half says nothing about the second.
JOINED = (
    "i'm not ok, i want to die",
    "i'm not safe i keep thinking about killing myself",
    "i'm not okay, thinking about overdosing",
    "everyone i know is asleep and i feel like dying",
    "i can't sleep, i have urges to hurt myself",
)


@pytest.mark.parametrize("family", HEARD)
def test_a_cry_is_heard_however_it_is_put(family: str, signals: Signals) -> None:
    assert [text for text in HEARD[family] if not screen(text, signals).is_crisis] == []


@pytest.mark.parametrize("family", QUIET)
def test_its_harmless_twin_is_left_alone(family: str, signals: Signals) -> None:
    assert [text for text in QUIET[family] if screen(text, signals).is_crisis] == []


@pytest.mark.parametrize("text", JOINED)
def test_a_no_does_not_reach_into_the_next_clause(text: str, signals: Signals) -> None:
    assert screen(text, signals).is_crisis
