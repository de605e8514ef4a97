"""What a writer reads in Spanish about a hidden message."""

REASON = {
    "sourcing": "Parecía hablar de comprar, vender o compartir medicinas. Para cuidar a todos, "
    "eso no va en estas salas. Sobre tu tratamiento, pregunta a tu equipo médico.",
    "dosing": "Las dosis, y empezar, dejar o mezclar medicinas, son preguntas para tu equipo "
    "médico. Ellos te conocen. Llámales o escríbeles antes de cambiar algo.",
    "harassment": "Algunas de sus palabras pueden herir a alguien aquí.",
    "trigger_detail": "Tenía detalles que pueden ser difíciles de leer para otras personas. No "
    "hiciste nada malo, y esto no cuenta en tu contra. Puedes contarlo otra vez sin esos detalles.",
    "contact_info": "Parecía el teléfono, el correo o la dirección de una persona. Para cuidar a "
    "todos, eso no va en las salas. Las líneas de ayuda sí.",
    "spam": "Parecía un anuncio, o un enlace que puede no ser seguro.",
    "self_promo": "Parecía promoción de una página, un grupo o un servicio.",
    "flood": "Llegaron muchos mensajes en pocos segundos. Ve un poco más despacio, por favor, "
    "para que todos puedan seguir.",
}
LETTER = {
    "hidden_title": "Un mensaje tuyo está oculto",
    "hidden": "Soy un bot y oculté un mensaje tuyo en {room}. Sigues siendo parte del grupo, y de "
    "esto no sigue nada más.",
    "hidden_more": "El equipo todavía puede ver por un tiempo lo que decía, para poder ayudar. Si "
    "en los próximos cinco minutos llegan más como este, los oculto sin escribirte otra vez.",
    "mistake": "¿Me equivoqué? Pulsa **Es un error**, y una persona lo mirará otra vez.",
    "nudged_title": "Una nota sobre un mensaje tuyo",
    "nudged": "Soy un bot y leí un mensaje tuyo en {room}. Sigue ahí, y de esta nota no sigue "
    "nada. El equipo también lo puede ver.",
    "standing_title": "Mira un mensaje tuyo, por favor",
    "standing": "Soy un bot y leí un mensaje tuyo en {room}. No pude mostrarlo al equipo, así que "
    "no lo oculté. Míralo, por favor, y quítalo si no debe estar ahí.",
    "righted_title": "Tu mensaje debió quedarse",
    "righted": "El equipo miró otra vez el mensaje tuyo en {room} que oculté. Me equivoqué, y lo "
    "sentimos. Puedes publicarlo otra vez.",
    "help": "Si ahora es un momento difícil, `/support now` muestra personas que están día y "
    "noche. Aquí también funciona.",
    "dispute": "Es un error",
    "talk": "Hablar con el equipo",
    "sit": "Pedir que alguien me acompañe",
}
DISPUTED = "Gracias. Le pedí al equipo que lo mire otra vez. Puede que te escriban."
