"""The `briefings` command, also as `python -m briefings`."""

import sys

from briefings import BriefingsError


def main() -> None:
    """Run the command line. Importing it takes a moment: what goes wrong then is said, too."""
    try:
        from briefings.cli import main

        main()
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        sys.exit(130)
    except BriefingsError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
