"""Updates from a stick: making a signed update file, saying what one would do, and preparing one.

What happens from there on is `packaging/linux/setup/update`: a shell script in the other package, because the program
cannot replace itself. An update file is a pack (`kiosk.wire.sync.pack`) of kind `program` under a release key.
"""
