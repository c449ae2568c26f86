"""The `briefings` command, also as `python -m briefings`."""

import sys


def main() -> None:
    """Run the command line, which takes a moment to import: ended then, it says so, too."""
    try:
        from briefings.cli import main

        main()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
