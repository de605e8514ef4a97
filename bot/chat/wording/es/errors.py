"""What a member reads in Spanish when something cannot be done. Staff have English."""

TITLE = "Eso no se pudo hacer"
TYPED = "Esto es lo que escribiste, para que no se pierda. Solo tú lo ves:"
TYPED_IN_FILE = "Lo que escribiste está en este archivo, para que no se pierda. Solo tú lo ves."
TYPED_NAME = "lo-que-escribiste.txt"

CONFLICT = {
    "already_done": "Otra persona acaba de hacerlo. No se hizo dos veces.",
    "already_acknowledged": "Otra persona ya se encarga de esto.",
    "already_disputed": "Ya lo pediste, o el equipo ya lo miró.",
    "already_righted": "Otra persona ya lo corrigió.",
    "question_over": "Alguien ya respondió o cerró esta pregunta. No se envió nada dos veces.",
    "report_over": "Otra persona ya cerró este aviso.",
    "second_must_agree": "Ya lo pediste. Otra persona del equipo tiene que pulsarlo también.",
    "name_known_to_two": "Dos personas del equipo saben quién preguntó, y nadie más. Sus nombres "
    "están en la tarjeta.",
    "warning_own": "Este mensaje es tuyo. Para ponerle un aviso, abre su menú, elige Editar, y "
    "pon dos barras antes y después de la parte difícil, así: `||la parte difícil||`.",
    "warning_left": "Quien lo escribió ya no está en este servidor, así que no hay a quién "
    "pedírselo. Puedes contarlo al equipo: abre el menú del mensaje y elige **Tell staff "
    "privately**.",
    "warning_nobody": "Ese mensaje es de un bot o de un webhook, así que no hay a quién pedírselo. "
    "Puedes contarlo al equipo: abre su menú y elige **Tell staff privately**.",
    "warning_not_now": "No se lo pedí: puede que quien lo escribió esté pasando un mal momento. Si "
    "te preocupa esa persona, abre el menú del mensaje y elige **Tell staff privately**.",
    "warning_asked": "Ya se le pidió. Si todavía es demasiado para ti, abre el menú del mensaje y "
    "elige **Tell staff privately**.",
    "warning_enough": "Hoy has pedido varios avisos. Si la sala es demasiado ahora, un descanso "
    "corto puede ayudar, y el equipo también: **Tell staff privately**, en el menú del mensaje.",
    "private_questions_off": "Aquí no se pueden hacer preguntas sin nombre. Puedes usar `/ask` o "
    "`/report`, que tampoco dicen tu nombre. Si necesitas ayuda ahora: `/support now`.",
    "private_questions_paused": "El equipo ha puesto en pausa tus preguntas sin nombre por un "
    "tiempo. Así no han sabido quién eres. `/ask`, `/report` y `/support now` siguen funcionando.",
    "reported_enough": "Hoy le has contado mucho al equipo, y lo tienen todo. Dales un poco de "
    "tiempo, por favor. Si alguien está en peligro, llama al **911**, o llama al **988** y marca "
    "**2**. Que te preocupa alguien lo puedes contar siempre.",
    "asked_enough": "Hoy le has hecho varias preguntas al equipo, y las tienen todas. Por favor, "
    "espera una respuesta, o llama a la clínica.",
    "just_shared": "Esta respuesta ya está en esta sala, un poco más arriba.",
    "not_now": "Puede que alguien aquí esté pasando un mal momento, así que no pongo nada en esta "
    "sala ahora. Puedes compartirlo más tarde.",
    "not_shared": "Discord no lo aceptó, así que no se compartió nada. Prueba otra vez en un "
    "minuto.",
    "which_team": "Tú y yo compartimos más de un servidor, así que no sé a qué equipo preguntar. "
    "Usa `/ask` en el servidor que quieras. Allí también lo ves solo tú.",
    "ended": "Esto ya terminó.",
    "rules_not_up": "El equipo todavía no ha puesto las reglas. Puedes mirar más tarde. Si "
    "necesitas ayuda ahora: `/support now`.",
    "rules_changed": "Alguien cambió las reglas mientras tanto. No se hizo nada; por favor, léelas "
    "otra vez primero.",
    "card_not_up": "No hay ninguna tarjeta puesta, así que no hay nada que quitar. `/clinic rules "
    "post` pone una.",
    "not_agreed": "Aquí no has aceptado nada, así que no hay nada que retirar. `/support now` "
    "funciona igual.",
    "discord_silent": "Discord no respondió, así que no se hizo nada. Prueba otra vez en un "
    "minuto.",
}

