"""The search page: rendered on the server, no script, everything escaped; and the JSON API beside it."""
