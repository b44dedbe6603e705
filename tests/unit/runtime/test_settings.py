"""Settings are read strictly, and a secret stays one."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import runtime.settings
from runtime.elasticsearch_client import elasticsearch_client
from runtime.settings import PREFIX, SettingsError, settings

SECRET = "d4-not-to-be-seen"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for variable in list(os.environ):
        if variable.startswith(PREFIX):
            monkeypatch.delenv(variable)
    monkeypatch.setattr(runtime.settings, "SECRETS", tmp_path / "secrets")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_an_unknown_variable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_KAFKA_BOOTSTRAP", "kafka:9092")
    with pytest.raises(SettingsError, match=r"^TELEX_KAFKA_BOOTSTRAP is not a setting of telex"):
        settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TELEX_PARTITIONS", "0"),
        ("TELEX_PAGE_PORT", "70000"),
        ("TELEX_LOG_LEVEL", "loud"),
        ("TELEX_NAMESPACE", "Not.Allowed"),
        ("TELEX_SESSION_TIMEOUT", "0"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=rf"^{variable}: .+"):
        settings()


def test_a_wrong_value_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_PARTITIONS", SECRET)
    with pytest.raises(SettingsError) as refusal:
        settings()
    assert SECRET not in str(refusal.value)


def test_a_user_needs_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_ELASTICSEARCH_USERNAME", "telex_reader")
    with pytest.raises(SettingsError, match=r"^TELEX_ELASTICSEARCH_USERNAME and TELEX_ELASTICSEARCH_PASSWORD belong together"):
        settings()


@pytest.mark.parametrize("missing", ["SECURITY_PROTOCOL", "USERNAME", "PASSWORD"])
def test_a_user_of_kafka_is_whole_and_his_password_is_not_sent_in_plain_text(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in_to_kafka(monkeypatch)
    monkeypatch.delenv(f"TELEX_KAFKA_{missing}")
    with pytest.raises(SettingsError, match=r"TELEX_KAFKA_PASSWORD: set all three or none$") as refusal:
        settings()
    assert SECRET not in str(refusal.value)


def test_there_is_one_way_to_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in(monkeypatch)
    monkeypatch.setenv("TELEX_ELASTICSEARCH_API_KEY", SECRET)
    with pytest.raises(SettingsError, match=r"^TELEX_ELASTICSEARCH_API_KEY replaces") as refusal:
        settings()
    assert SECRET not in str(refusal.value)


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    _write_secret(tmp_path, "telex_elasticsearch_api_key", SECRET + "\n")
    key = settings().elasticsearch_api_key
    assert key is not None
    assert key.get_secret_value() == SECRET


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write_secret(tmp_path, "telex_partitions", "3")
    assert settings().partitions == 3
    settings.cache_clear()
    monkeypatch.setenv("TELEX_PARTITIONS", "5")
    assert settings().partitions == 5


def test_other_files_among_the_secrets_are_left_alone(tmp_path: Path) -> None:
    _write_secret(tmp_path, "database_password", SECRET)
    assert SECRET not in settings().model_dump_json()


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    _sign_in(monkeypatch)
    _sign_in_to_kafka(monkeypatch)
    config = settings()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("runtime").info("settings: %s %r", config, config)
        client = elasticsearch_client(config)
    shown = [caplog.text, repr(config), str(config), config.model_dump_json(), repr(client), str(vars(config))]
    assert "elasticsearch_password" in shown[0]
    assert "kafka_password" in shown[0]
    assert [text for text in shown if SECRET in text] == []


def test_the_client_signs_in_as_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in(monkeypatch)
    from base64 import b64decode

    way, _, token = elasticsearch_client(settings())._headers["authorization"].partition(" ")
    assert (way, b64decode(token).decode()) == ("Basic", f"telex_reader:{SECRET}")


def _sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_ELASTICSEARCH_USERNAME", "telex_reader")
    monkeypatch.setenv("TELEX_ELASTICSEARCH_PASSWORD", SECRET)


def _sign_in_to_kafka(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEX_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
    monkeypatch.setenv("TELEX_KAFKA_USERNAME", "telex_worker")
    monkeypatch.setenv("TELEX_KAFKA_PASSWORD", SECRET)


def _write_secret(folder: Path, name: str, value: str) -> None:
    (folder / "secrets").mkdir()
    (folder / "secrets" / name).write_text(value)
