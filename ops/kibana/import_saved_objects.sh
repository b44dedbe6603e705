#!/usr/bin/env bash
# Give Kibana its data views, dashboard, table and map; runs once, when Kibana is healthy. Safe to repeat: each object replaces itself.
# Needs KIBANA_URL, ELASTIC_PASSWORD and curl.
set -euo pipefail

answer=$(curl --silent --show-error --fail-with-body --retry 10 --retry-delay 3 --retry-connrefused \
  --config <(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD") \
  --header 'kbn-xsrf: telex' \
  --form 'file=@/ops/kibana/saved_objects.ndjson' \
  "$KIBANA_URL/api/saved_objects/_import?overwrite=true") || { echo "Kibana at $KIBANA_URL did not take its saved objects: $answer" >&2; exit 1; }

# Kibana answers 200 and names what it could not import.
case $answer in
  *'"success":true'*) echo 'Kibana has its saved objects' ;;
  *) echo "Kibana refused a saved object: $answer" >&2; exit 1 ;;
esac
