"""The words of a text: where they are, how the rules of equality read them, and what word lists know about them."""
