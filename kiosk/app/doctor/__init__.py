"""`kiosk doctor`: looks at everything a branch needs of its machine, and says what to do first.

`table` holds the checks, `finding` what each of them says; `examine` runs them, and nothing it meets stops it.
"""
