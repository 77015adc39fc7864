"""The public screens: the only package that knows Qt. May import wire and domain.

`link` talks to the branch service on the event loop, without threads; each screen has a folder with its
view-model; QML under resources/qml draws what the view-models say. Everything runs on the GUI thread.
"""
