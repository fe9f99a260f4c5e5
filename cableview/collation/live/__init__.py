"""What differs around an edit of the working text, known at once whatever the texts' length."""