PROBLEM = {
    "empty": "Aquí falta algo.",
    "too_long": "Es demasiado largo.",
    "no_ping_role": "Este grupo no tiene un rol que avise. Puedo enviarte un mensaje directo.",
    "no_occurrence": "Este grupo no se reúne entonces. Elige una de las fechas que te ofrezco.",
    "doses_are_seen": "Hablar de dosis siempre se muestra al equipo. Elige otra cosa, por favor.",
    "same_as_before": "Es lo mismo que antes, así que no se cambió nada.",
}
FIELD = {
    "Your question": "Tu pregunta",
    "Message": "Tu mensaje",
    "Answer": "Respuesta",
    "How": "Cómo",
    "Date": "Fecha",
}

NOUN = {
    "answer": "esa respuesta",
    "button": "ese botón",
    "card": "esa tarjeta",
    "form": "ese formulario",
    "meeting": "esa reunión",
    "member": "a esa persona",
    "message": "ese mensaje",
    "note": "esa nota",
    "question": "esa pregunta",
    "report": "ese aviso",
}

# Discord's own names, as its Spanish settings have them.
RIGHT = {
    "Moderate Members": "Aislar temporalmente a miembros",
    "Kick Members": "Expulsar miembros",
    "Ban Members": "Banear miembros",
    "Manage Events": "Gestionar eventos",
    "Manage Server": "Gestionar servidor",
    "Manage Roles": "Gestionar roles",
    "Send Messages": "Enviar mensajes",
}
NOT_IN_A_SERVER = "Esto funciona solo en un servidor. Úsalo allí, por favor."


def not_found(what: str) -> str:
    """Say that something is gone."""
    return f"No encuentro {NOUN.get(what, 'eso')}. Puede que ya no exista."


def not_permitted(needs: str) -> str:
    """Say which right a person lacks."""
    return (
        f"Para esto hace falta el permiso “{RIGHT.get(needs, needs)}”, o un rol que la clínica "
        "haya elegido. Si crees que deberías tenerlo, pregunta a quien administra el servidor."
    )


def bot_not_permitted(needs: str) -> str:
    """Say which right the bot lacks, and who can give it."""
    missing = f"el permiso “{RIGHT.get(needs, needs)}”" if needs else "un permiso"
    return (
        f"Discord no me dejó hacerlo: aquí me falta {missing}. Por favor, cuéntalo a alguien del "
        "equipo; quien administra el servidor me lo puede dar."
    )


def not_set_up(part: str) -> str:
    """Say that set-up is not done, and that help is there all the same."""
    missing = "en este servidor" if part == "server" else "del todo en este servidor"
    return (
        f"Todavía no me han configurado {missing}. Quien lo administra puede hacerlo con "
        "`/clinic setup`. Si necesitas a una persona ahora, `/support now` funciona igual."
    )


def invalid(field: str, problem: str, otherwise: str) -> str:
    """Say what is wrong with something typed; what only staff meet is said as it is in English."""
    known = PROBLEM.get(problem)
    return f"**{FIELD.get(field, field)}**: {known}" if known else otherwise


STORAGE = (
    "Ahora no lo pude guardar, así que no cambió nada. Prueba otra vez en un minuto. Si pasa otra "
    "vez, cuéntalo a alguien del equipo, por favor."
)
CONTENT = (
    "Ahora no puedo leer un texto que firma la clínica. Cuéntalo a alguien del equipo, por favor. "
    "`/support now` funciona igual."
)


def unforeseen(reference: str) -> str:
    """Say that something unforeseen happened, with a reference for staff."""
    return (
        "Algo falló de mi lado, y puede que esto no se haya hecho. Si le das al equipo la "
        f"referencia **{reference}**, pueden averiguar qué pasó. En peligro: llama al **988** y "
        "marca **2**, o llama al **911**."
    )
