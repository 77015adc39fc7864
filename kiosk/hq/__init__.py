"""Headquarters: takes the facts of every branch, can prove it holds them, and shows how the branches fare.

It knows a branch only over the wire. Of ours it may import records, web, wire and domain.
"""
