"""What is handed over: corrected text, errata, decisions."""
