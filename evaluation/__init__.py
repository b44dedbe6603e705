"""How well the extraction does on articles whose entities and claims were marked by hand; ``python -m evaluation`` prints the figures."""
