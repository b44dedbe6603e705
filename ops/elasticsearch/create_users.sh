#!/usr/bin/env bash
# Give Kibana, the indexer and the readers their own users, each with the least it needs; runs once, when Elasticsearch is healthy.
# Safe to repeat: it sets roles and passwords to what the variables say.
# Needs ELASTICSEARCH_URL, ELASTIC_PASSWORD, KIBANA_PASSWORD, INDEXER_PASSWORD, READER_PASSWORD and curl.
set -euo pipefail

put() { # put PATH JSON: the JSON goes by stdin, so that no password stands in a process list
  local answer
  answer=$(printf '%s' "$2" | curl --silent --show-error --fail-with-body --retry 10 --retry-delay 3 --retry-connrefused \
    --config <(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD") \
    --header 'Content-Type: application/json' --request PUT --data-binary @- \
    "$ELASTICSEARCH_URL/_security/$1") || { echo "Elasticsearch at $ELASTICSEARCH_URL refused $1: $answer" >&2; exit 1; }
  echo "$1 is set"
}

for variable in ELASTIC_PASSWORD KIBANA_PASSWORD INDEXER_PASSWORD READER_PASSWORD; do
  # They are written into JSON and a curl configuration below.
  [[ ${!variable} =~ ^[A-Za-z0-9._-]{8,}$ ]] || { echo "$variable needs 8 or more letters, digits, dots, dashes or underscores" >&2; exit 2; }
done

put user/kibana_system/_password "{\"password\": \"$KIBANA_PASSWORD\"}"
put role/telex_indexer '{"cluster": [], "indices": [{"names": ["articles*", "claims*"], "privileges": ["manage", "read", "write", "view_index_metadata"]}]}'
put role/telex_reader '{"cluster": [], "indices": [{"names": ["articles*", "claims*"], "privileges": ["read", "view_index_metadata", "maintenance"]}]}'
put user/telex_indexer "{\"password\": \"$INDEXER_PASSWORD\", \"roles\": [\"telex_indexer\"]}"
put user/telex_reader "{\"password\": \"$READER_PASSWORD\", \"roles\": [\"telex_reader\"]}"
