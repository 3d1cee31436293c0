"""`python -m assistant`, the same as the console script `ordhallig`."""

from assistant.cli import main

if __name__ == "__main__":
    main()
