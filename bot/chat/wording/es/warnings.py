"""A wish for a content warning, in Spanish."""

LETTER = {
    "title": "¿Puedes ponerle un aviso a esto?",
    "text": "A alguien del grupo le cuesta leer ahora [tu mensaje]({link}). Te pide, con cariño, "
    "que le pongas un aviso de contenido. No hiciste nada malo, y no pasa nada si lo dejas así.",
    "how": "**Cómo:** abre el menú del mensaje, elige Editar, y pon dos barras antes y después de "
    "la parte difícil, así: `hoy fue un mal día ||la parte difícil||`. Así se abre con un toque.",
    "support": "Si ahora es un momento difícil, `/support now` también funciona aquí.",
}
TOLD = {
    "privately": "Se lo pedí, sin decir tu nombre. Lo que haga es cosa suya. Si el mensaje sigue "
    "siendo demasiado, cuéntalo al equipo: abre su menú y elige **Tell staff privately**.",
    "in_room": "No acepta mensajes directos, así que una nota le espera diez minutos en la sala, "
    "sin tu nombre ni el suyo. Lo que haga es cosa suya.",
    "not": "No pude llegar a esa persona. Puedes contarlo al equipo: abre el menú del mensaje y "
    "elige **Tell staff privately**.",
}
