"""The evaluation as a picture. Needs the `charts` extra."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.cli.faq_figures import Judged, outcomes

# Okabe and Ito's colours, told apart by colour-blind people too; the hatching says the same.
_LOOKS = (
    ("#0072B2", ""),
    ("#D55E00", "xx"),
    ("#56B4E9", "//"),
    ("#F0E442", ".."),
    ("#DDDDDD", ""),
)
# Narrower parts have no room for their number.
_NARROWEST = 0.04


def draw(file: Path, judged: Sequence[Judged], target: float) -> None:
    """Write a PNG with its content also said in words, as its description.

    Raises:
        OSError: It cannot be written.
    """
    kinds = [one for one in reversed(outcomes(judged)) if one.total]
    # Most of its methods take keywords that its types leave open.
    figure: Any = Figure(figsize=(10, 4.4), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    label = f"target for false answers: {target:.1%}"
    said: list[str] = []
    for one in kinds:
        name, left = f"{one.total} questions\n{one.name}", 0.0
        for (colour, hatch), (_, meaning, count) in zip(_LOOKS, one.parts, strict=True):
            share = count / one.total
            axes.barh(
                name, share, left=left, color=colour, hatch=hatch, edgecolor="black",
                label=meaning if one is kinds[0] else None,
            )  # fmt: skip
            if share >= _NARROWEST:
                axes.text(
                    left + share / 2, name, f"{share:.0%}", ha="center", va="center", fontsize=11,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )  # fmt: skip
            said.append(f"{one.name}: {share:.1%} {meaning}")
            left += share
    axes.axvline(target, color="black", linestyle="--", label=label)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_title("What became of the questions")
    figure.legend(loc="outside lower center", ncols=2)
    figure.savefig(file, format="png", metadata={"Description": "; ".join(said)})
