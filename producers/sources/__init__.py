"""The sources of articles, one module a kind: each yields what it received and knows no Kafka.

One bad input never stops the rest: it is yielded as a ``Rejected`` that names the input and the reason.
"""
