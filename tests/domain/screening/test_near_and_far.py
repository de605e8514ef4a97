"""Danger as it is told in Spanish, in disguise, about somebody else, or calmly about a body."""

import pytest

from bot.domain.screening import Kind, Language, Signals, Topic, screen

SPANISH = (
    "ya no tengo ganas de seguir con vida",
    "kisiera no aber nasido nunca",
    "xq sigo biba si ya no kiero",
    "no, quiero morirme",
    "no te creas, gracias a dios hoy me quiero morir",
    "la muerte me llama cada noche",
    "estoy sola en el cuarto con las navajas",
    "ya nomás espero a que se duerman todos para hacerlo",
    "hoy le doy fin a mi vida",
    "i can't anymore, ya no quiero estar viva",
    "dan ganas de soltar el volante en la bajada",
    "ojalá nunca hubiera nacido",
    "vos no sabés las ganas que tengo de morirme",
    "sigo parada en el borde de la azotea",
    "mi hija no reacciona y echa espuma por la boca",
)
SPANISH_QUIET = (
    "ya no quiero vivir en esta colonia, hay mucho ruido",
    "ya no pienso en morirme, el grupo me ayudó",
    "no quiero morirme sin ver el mar",
    "hay que ponerle fin a esta reunión",
    "me tomé todo el té de la jarra",
    "la doctora preguntó si tenía ideas de suicidio y le dije que no",
    "no me busquen el viernes, estaré de vacaciones",
    "mi papá se desmayó en la misa pero ya lo vieron",
    "con el cuchillo en la mano picando cebolla y llorando",
)
DISGUISED = (
    "wnna jmp off the brdge",
    "feeling sooicidal agen",
    "illkay yselfmay",
    "i wan t to di e",
    "iwa nnadie ok",
    "jmp frm th brdge, srs",
    "self d3l3te tonight",
    "they said kys. ok i will",
    "thinking of suislyde",
)
DISGUISED_QUIET = (
    "we had a goo d time at the par k",
    "my bother is a broker",
    "sewing a quilt by the river side",
    "saturday is payday, hooray",
    "gonna dye eggs with the kids",
    "kms this homework lol",
)
SOMEBODY = (
    "her boyfriend says she is standing on the railing of the overpass",
    "my uncle mailed me a goodbye letter",
    "can anyone reach sparrow77, she went offline after she said tonight is the night",
    "my grandson tried to hang himself this morning",
    "he drove off with a shotgun",
    "my wife dumped out all of her pills on the table",
    "he told me love you all, take care of the dog and now his phone is off",
)
SOMEBODY_QUIET = (
    "my dad is standing on the roof fixing the gutters",
    "he posted a countdown to his vacation",
    "she is on the roof of the office, grilling for the team",
    "my wife has a date picked for the shower",
    "my nephew tried to hang himself years ago and teaches now",
    "the guy on a bridge in that movie made me cry",
)
BODY = (
    "my pulse ox says 81",
    "blood pressure is 212 over 120",
    "my left arm went numb and my words come out slurred",
    "woke up on the bathroom tile with blood on my head",
    "it's like a brick sitting on my chest",
    "grandpa grabbed his chest and slid down the wall",
    "please call an ambulance",
    "i can't wake her, she took it with her sleeping tablets",
    "she took my patches by mistake and now she's nodding",
)
BODY_QUIET = (
    "oxygen was 97 all through the infusion",
    "half my mouth went numb at the dentist",
    "my hydrangeas turned blue and purple",
    "seizure free two years today",
    "in class they taught us how to call an ambulance",
    "he stopped breathing through his mouth thanks to the cpap",
)


@pytest.mark.parametrize(
    ("texts", "topic"),
    [(SPANISH, None), (DISGUISED, Topic.SELF), (SOMEBODY, Topic.OTHER_PERSON), (BODY, None)],
)
def test_danger_is_heard(texts: tuple[str, ...], topic: Topic | None, signals: Signals) -> None:
    verdicts = {text: screen(text, signals) for text in texts}
    assert [text for text, verdict in verdicts.items() if not verdict.is_crisis] == []
    if topic:
        assert {verdict.topic for verdict in verdicts.values()} == {topic}


def test_danger_in_spanish_is_answered_in_spanish(signals: Signals) -> None:
    assert {screen(text, signals).language for text in SPANISH} == {Language.ES}


@pytest.mark.parametrize("texts", [SPANISH_QUIET, DISGUISED_QUIET, SOMEBODY_QUIET, BODY_QUIET])
def test_its_harmless_twin_is_not(texts: tuple[str, ...], signals: Signals) -> None:
    alarms = [text for text in texts if screen(text, signals).kind is not Kind.OK]
    assert alarms == []
