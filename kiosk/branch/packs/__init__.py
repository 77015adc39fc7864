"""Packs from headquarters: taken whole or not at all, one of each kind in use and one kept back (protocol.md, Downward)."""
