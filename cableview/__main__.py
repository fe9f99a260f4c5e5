"""`python -m cableview` is the `cableview` command."""

from cableview.cli.main import main

if __name__ == "__main__":
    main()
