"""The enriching stage: a Faust worker takes raw articles, adds entities and claims, and sends them on."""
