"""Reads the settings from the environment and `.env`, checks them, and says in one sentence what is wrong with each.

It opens nothing and makes no folder; tokens stay in SecretStr, and no sentence of ours repeats what was given.
"""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import SettingsError

_CODE: Final = Path(__file__).resolve().parents[1]

_MEND: Final[Mapping[str, str]] = {
    "TELEGRAM_TOKEN": "does not look like a Telegram bot's token. Copy the whole of what @BotFather gave you: "
    "digits, a colon, then about 35 letters and digits.",
    "DISCORD_TOKEN": "does not look like a Discord bot's token. Copy it from discord.com/developers, under Bot, "
    "Reset Token: three parts with two dots, and no word before it.",
    "DATABASE_URL": "cannot be read. Write sqlite:///path/to/file.db or postgresql://user:password@host/database, "
    "or leave it empty for a file in the data folder.",
    "TELEGRAM_API_URL": "is not a web address. Write it like https://api.telegram.org, or leave it empty.",
    "TELEGRAM_FILE_URL": "is not a web address. Write it like https://api.telegram.org/file, or leave it empty.",
    "DISCORD_API_URL": "is not a web address. Write it like https://discord.com/api/v10, or leave it empty.",
    "DISCORD_GATEWAY_URL": "is not a gateway's address. Write it like wss://gateway.discord.gg, or leave it empty.",
    "SPOONLIGHT_DATA_DIR": "is not a folder. Name a folder that Spoonlight may write to, or leave it empty.",
    "SPOONLIGHT_CONTENT_DIR": "is not a folder with Spoonlight's content. Name the folder that holds library/ and "
    "words/ (in the checkout it is data/).",
    "PREVIEW_HOST": "is not a host. Write 127.0.0.1, or leave it empty.",
    "PREVIEW_PORT": "is not a port. Write a whole number from 1 to 65535, such as 8080.",
}


def checkout() -> Path | None:
    """The folder of the checkout that this code runs from; None when it is installed elsewhere."""
    return _CODE if (_CODE / "pyproject.toml").is_file() and (_CODE / "data").is_dir() else None


def env_file() -> Path:
    """Where `.env` is looked for: beside the code in a checkout, else in the current folder."""
    return (checkout() or Path.cwd()) / ".env"


def usual_data_dir() -> Path:
    """`var/` in a checkout (git leaves it alone), else where this platform keeps the data of programs."""
    here = checkout()
    if here is not None:
        return here / "var"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Spoonlight"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Spoonlight"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "spoonlight"


def _usual_content_dir() -> Path:
    return (checkout() or Path.cwd()) / "data"


def _telegram_token(token: SecretStr) -> SecretStr:
    return _shaped(token, r"\d+:[\w-]{20,}")


def _discord_token(token: SecretStr) -> SecretStr:
    return _shaped(token, r"[\w-]+\.[\w-]+\.[\w-]+")


def _shaped(token: SecretStr, shape: str) -> SecretStr:
    bare = token.get_secret_value().strip()
    if not re.fullmatch(shape, bare, re.ASCII):
        raise ValueError
    return SecretStr(bare)


def _address(url: str, schemes: tuple[str, ...]) -> str:
    parts = urlsplit(url.strip())
    if parts.scheme not in schemes or not parts.hostname or (parts.port is not None and parts.port < 1):
        raise ValueError
    return url.strip().rstrip("/")


def _web(url: str) -> str:
    return _address(url, ("http", "https"))


def _gateway(url: str) -> str:
    return _address(url, ("ws", "wss"))


def _database(url: SecretStr) -> SecretStr:
    if not re.match(r"(sqlite|postgres(ql)?)(\+\w+)?://", url.get_secret_value()):
        raise ValueError
    return url


def _folder(path: Path) -> Path:
    """Always absolute, so that where Spoonlight was started from does not matter later."""
    path = path.expanduser().absolute()
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def _content(path: Path) -> Path:
    path = _folder(path)
    if not (path / "library").is_dir() or not (path / "words").is_dir():
        raise ValueError
    return path


