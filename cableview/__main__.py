"""The `cableview` command, also as `python -m cableview`."""

from cableview.interrupts import ending_silently

with ending_silently():
    from cableview.cli.main import main

if __name__ == "__main__":
    main()
