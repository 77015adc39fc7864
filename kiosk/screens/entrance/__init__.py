"""The entrance screen: a customer says what for, hears what it takes, and takes a number."""
