"""The rules of a reception: pure, standard library only; no I/O, no clock, no randomness. Imports nothing of ours."""
