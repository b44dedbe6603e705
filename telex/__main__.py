"""``python -m telex`` is the command ``telex``."""

from telex.cli import main

if __name__ == "__main__":
    main()
