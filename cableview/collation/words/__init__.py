"""The words of a text: where they stand, how the rules of equality read them, and what word lists know of them."""
