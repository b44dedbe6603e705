"""How the clients of Kafka sign in and whom they trust; and what the broker refuses, in one sentence each."""

import asyncio
import ssl
from typing import Any

import aiokafka.errors
from aiokafka.conn import create_conn
from aiokafka.errors import AuthenticationFailedError, SaslAuthenticationFailed, UnsupportedSaslMechanismError
from kafka.errors import AuthorizationError, KafkaError

from contracts.errors import OperatorNeeded
from runtime.settings import Settings

# A broker that does not answer at all is away, it refuses nothing.
SIGN_IN_SECONDS = 10


def security_options(settings: Settings) -> dict[str, Any]:
    """The options of kafka-python's clients for TLS and the user; none where everything is plain text.

    Raises:
        OperatorNeeded: the authority's file cannot be read.
    """
    if settings.kafka_security_protocol == "PLAINTEXT":
        return {}
    assert settings.kafka_password is not None
    return {
        "security_protocol": settings.kafka_security_protocol,
        "ssl_context": tls_context(settings),
        "sasl_mechanism": settings.kafka_sasl_mechanism,
        "sasl_plain_username": settings.kafka_username,
        "sasl_plain_password": settings.kafka_password.get_secret_value(),
    }


def tls_context(settings: Settings) -> ssl.SSLContext:
    """Trust the authority of the settings, or those of the system; host names are checked.

    Raises:
        OperatorNeeded: the authority's file cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=settings.kafka_ca)
    except OSError as error:  # ssl.SSLError too
        raise OperatorNeeded(f"TELEX_KAFKA_CA must name a file of certificates (PEM), it cannot be read: {error.strerror}") from error


def access_refused(settings: Settings, error: KafkaError) -> OperatorNeeded | None:
    """Say what is refused, and what a person must do, where an error of the client is about that; else None."""
    where, user = f"Kafka at {settings.kafka_bootstrap_servers}", settings.kafka_username
    if isinstance(error, AuthorizationError):
        return OperatorNeeded(f"{where} refuses this to the user {user} ({_what(error)}): give him the right, or use another")
    if settings.kafka_security_protocol == "PLAINTEXT":
        return None
    try:
        asyncio.run(_sign_in(settings))
    except ssl.SSLCertVerificationError as fault:
        return OperatorNeeded(f"{where} is not trusted ({fault.verify_message}): set TELEX_KAFKA_CA to the authority of its certificate")
    except (SaslAuthenticationFailed, AuthenticationFailedError, UnsupportedSaslMechanismError):
        variables = "TELEX_KAFKA_USERNAME, TELEX_KAFKA_PASSWORD and TELEX_KAFKA_SASL_MECHANISM"
        return OperatorNeeded(f"{where} does not let the user {user} in: check {variables}")
    except (aiokafka.errors.KafkaError, OSError, ValueError):
        return None  # away, not refusing: a broker that ends in the middle of a handshake, too
    return None


async def _sign_in(settings: Settings) -> None:
    """Sign in at the first broker, with the other client: kafka-python does not tell why it cannot, it runs out of time."""
    options = security_options(settings)
    host, _, port = settings.kafka_bootstrap_servers.split(",")[0].rpartition(":")
    async with asyncio.timeout(SIGN_IN_SECONDS):
        broker = await create_conn(host.strip("[]"), int(port), **options)
        broker.close()


def _what(error: AuthorizationError) -> str:
    # Some carry the names of topics, some that of a group, some nothing.
    names = error.args[0] if error.args and isinstance(error.args[0], set | list | tuple) else error.args
    return ": ".join([type(error).__name__.removesuffix("Error"), *filter(None, [", ".join(sorted(map(str, names)))])])
