"""The world outside the program, one folder per kind of device. May import domain.

In each folder: the port (a small Protocol with its outcomes as values), the real adapters, and a controllable
simulated one beside them.
"""
