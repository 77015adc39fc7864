"""The tables that facts project into: schema, one `project` for each fact, comparison. The same at branch and headquarters.

Beside them what a day comes to, reckoned the same way wherever it is told. May import domain. A table is never the truth:
it can be thrown away and made again from the facts.
"""
