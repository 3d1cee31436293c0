"""Starts the window: settings -> desk -> server on 127.0.0.1."""

import os
import sys

from assistant.errors import AssistantError
from assistant.settings import from_environment
from assistant.ui import serve

if __name__ == "__main__":
    try:
        serve(from_environment(os.environ))
    except AssistantError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
