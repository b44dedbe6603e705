"""The names in a paragraph, found by their form, each with votes for what it may name; no model is needed here."""
