"""Text to entities and claims: pure functions that know nothing of Kafka or Elasticsearch. ``languages/`` holds each language as data."""
