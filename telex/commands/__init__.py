"""One command a module: ``command`` is the function of ``telex NAME``, or ``app`` where it has commands of its own."""
