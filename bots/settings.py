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

from bots.master_key import given_keys
from core.errors import SettingsError
from core.model.identity import Platform

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
    "SPOONLIGHT_KEYS_DIR": "is not a folder. Name a folder outside the data folder, or leave it empty.",
    "SPOONLIGHT_MASTER_KEY": "is not a master key. Write 32 random bytes in base64, or several with their versions, "
    "newest first: 2:...,1:...",
    "BACKUP_DIR": "is not a folder. Name a folder that Spoonlight may write to, or leave it empty.",
    "BACKUP_EVERY_HOURS": "is not a number of hours. Write a whole number from 0 (no backups) to 744, such as 24.",
    "BACKUP_KEEP": "is not a number of backups. Write a whole number from 1 to 1000, such as 14.",
    "KEEP_NO_HEALTH_ANSWERS_ON": "is not a list of platforms. Write telegram, discord or both with a comma, "
    "or leave it empty.",
    "DISCORD_HEARS_JOINS": "is neither yes nor no. Write yes or no, or leave it empty.",
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


def _usual_keys_dir(data_dir: Path) -> Path:
    """`keys/` beside `var/` in a checkout, the user's own settings elsewhere; beside a data folder that was named."""
    if data_dir != usual_data_dir():
        return data_dir.with_name(f"{data_dir.name}-keys")
    here = checkout()
    if here is not None:
        return here / "keys"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "Spoonlight"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "Spoonlight"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "spoonlight"


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


def _master_key(text: SecretStr) -> SecretStr:
    given_keys(text.get_secret_value())
    return text


def _platforms(names: str) -> str:
    for name in names.split(","):
        Platform(name.strip().lower())
    return names


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
    spoonlight_keys_dir: Annotated[Path, AfterValidator(_folder)] | None = None
    spoonlight_master_key: Annotated[SecretStr, AfterValidator(_master_key)] | None = None
    backup_dir: Annotated[Path, AfterValidator(_folder)] | None = None
    backup_every_hours: Annotated[int, Field(ge=0, le=744)] = 24
    backup_keep: Annotated[int, Field(ge=1, le=1000)] = 14
    keep_no_health_answers_on: Annotated[str, AfterValidator(_platforms)] | None = None
    discord_hears_joins: bool = False
    preview_host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    preview_port: Annotated[int, Field(ge=1, le=65535)] = 8080

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_set(cls, given: dict[str, Any]) -> dict[str, Any]:
        """`TELEGRAM_TOKEN=` in the environment also switches off one that `.env` has."""
        return {name: value for name, value in given.items() if not isinstance(value, str) or value.strip()}

    @property
    def data_dir(self) -> Path:
        """The folder of the database."""
        return self.spoonlight_data_dir

    @property
    def keys_dir(self) -> Path:
        """The folder of the master key, the key set and the ledger of erasures; never inside the data folder."""
        return self.spoonlight_keys_dir or _usual_keys_dir(self.data_dir)

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def reminders_only(self) -> frozenset[Platform]:
        """The platforms on which no health answer is kept."""
        names = (self.keep_no_health_answers_on or "").split(",")
        return frozenset(Platform(name.strip().lower()) for name in names if name)

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
        if self.spoonlight_master_key:
            text = self.spoonlight_master_key.get_secret_value()
            held += [text, *(part.rpartition(":")[2].strip() for part in text.split(","))]
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
        settings = Settings(_env_file=file, _env_file_encoding="utf-8")
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]).upper() for fault in error.errors(include_input=False))
        return None, tuple(f"{name} {_MEND[name]}" for name in names)
    except (OSError, UnicodeDecodeError):
        return None, (f"{file} cannot be read. Save it as plain UTF-8 text that you may open, or delete it.",)
    fault = _too_near(settings)
    return (None, (fault,)) if fault else (settings, ())


def _too_near(settings: Settings) -> str | None:
    """Who takes the folder of the database or of the backups must not have taken the keys with it."""
    keys = settings.keys_dir.resolve()
    for name, folder in (("SPOONLIGHT_DATA_DIR", settings.data_dir), ("BACKUP_DIR", settings.backups)):
        if keys.is_relative_to(folder.resolve()):
            return (
                f"SPOONLIGHT_KEYS_DIR lies inside {name}. Name a folder outside it: the keys must not travel with what "
                "they open. If there are keys in it already, move them there."
            )
    return None


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def _telegram_root(url: str) -> str:
    return url.removesuffix("/bot")
