"""However settings are shown, written out or complained about: no token, no key and no password is in it."""

import json
import pickle
from pathlib import Path
from pprint import pformat
from traceback import format_exception

import pytest

from bots.master_key import given_keys
from bots.settings import Settings, read_settings
from core.errors import SettingsError

TELEGRAM = "123456:AAcanary-token_of-telegram-0123456789"
DISCORD = "canary-one.canary-two.canary-three"
KEY = "Y2FuYXJ5LWtleS1vZi10aGUtdGVzdHMtMzJieXRlcyE="
PASSWORD = "canary-password"
SECRETS = (TELEGRAM, DISCORD, KEY, PASSWORD, "canary")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    file = tmp_path / "settings.env"
    lines = {
        "TELEGRAM_TOKEN": TELEGRAM,
        "DISCORD_TOKEN": DISCORD,
        "SPOONLIGHT_MASTER_KEY": KEY,
        "DATABASE_URL": f"postgresql://ana:{PASSWORD}@127.0.0.1/spoonlight",
    }
    file.write_text("\n".join(f"{name}={value}" for name, value in lines.items()), encoding="utf-8")
    return read_settings(file)


def test_no_way_of_showing_settings_shows_a_secret(settings: Settings) -> None:
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TELEGRAM
    shown = [
        repr(settings),
        str(settings),
        f"{settings}",
        pformat(settings),
        pformat(list(settings)),
        repr(settings.model_dump()),
        str(settings.model_dump(mode="json")),
        settings.model_dump_json(),
        json.dumps(settings.model_dump(), default=str),
        repr(settings.model_copy()),
        repr(vars(settings)),
        repr(settings.telegram_token),
    ]
    assert [one for one in shown if any(secret in one for secret in SECRETS)] == []


def test_keys_that_were_read_do_not_show_themselves(settings: Settings) -> None:
    given = settings.spoonlight_master_key
    assert given is not None
    keys = given_keys(given.get_secret_value())
    raw = b"canary-key-of-the-tests-32bytes!"
    assert raw in pickle.dumps(keys) or KEY.encode() in pickle.dumps(keys), "or nothing is tested here"
    assert "canary" not in f"{keys!r} {keys}"
    assert KEY not in f"{keys!r} {keys}"


@pytest.mark.parametrize(
    "wrong",
    [
        f"TELEGRAM_TOKEN=x {TELEGRAM}",
        f"DISCORD_TOKEN=canary {DISCORD}!",
        f"SPOONLIGHT_MASTER_KEY={KEY[:-5]}",
        f"DATABASE_URL=oracle://ana:{PASSWORD}@127.0.0.1/spoonlight",
    ],
)
def test_a_complaint_about_a_secret_does_not_repeat_it(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "settings.env"
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    told = "".join(format_exception(caught.value))
    assert "canary" not in told
    assert KEY[:-5] not in told