def _host(host: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", host):
        raise ValueError
    return host


class Settings(BaseSettings):
    """The settings under the names that people write them by; an empty one counts as not set."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True, validate_default=True)

    telegram_token: Annotated[SecretStr, AfterValidator(_telegram_token)] | None = None
    discord_token: Annotated[SecretStr, AfterValidator(_discord_token)] | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = None
    telegram_api_url: Annotated[str, AfterValidator(_web)] = "https://api.telegram.org"
    telegram_file_url: Annotated[str, AfterValidator(_web)] | None = None
    discord_api_url: Annotated[str, AfterValidator(_web)] = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[str, AfterValidator(_gateway)] = "wss://gateway.discord.gg"
    spoonlight_data_dir: Annotated[Path, AfterValidator(_folder)] = Field(default_factory=usual_data_dir)
    spoonlight_content_dir: Annotated[Path, AfterValidator(_content)] = Field(default_factory=_usual_content_dir)
    preview_host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    preview_port: Annotated[int, Field(ge=1, le=65535)] = 8080

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, given: dict[str, Any]) -> dict[str, Any]:
        """`TELEGRAM_TOKEN=` in the environment also switches off one that `.env` has."""
        return {name: value for name, value in given.items() if not isinstance(value, str) or value.strip()}

    @property
    def data_dir(self) -> Path:
        """The folder of the database and of the key that signs buttons."""
        return self.spoonlight_data_dir

    @property
    def content_dir(self) -> Path:
        """The folder of the library and the words."""
        return self.spoonlight_content_dir

    @property
    def database(self) -> str:
        """The address of the members' database. It may hold a password: do not print it."""
        return self.database_url.get_secret_value() if self.database_url else _sqlite(self.data_dir / "spoonlight.db")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file of the members' database; None for a server or a database in memory."""
        scheme, _, path = self.database.partition(":///")
        return Path(path.partition("?")[0]) if scheme.startswith("sqlite") and path.strip(":") != "memory" else None

    @property
    def preview_database(self) -> str:
        """The preview's own database, so that trying things out never touches members' rows."""
        return _sqlite(self.data_dir / "preview.db")

    @property
    def telegram_base_url(self) -> str:
        """As python-telegram-bot wants it: all that stands before the token."""
        return f"{_telegram_root(self.telegram_api_url)}/bot"

    @property
    def telegram_base_file_url(self) -> str:
        """As python-telegram-bot wants it; on the same server as the API when it is not set."""
        if self.telegram_file_url is None:
            return f"{_telegram_root(self.telegram_api_url)}/file/bot"
        return f"{_telegram_root(self.telegram_file_url)}/bot"

    @property
    def discord_base_url(self) -> str:
        """As discord.py wants it, with the version of the API; a bare host gets the usual path."""
        return self.discord_api_url if urlsplit(self.discord_api_url).path else f"{self.discord_api_url}/api/v10"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        held = [token.get_secret_value() for token in (self.telegram_token, self.discord_token) if token]
        if self.database_url and (password := urlsplit(self.database_url.get_secret_value()).password):
            held.append(password)
        return tuple(held)


def read_settings(file: Path | None = None) -> Settings:
    """Reads the environment over `.env`. Raises SettingsError with a sentence, on its own line, for each fault."""
    settings, faults = look_at_settings(file)
    if settings is None:
        raise SettingsError("\n".join(faults))
    return settings


def look_at_settings(file: Path | None = None) -> tuple[Settings | None, tuple[str, ...]]:
    """The settings, or None and a sentence for each fault."""
    file = file or env_file()
    try:
        return Settings(_env_file=file, _env_file_encoding="utf-8"), ()
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]).upper() for fault in error.errors(include_input=False))
        return None, tuple(f"{name} {_MEND[name]}" for name in names)
    except (OSError, UnicodeDecodeError):
        return None, (f"{file} cannot be read. Save it as plain UTF-8 text that you may open, or delete it.",)


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def _telegram_root(url: str) -> str:
    return url.removesuffix("/bot")
