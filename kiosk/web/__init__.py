"""What the branch pages and the headquarters pages share: layout, words, static files, and who may talk to them.

Of ours it may import `kiosk.resources` and `kiosk.fonts` only.
"""
