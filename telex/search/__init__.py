"""The search: one query model for the command, the page and the JSON API."""
