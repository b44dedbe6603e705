"""Every knob of the line: one frozen model, read from ``TELEX_*`` environment variables; ``docs/configuration.md`` is its table."""

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, StringConstraints, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.codec import explain
from contracts.topics import Topic

PREFIX = "TELEX_"
# Where Docker and Kubernetes mount secrets, one file a setting, named like its variable.
SECRETS = Path("/run/secrets")
Positive = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]


class SettingsError(Exception):
    """A ``TELEX_*`` variable is unknown or has a wrong value; the text names the variable, never its value."""


class Settings(BaseSettings):
    """The settings of one process. The description of each field is its line in ``docs/configuration.md``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    home: Path = Field(user_data_path("telex"), description="Folder of the local servers' data, their logs and the downloads.")
    downloads: Path | None = Field(None, description="Folder of the downloaded servers, if not `downloads` in the home folder.")
    namespace: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{0,32}$")] = Field(
        "", description="Prefix of topics, consumer groups and indices, so that several lines share the same servers."
    )

    kafka_bootstrap_servers: str = Field("127.0.0.1:9092", description="Kafka brokers, `host:port`, separated by commas.")
    kafka_security_protocol: Literal["PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="Whether Kafka is spoken to in plain text by anybody, or over TLS by a user who signs in."
    )
    kafka_sasl_mechanism: Literal["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] = Field(
        "SCRAM-SHA-512", description="How that user of Kafka signs in."
    )
    kafka_username: str | None = Field(None, description="User of Kafka, with `SASL_SSL`.")
    kafka_password: SecretStr | None = Field(None, description="Password of that user.")
    kafka_ca: Path | None = Field(None, description="File of the authority that signed the brokers' certificates, if a private one.")
    partitions: Positive = Field(12, description="Partitions of a topic when it is created: the most workers that can share it.")
    replication_factor: Positive = Field(1, description="Replicas of a topic when it is created.")
    compression: Literal["lz4", "zstd"] = Field("zstd", description="Compression of the messages on the topics.")
    max_message_bytes: Positive = Field(16 * 2**20, description="Largest raw article, in bytes; one over it is rejected.")

    fetch_bytes: Positive = Field(16 * 2**20, description="Largest feed or page that is fetched from the web, in bytes.")
    fetch_seconds: Seconds = Field(30, description="Longest time that the fetching of one feed or page may take.")
    private_addresses: bool = Field(False, description="Whether feeds and pages may be fetched from private and loopback addresses.")

    elasticsearch_url: str = Field("http://127.0.0.1:9200", description="Address of Elasticsearch.")
    elasticsearch_username: str | None = Field(None, description="User of Elasticsearch, where its security is on.")
    elasticsearch_password: SecretStr | None = Field(None, description="Password of that user.")
    elasticsearch_api_key: SecretStr | None = Field(
        None, description="API key for Elasticsearch, as Kibana shows it (base64), instead of user and password."
    )
    elasticsearch_ca: Path | None = Field(
        None, description="File of the authority that signed Elasticsearch's certificate, if a private one."
    )
    shards: Positive = Field(1, description="Primary shards of an index when it is created: one a node.")
    replicas: Annotated[int, Field(ge=0)] = Field(0, description="Replicas of an index when it is created.")
    bulk_actions: Positive = Field(500, description="Most documents in one bulk request.")
    bulk_bytes: Positive = Field(8 * 2**20, description="Most bytes in one bulk request.")
    bulk_writers: Positive = Field(2, description="Bulk requests that one indexer has in flight.")

    model_processes: Positive = Field(1, description="Language model processes of one worker.")
    batch: Annotated[int, Field(ge=1, le=64)] = Field(8, description="Articles given to a model process at once.")
    spacy_models: str = Field(
        "fr_core_news_md",
        description="spaCy models, separated by commas, one for each language that is read; or `module:Class` of a stand-in in tests.",
    )
    article_seconds: Seconds = Field(60, description="An article that keeps a model process busy for longer is a dead letter.")
    dead_letter_limit: Positive = Field(
        200, description="A stage that rejects this many of its last `TELEX_DEAD_LETTER_WINDOW` messages stops: something else is wrong."
    )
    dead_letter_window: Positive = Field(
        250, description="Of how many of its last messages a stage counts those that it rejects. Below the limit, it never stops for them."
    )
    stall_seconds: Seconds = Field(
        600, description="A worker or an indexer with lag and no progress for this long is unhealthy, and ends, to be started again."
    )
    session_timeout: Seconds = Field(10, description="Seconds after which a silent worker's partitions go to the others.")

    page_host: str = Field("127.0.0.1", description="Address that the search page listens on.")
    page_port: Annotated[int, Field(ge=0, le=65535)] = Field(8500, description="Port of the search page.")
    metrics_host: str = Field("127.0.0.1", description="Address that the metrics and health endpoints listen on.")
    metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = Field(
        None, description="Port of the metrics and health endpoints, if there shall be any; 0 takes a free one, which the log names."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level of the log lines on stderr.")
    log_format: Literal["text", "json"] = Field("text", description="Form of the log lines: for people, or one JSON object a line.")

    @model_validator(mode="after")
    def _one_way_to_sign_in(self) -> Self:
        if (self.elasticsearch_username is None) != (self.elasticsearch_password is None):
            raise ValueError("TELEX_ELASTICSEARCH_USERNAME and TELEX_ELASTICSEARCH_PASSWORD belong together: set both or none")
        if {self.kafka_security_protocol == "SASL_SSL", self.kafka_username is not None, self.kafka_password is not None} == {True, False}:
            raise ValueError("TELEX_KAFKA_SECURITY_PROTOCOL=SASL_SSL, TELEX_KAFKA_USERNAME and TELEX_KAFKA_PASSWORD: set all three or none")
        if self.elasticsearch_username and self.elasticsearch_api_key:
            raise ValueError("TELEX_ELASTICSEARCH_API_KEY replaces TELEX_ELASTICSEARCH_USERNAME and its password: set one of the two")
        return self

    @property
    def models(self) -> list[str]:
        """The spaCy models by name, the one that also tells the languages apart first."""
        return [name.strip() for name in self.spacy_models.split(",") if name.strip()]

    @property
    def downloads_folder(self) -> Path:
        """Where the servers' downloads are kept between runs."""
        return self.downloads or self.home / "downloads"

    def topic_name(self, topic: Topic) -> str:
        """Name of a topic on the broker, in this line's namespace."""
        return f"{self.namespace}.{topic.name}" if self.namespace else topic.name

    def group_name(self, group: str) -> str:
        """Name of a consumer group (``streams`` or ``indexer``) on the broker, in this line's namespace."""
        return f"telex-{self.namespace}-{group}" if self.namespace else f"telex-{group}"

    def index_alias(self, alias: str) -> str:
        """Name of an index alias (``articles`` or ``claims``) in Elasticsearch, in this line's namespace."""
        return f"{self.namespace}-{alias}" if self.namespace else alias


@cache
def settings() -> Settings:
    """Read the settings of this process, once.

    Raises:
        SettingsError: a variable is unknown or wrong.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for variable in sorted(os.environ):
        if variable.startswith(PREFIX) and variable not in known:
            raise SettingsError(f"{variable} is not a setting of telex; docs/configuration.md lists them all")
    try:
        return Settings(_secrets_dir=SECRETS if SECRETS.is_dir() else None)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    # A fault of one field is told by its variable; one of several names its variables itself.
    if not error.errors()[0]["loc"]:
        return explain(error).removeprefix("Value error, ")
    field, _, fault = explain(error).partition(": ")
    return f"{PREFIX}{field.upper()}: {fault}"
