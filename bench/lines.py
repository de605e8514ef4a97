"""Everyday lines of a support group, none of which any bot answers."""

LINES = (
    "good evening everybody, glad to see so many of you here",
    "had a long day at work but the walk home was lovely",
    "does anyone have a good book for a rainy weekend?",
    "i made soup today for the first time in weeks",
    "thank you for listening last night, it helped a lot",
    "my sister is visiting on saturday and i am a bit nervous about it",
    "this wait is killing me, the bus is late again",
    "we planted tomatoes and the neighbours' cat slept on every one of them",
    "slept badly, woke up at four, then it got better after some tea",
    "i was dying of laughter at that film, you have to see it",
    "same here, mornings are the hardest part for me too",
    "hi all, new here, a friend told me about this group",
    "is the group on tuesday at seven again, or did it move?",
    "the photos from the lake are beautiful, where was that?",
    "i wrote three pages in my journal and then i called my brother, he says hello to everyone",
    "ok",
    "haha yes exactly",
    "proud of you for going outside today, that is not a small thing",
    "buenas noches a todos, que tengan una buena semana",
    "gracias por escucharme ayer, fue un dia dificil pero hoy estoy mejor",
)


def lines(count: int) -> list[str]:
    """Return `count` of them, in turn."""
    return [LINES[number % len(LINES)] for number in range(count)]
