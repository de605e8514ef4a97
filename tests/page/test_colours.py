import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "sandbox/web/css/base.css"
# Words in the first colour stand on the second somewhere in the page.
WORDS = [
    ("ink", "paper"),
    ("ink", "side"),
    ("ink", "ground"),
    ("ink", "hover"),
    ("ink", "accent-soft"),
    ("ink", "for-me"),
    ("ink", "private"),
    ("ink", "code"),
    ("quiet", "paper"),
    ("quiet", "side"),
    ("quiet", "ground"),
    ("quiet", "hover"),
    ("quiet", "accent-soft"),
    ("quiet", "for-me"),
    ("quiet", "private"),
    ("accent", "paper"),
    ("accent", "private"),
    ("danger", "paper"),
    ("danger", "side"),
    ("danger", "accent-soft"),
    ("on-accent", "accent"),
    ("on-danger", "danger"),
    ("on-success", "success"),
]
# Edges of controls and the focus ring: WCAG 2.2, 1.4.11.
EDGES = [("edge", "paper"), ("focus", "paper"), ("focus", "side"), ("accent", "side")]


def themes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS.read_text(), re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_is_a_light_and_a_dark_theme_with_the_same_colours() -> None:
    light, dark = themes()
    assert light.keys() == dark.keys()
    assert len(light) > 15


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_can_be_read(theme: int, words: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(theme: int, edge: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[edge], colours[ground]) >= 3
