"""Reports as a member reads them in Spanish."""

KIND = {
    "worried": "Me preocupa esta persona",
    "hurtful": "Hiere o asusta a alguien",
    "medicine": "Cosas peligrosas sobre medicinas",
    "selling": "Ventas, anuncios o engaños",
    "private": "Muestra datos privados de alguien",
    "other": "Otra cosa",
}
SAY = {
    "form": "Contarlo al equipo en privado",
    "kind": "¿De qué se trata?",
    "words": "¿Qué debemos saber?",
    "words_hint": "Puedes dejarlo vacío. Solo lo lee el equipo.",
    "name": "¿Puede el equipo ver tu nombre?",
    "name_hint": "Si puedes estar en peligro, el equipo puede saber quién eres.",
    "no": "No, sin mi nombre",
    "yes": "Sí, lo pueden ver",
    "arrived": "Gracias por contarlo. El equipo ya lo tiene. Nadie más del grupo ve que "
    "escribiste. Si el equipo tiene una pregunta, te la traigo en privado.",
    "arrived_worry": "Gracias por pensar en esa persona. Avisé al equipo. No puedo prometer que "
    "haya alguien ahora mismo. **Si está en peligro ahora, llama al 911.** También puedes llamar "
    "al **988** y marcar 2 por otra persona, de día o de noche, y preguntar qué hacer.",
    "to_admins": "Gracias por contarlo. Como es sobre alguien del equipo, solo lo tienen quienes "
    "dirigen el servidor, en privado. La persona de quien se trata no lo ve.",
    "not_arrived": "No pude llegar al equipo, así que **nadie tiene tu mensaje**. Prueba otra vez "
    "en un minuto, o escribe a la clínica. Si hay peligro, llama al **988** y marca 2, o llama al "
    "**911**.",
    "nobody_else": "**Nadie tiene tu mensaje.** No conozco aquí a otra persona que pueda leerlo: "
    "es sobre la única que podría. Escribe a la clínica, por favor. También puedes denunciarlo a "
    "Discord, en el menú del mensaje.",
    "again": "Probar otra vez",
    "own": "Esto es sobre ti, así que no hay nada que denunciar. Si quieres hablar con alguien, "
    "pulsa un botón. Si quieres quitar tu mensaje, puedes borrarlo en su menú.",
    "talk": "Hablar con el equipo",
    "sit": "Pedir que alguien me acompañe",
    "you_wrote": "Escribiste:",
    "letter_title": "El equipo te escribe",
    "letter": "Contaste algo al equipo de {server} el {at}. Te escriben:",
    "letter_by": "De {by}.",
    "letter_footer": "Solo tú ves esto. Emergencia: 911. Ayuda: llama al 988 y marca 2.",
    "write_back": "Responder",
    "back_form": "Responder al equipo",
    "back_words": "Tu mensaje",
    "back_hint": "El equipo lo ve junto a lo que contaste, sin más de tu nombre que antes.",
    "back_arrived": "El equipo tiene tu mensaje.",
    "back_not_arrived": "No pude llegar al equipo, así que **nadie tiene tu mensaje**. Prueba "
    "otra vez en un minuto, o escribe a la clínica. Si hay peligro, llama al **988** y marca 2, o "
    "llama al **911**.",
}
THE_SERVER = "el grupo"
