"""What somebody who asked for a person is told in Spanish."""

CALLED = "Le dije al equipo que quieres hablar. Te van a escribir aquí, en Discord."
CALLED_SIT = (
    "Llamé al equipo. No puedo prometer que haya alguien ahora mismo. Hasta que alguien te "
    "escriba, el 988 está de día y de noche: llama al **988** y marca **2**. "
    "En peligro ahora: **911**."
)
NOT_CALLED = (
    "Ahora no pude llegar al equipo. Por favor, escribe a alguien del equipo, o llama a la "
    "clínica. Si no estás a salvo, llama al **988** y marca **2**, o llama al **911**."
)
