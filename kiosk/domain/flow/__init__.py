"""Where a customer stands in front of a public screen, as pure data: what may happen next, what back means.

Each flow is a frozen state, its events, and one table from (step, event) to the move it makes; whatever is
not in the table changes nothing. Qt only draws the state (design.md, Screens).
"""
