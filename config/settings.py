"""The settings: one frozen object, read at the door from files and the environment.

What stands in the environment wins over `clinic.toml`, and that over `default.toml`. What differs
from server to server (`servers`) only seeds rows: after that, the rows count.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Self, cast

from pydantic import Field, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config import problems
from config.errors import SettingsError, WrongValueError
from config.kinds import Allowed
from config.layers import CLINIC_FILE, Layer, read_environment, read_toml
from config.sections import (
    Answers,
    Clinic,
    Content,
    Database,
    Deliveries,
    Discord,
    Joining,
    Log,
    Meetings,
    Safety,
    Server,
)

__all__ = ["Settings", "SettingsError", "files", "load"]


class Settings(BaseSettings):
    """Everything that a clinic can change without touching code."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    discord: Discord = Field(description="Where Discord is and what the bot asks of it.")
    database: Database = Field(description="Where rows are kept.")
    deliveries: Deliveries = Field(description="How the ledger says what it promised to say.")
    meetings: Meetings = Field(description="How far ahead reminders are planned.")
    answers: Answers = Field(description="How sure an answer must be.")
    safety: Safety = Field(description="What follows when a message needs a person.")
    joining: Joining = Field(description="How somebody joins.")
    content: Content = Field(description="Where the texts are that a clinician signs.")
    log: Log = Field(description="What is written to the log.")
    clinic: Clinic = Field(description="Who runs the rooms.")
    servers: Annotated[tuple[Server, ...], Allowed("[[servers]] tables in a file")] = Field(
        description="The Discord servers whose rows are seeded, as [[servers]] tables."
    )

    @model_validator(mode="after")
    def _each_server_once(self) -> Self:
        ids = [server.guild_id for server in self.servers]
        if len(set(ids)) < len(ids):
            raise WrongValueError("servers", "each guild_id in one [[servers]] table only")
        return self


class LayerSource(PydanticBaseSettingsSource):
    """One layer, as pydantic-settings takes it: handed in, nothing global is read."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(Settings)
        self.layer = layer
        # pydantic-settings keeps what each source said under its name.
        self.__name__ = layer.place

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return a section's values, its name, and that they need no decoding."""
        del field
        return self.layer.values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return every section, unknown ones too: a misspelt section must not pass."""
        return self.layer.values


def load(*, environ: Mapping[str, str], folder: Path, clinic: Path | None = None) -> Settings:
    """Read the settings.

    Args:
        environ: `WAYMARK_<SECTION>__<KEY>`, `WAYMARK_DISCORD_TOKEN` and `WAYMARK_CONFIG` are used;
            any other `WAYMARK_` name is refused as a misspelling.
        folder: Where `default.toml` is, and `clinic.toml` where there is one.
        clinic: Another clinic file; stronger than the one that `WAYMARK_CONFIG` names.

    Raises:
        SettingsError: A file is broken or a value is wrong; nothing was started.
    """
    read = files(environ=environ, folder=folder, clinic=clinic)
    layers = [read_environment(environ), *(read_toml(path) for path in read)]
    # Its fields come from the sources, not from arguments.
    build = cast("Callable[..., Settings]", Settings)
    try:
        return build(_build_sources=(tuple(LayerSource(layer) for layer in layers), {}))
    except ValidationError as error:
        problem = problems.explain(error, Settings, layers)
    # Outside of the handler: pydantic's own error holds every value, and would be chained.
    raise problem


def files(
    *, environ: Mapping[str, str], folder: Path, clinic: Path | None = None
) -> Sequence[Path]:
    """Return the files that `load` reads, the strongest first; one that is named may be missing."""
    named = environ.get(CLINIC_FILE, "").strip()
    chosen = clinic or (Path(named) if named else None)
    usual = folder / "clinic.toml"
    if chosen is None and usual.exists():
        chosen = usual
    return [*([chosen] if chosen else []), folder / "default.toml"]
