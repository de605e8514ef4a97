from collections.abc import Iterable

def algorithms(aliases: bool = False) -> list[str]: ...

class Stemmer:
    maxCacheSize: int  # noqa: N815  the C extension's own name
    def __init__(self, language: str, maxCacheSize: int = 10000) -> None: ...  # noqa: N803  the C extension's own name
    def stemWord(self, word: str) -> str: ...  # noqa: N802  the C extension's own name
    def stemWords(self, words: Iterable[str]) -> list[str]: ...  # noqa: N802  the C extension's own name
