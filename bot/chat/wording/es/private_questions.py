"""A question to staff without a name, in Spanish."""

SAY = {
    "form": "Preguntar al equipo sin tu nombre",
    "danger": "Si puedes estar en peligro, el equipo puede saber quién eres.",
    "question": "Tu pregunta",
    "letter_title": "El equipo sabe quién eres",
    "letter": "El {at} hiciste una pregunta sin tu nombre al equipo de {server}. Dos personas del "
    "equipo han mirado quién preguntó, porque pensaron que alguien podía estar en peligro. No has "
    "hecho nada malo. Puede que te escriban.",
    "letter_footer": "En peligro ahora: 911. Para hablar, día y noche: llama al 988 y marca 2.",
}
THE_SERVER = "el grupo"
