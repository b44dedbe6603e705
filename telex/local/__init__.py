"""The real Kafka and Elasticsearch on one machine, without Docker: fetched, checked, started and stopped."""
