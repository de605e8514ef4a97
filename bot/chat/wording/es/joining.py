"""Joining, in Spanish."""

SAY = {
    "title": "Nuestras reglas, y qué se guarda sobre ti",
    "joined_title": "Gracias por leer esto",
    "agree": "Tengo 18 años o más, y acepto",
    "read": "Leerlo otra vez",
    "other": "Read in English",
    "withdraw": "Retirarlo",
    "sure": "Sí, retirarlo",
    "stay": "Dejarlo como está",
    "version": "Versión {version} del {dated}.",
    "unreviewed": "Aún no lo ha leído un profesional clínico.",
    "reviewed": "Leído por {name}.",
    "you_agreed": "Aceptaste esto el {at}.",
    "you_agreed_older": "Aceptaste una versión anterior el {at}. Por favor, lee esta.",
    "outdated": "Las reglas cambiaron desde que se hizo esa tarjeta. Ahora valen estas:",
    "agreed": "Te damos la bienvenida. Hoy aceptaste la versión {version}.",
    "role_given": "Te damos la bienvenida. Aceptaste la versión {version}, y las salas "
    "están abiertas para ti.",
    "pending": "Gracias, queda anotado. Falta una cosa: Discord tiene aquí sus propias reglas. "
    "Abre el nombre del servidor o la barra de abajo, y pulsa **Completar**. Las salas se te abren "
    "poco después; no hace falta que pulses aquí otra vez.",
    "later": "Gracias, queda anotado. Ahora mismo no pude abrirte las salas. Sigo intentándolo, y "
    "no hace falta que pulses otra vez. Si tarda más de un día, cuéntalo al equipo con `/report`.",
    "by_hand": "Queda anotado. El equipo te quitó el rol a mano, así que no te lo devuelvo por mi "
    "cuenta. Por favor, habla con ellos con `/report`.",
    "support": "`/support now` funciona siempre, aquí y por mensaje directo.",
    "sure_title": "¿Quieres retirarlo?",
    "sure_text": "**Esto se va:** el rol que te di por ello, con las salas que abre, y mi nota de "
    "que aceptaste, qué versión y cuándo.\n**Esto se queda:** lo que escribiste, tus "
    "recordatorios, y lo que contaste al equipo o el equipo decidió.\n\nNo se avisa a nadie. "
    "Puedes volver cuando quieras con `/rules agree`.",
    "stayed": "No ha cambiado nada. Qué bueno que estés aquí.",
    "withdrawn": "Queda retirado. El rol que te di por ello ya no está, si te di uno, y mi nota de "
    "que aceptaste está borrada. Gracias por haber "
    "estado con nosotros. Si quieres volver: `/rules agree`.",
    "withdrawn_later": "Queda retirado. Discord no me respondió ahora mismo; el rol, y lo que "
    "guardaba, se van en cuanto responda. No tienes que hacer nada.",
    "changed_title": "Nuestras reglas han cambiado",
    "changed": "Aceptaste una versión anterior en {server}. Por favor, lee la nueva cuando tengas "
    "un momento tranquilo. Hay tiempo hasta el {until}; hasta entonces nada cambia para ti.",
    "over_title": "Las salas están cerradas por ahora",
    "over": "Las reglas de {server} cambiaron hace un tiempo, y no has dicho que sí a las nuevas. "
    "Por eso las salas están cerradas para ti por ahora, y lo que guardaba sobre tu sí de antes "
    "está borrado. No hiciste nada malo. Di que sí, y se abren otra vez.",
    "read_now": "Leerlas",
    "footer": "En peligro ahora: 911. Para hablar, de día o de noche: llama o escribe al 988.",
    "hint": "Las reglas del grupo han cambiado. Por favor, léelas con `/rules read`; hay tiempo "
    "hasta el {until}.",
}
THE_SERVER = "el grupo"
