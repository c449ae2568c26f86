"""`python -m tests.fuzz`, as `make fuzz` runs it."""

import sys

from tests.fuzz.run import main

if __name__ == "__main__":
    sys.exit(main())
