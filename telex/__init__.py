"""The command, the local servers and the search."""
