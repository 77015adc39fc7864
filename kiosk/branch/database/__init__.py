"""The branch's one encrypted file: opening it, its keys and lock, the journal in it, and what goes wrong with it."""
