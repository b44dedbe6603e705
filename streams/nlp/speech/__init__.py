"""Who said what: reported speech in French text, by rules over words alone; no model is needed here."""
