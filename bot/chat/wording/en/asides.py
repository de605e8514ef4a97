"""The line for somebody whose direct messages are closed. Nobody can tell from it who or why.

It is in both languages at all times: the language alone would say who is meant.
"""

LINE = (
    "I have a private note for somebody here whose direct messages are closed. "
    "Only they can open it.\n"
    "Tengo una nota privada para una persona de esta sala. Solo esa persona puede abrirla."
)
OPEN = "Open / Abrir"
NOT_YOURS = (
    "This note is for somebody else, so you do not have to do anything.\n"
    "Esta nota es para otra persona. No tienes que hacer nada."
)
