"""The hall screen: everything it needs of Qt besides its QML."""
