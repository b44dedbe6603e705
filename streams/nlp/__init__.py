"""Text to entities and claims: pure functions that know nothing of Kafka or Elasticsearch. ``french/`` holds the language as data."""
