"""What is exported: corrected text, errata, decisions."""
