"""The indexing stage: enriched articles become Elasticsearch documents."""
