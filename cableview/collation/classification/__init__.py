"""What differs, in the terms of an archivist: the kind of each difference, how grave it is, and what moved."""
