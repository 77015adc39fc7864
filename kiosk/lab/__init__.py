"""Simulation, benchmarks and the tour: drive the product from outside. May import everything but app."""
