"""A question to staff without a name, in Spanish."""

SAY = {
    "form": "¿En peligro? El equipo puede saber quién eres",
    "danger": "**Si puedes estar en peligro, el equipo puede saber quién eres.** Si no, ven tu "
    "pregunta sin tu nombre.",
    "question": "Tu pregunta",
    "not_arrived": "**Si puedes estar en peligro, el equipo puede saber quién eres.** Ahora no "
    "pude llegar al equipo, así que **nadie tiene tu pregunta**. Prueba otra vez en un minuto, o "
    "llama a la clínica. Si no estás a salvo, llama al **988** y marca **2**, o llama al **911**.",
    "again": "Probar otra vez",
    "letter_title": "El equipo sabe quién eres",
    "letter": "El {at} hiciste una pregunta sin tu nombre al equipo de {server}. Dos personas del "
    "equipo han mirado quién preguntó, porque pensaron que alguien podía estar en peligro. No has "
    "hecho nada malo. Puede que te escriban.",
    "talk": "Hablar con el equipo",
    "letter_footer": "En peligro ahora: 911. Para hablar, día y noche: llama al 988 y marca 2.",
}
THE_SERVER = "el grupo"
