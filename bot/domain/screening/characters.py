"""Characters that look like letters, and emoji that stand for words."""
# ruff: noqa: RUF001 - this file is the list of look-alikes that the rule warns of

from collections.abc import Iterator, Mapping
from types import MappingProxyType

# Cyrillic, Greek, small capitals and crossed letters that normalisation leaves alone.
_LETTERS = {
    "a": "аαᴀɑ", "b": "ьвʙβƀ", "c": "сϲᴄ¢", "d": "ԁᴅđɖ", "e": "еєёεᴇɛ€ə", "f": "ꜰƒ", "g": "ɡԍɢ",
    "h": "нһʜħ", "i": "іїɪιı¡", "j": "јᴊ", "k": "кκᴋ", "l": "ӏʟłⅼ", "m": "мᴍ", "n": "пᴎɴηй",
    "o": "оοσᴏøө", "p": "рρᴘ", "q": "ԛ", "r": "гʀ", "s": "ѕꜱ", "t": "тτᴛŧ", "u": "υᴜц", "v": "ѵνᴠ",
    "w": "ԝшωᴡ", "x": "хχ", "y": "уүγʏ", "z": "ᴢ", "'": "’‘ʼ`´′＇", '"': "“”«»„", "-": "‐‑‒–—―−",
    "ae": "æ", "ss": "ß", "...": "…",
}  # fmt: skip
_EMOJI = {
    "gun": "🔫", "knife": "🔪🗡", "pills": "💊", "dead": "☠⚰🪦", "rope": "🪢", "blood": "🩸",
    "razor": "🪒", "bridge": "🌉", "crying": "😭😢", "bye": "👋", "snow": "❄", "laughing": "😂🤣",
    "skull": "💀",    "money": "💰💵", "mushroom": "🍄", "plug": "🔌", "horse": "🐴",
    "world": "🌍🌎🌏", "letter": "✉💌",
}  # fmt: skip


def _pairs() -> Iterator[tuple[int, str]]:
    for letter, look_alikes in _LETTERS.items():
        yield from ((ord(one), letter) for one in look_alikes)
    for word, signs in _EMOJI.items():
        yield from ((ord(sign), f" {word} ") for sign in signs)
    # Letters in boxes, in dark circles, and as flags: three alphabets without a compatibility form.
    for start in (0x1F150, 0x1F170, 0x1F1E6):
        yield from ((start + at, chr(ord("a") + at)) for at in range(26))


LOOK_ALIKES: Mapping[int, str] = MappingProxyType(dict(_pairs()))
