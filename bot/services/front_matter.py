"""The YAML above the text of a content file."""

from typing import Any

import yaml

# libyaml reads ten times as fast. Wheels of PyYAML carry it; one built from source may not.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(text: str) -> object:
    """Return what YAML says, with plain types only.

    Raises:
        yaml.YAMLError, ValueError: It is not YAML, or holds a value such as the date 2026-02-30.
    """
    loader = _LOADER(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
