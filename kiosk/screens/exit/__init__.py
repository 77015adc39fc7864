"""The exit screen: a customer who is finished says how it was."""
