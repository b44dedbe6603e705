"""How the clients of Kafka sign in."""

import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr

from contracts.errors import OperatorNeeded
from runtime.kafka_security import security_options
from runtime.settings import Settings

SECRET = "d4-not-to-be-seen"


def signed_in(**changes: object) -> Settings:
    user = {"kafka_security_protocol": "SASL_SSL", "kafka_username": "telex_worker", "kafka_password": SecretStr(SECRET)}
    return Settings.model_validate(user | changes)


def test_in_plain_text_nothing_is_added() -> None:
    assert security_options(Settings()) == {}


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"])
def test_a_user_signs_in_over_tls_with_the_host_name_checked(mechanism: str) -> None:
    options = security_options(signed_in(kafka_sasl_mechanism=mechanism))
    context = options.pop("ssl_context")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert options == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "telex_worker",
        "sasl_plain_password": SECRET,
    }


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_authority_that_cannot_be_read_is_named_by_its_variable(content: str | None, tmp_path: Path) -> None:
    if content:
        (tmp_path / "authority.pem").write_text(content)
    with pytest.raises(OperatorNeeded, match=r"^TELEX_KAFKA_CA must name a file of certificates") as refusal:
        security_options(signed_in(kafka_ca=tmp_path / "authority.pem"))
    assert SECRET not in str(refusal.value)
