"""A question that goes to a person, as its asker reads it in Spanish."""

HANDED_OVER = (
    "El equipo tiene tu pregunta, sin tu nombre. La respuesta te llega por mensaje directo. Si los "
    "tuyos están cerrados, te la muestro cuando uses otra vez uno de mis comandos o botones."
)
NOT_HANDED_OVER = (
    "Ahora no pude llegar al equipo, así que **nadie tiene tu pregunta**. Prueba otra vez en un "
    "minuto, o escribe a la clínica. Si no estás a salvo, llama al **988** y marca **2**, o llama "
    "al **911**."
)
TRY_AGAIN = "Probar otra vez"
