"""The steps of the demo: feed, wait until everything is searchable, show what is known."""
