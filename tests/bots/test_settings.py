"""Settings: what is left empty has a good default, and what is wrong is named in a sentence that helps."""

from pathlib import Path

import pytest

from bots.settings import Settings, read_settings
from core.errors import SettingsError

CHECKOUT = Path(__file__).parents[2]
TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(folder: Path, *lines: str) -> Settings:
    file = folder / "settings.env"
    file.write_text("\n".join(lines), encoding="utf-8")
    return read_settings(file)


def test_with_nothing_set_the_preview_and_a_file_outside_git_are_meant(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.content_dir == CHECKOUT / "data"
    assert settings.data_dir == CHECKOUT / "var"
    assert settings.database == f"sqlite:///{(CHECKOUT / 'var' / 'spoonlight.db').as_posix()}"
    assert settings.preview_database != settings.database
    assert (settings.preview_host, settings.preview_port) == ("127.0.0.1", 8080)
    assert settings.telegram_base_url == "https://api.telegram.org/bot"
    assert settings.telegram_base_file_url == "https://api.telegram.org/file/bot"
    assert settings.discord_base_url == "https://discord.com/api/v10"


def test_the_example_is_valid_and_explains_every_setting(tmp_path: Path) -> None:
    example = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    assert read(tmp_path, example).telegram_token is None
    for name in Settings.model_fields:
        assert f"\n{name.upper()}=" in example


def test_the_environment_wins_over_the_file_even_when_it_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "")
    monkeypatch.setenv("PREVIEW_PORT", "9000")
    settings = read(tmp_path, f"TELEGRAM_TOKEN={TELEGRAM}", "PREVIEW_PORT=7000")
    assert settings.telegram_token is None
    assert settings.preview_port == 9000


@pytest.mark.parametrize("written", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"])
def test_a_local_bot_api_server_is_named_with_or_without_the_tail(tmp_path: Path, written: str) -> None:
    settings = read(tmp_path, f"TELEGRAM_API_URL={written}")
    assert settings.telegram_base_url == "http://127.0.0.1:8081/bot"
    assert settings.telegram_base_file_url == "http://127.0.0.1:8081/file/bot"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "secret-canary"),
        ("DISCORD_TOKEN", "Bot secret.canary.abc"),
        ("DATABASE_URL", "mysql://somebody:secret-canary@host/db"),
        ("TELEGRAM_API_URL", "secret-canary"),
        ("DISCORD_GATEWAY_URL", "https://secret-canary"),
        ("SPOONLIGHT_CONTENT_DIR", "/secret-canary"),
        ("PREVIEW_PORT", "secret-canary"),
        ("PREVIEW_PORT", "70000"),
    ],
)
def test_a_wrong_setting_is_named_without_repeating_it(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, f"{name}={value}")
    assert str(caught.value).startswith(f"{name} ")
    assert "canary" not in str(caught.value)
    assert "pydantic" not in str(caught.value)


def test_two_wrong_settings_get_a_sentence_each(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, "PREVIEW_PORT=x", "TELEGRAM_TOKEN=y")
    assert len(str(caught.value).splitlines()) == 2


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "odd.env"
    file.write_bytes(b"TELEGRAM_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"odd\.env cannot be read"):
        read_settings(file)


def test_no_token_or_password_shows_when_settings_are_printed(tmp_path: Path) -> None:
    settings = read(tmp_path, f"TELEGRAM_TOKEN={TELEGRAM}", "DATABASE_URL=postgresql://ana:hidden@host/db")
    assert TELEGRAM not in repr(settings)
    assert "hidden" not in repr(settings)
    assert set(settings.secrets) == {TELEGRAM, "hidden"}
