"""Page images: opening, turning, cutting."""
