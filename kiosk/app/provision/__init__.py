"""`kiosk provision`: one site.toml on a stick sets up every machine of a branch, unattended, as often as one likes.

`reading` checks the file into a `Site`; `steps` are done in order, each only as far as it is not done yet: so a second run
changes nothing, a changed file changes what changed, and an interrupted run goes on. What must pass from one machine to
another, an invitation for each screen, travels on the stick.
"""
