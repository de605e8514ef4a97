"""Rows that keep what a sentence model made of the clinic's own texts; never of a question."""

from collections.abc import Mapping, Sequence

from bot.storage.database import Transaction

# SQLite takes 32,766 parameters in a statement since 3.32.
MOST_AT_ONCE = 400


async def every(tx: Transaction, *, model: str) -> dict[str, bytes]:
    """Return all that a model has made, by the text's hash."""
    rows = await tx.fetch_all(
        "SELECT text_hash, vector FROM vectors WHERE model = :model", {"model": model}
    )
    return {row["text_hash"]: row["vector"] for row in rows}


async def some(tx: Transaction, *, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """Return what a model has made of some texts, at most `MOST_AT_ONCE`, by their hashes."""
    given = {f"hash_{number}": each for number, each in enumerate(hashes)}
    names = ", ".join(f":{name}" for name in given)
    rows = await tx.fetch_all(
        # Only names made above are put into the text.
        f"SELECT text_hash, vector FROM vectors WHERE model = :model AND text_hash IN ({names})",  # noqa: S608
        {"model": model, **given},
    )
    return {row["text_hash"]: row["vector"] for row in rows}


async def keep(tx: Transaction, *, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors by their texts' hashes, at most `MOST_AT_ONCE`."""
    given: dict[str, str | bytes] = {"model": model}
    values: list[str] = []
    for number, (text_hash, vector) in enumerate(vectors.items()):
        given |= {f"hash_{number}": text_hash, f"vector_{number}": vector}
        values.append(f"(:model, :hash_{number}, :vector_{number})")
    await tx.execute(
        # Only names made above are put into the text.
        f"INSERT INTO vectors (model, text_hash, vector) VALUES {', '.join(values)}"  # noqa: S608
        " ON CONFLICT (model, text_hash) DO NOTHING",
        given,
    )


async def names(tx: Transaction, *, model: str) -> list[str]:
    """Return the hashes of all texts of which a model has made something."""
    rows = await tx.fetch_all(
        "SELECT text_hash FROM vectors WHERE model = :model", {"model": model}
    )
    return [row["text_hash"] for row in rows]


async def forget(tx: Transaction, *, model: str, hashes: Sequence[str]) -> None:
    """Remove what a model has made of some texts, at most `MOST_AT_ONCE`, by their hashes."""
    given = {f"hash_{number}": each for number, each in enumerate(hashes)}
    listed = ", ".join(f":{name}" for name in given)
    await tx.execute(
        # Only names made above are put into the text.
        f"DELETE FROM vectors WHERE model = :model AND text_hash IN ({listed})",  # noqa: S608
        {"model": model, **given},
    )


async def forget_other_models(tx: Transaction, *, model: str) -> None:
    """Remove what other models have made; this one cannot compare it."""
    await tx.execute("DELETE FROM vectors WHERE model <> :model", {"model": model})
