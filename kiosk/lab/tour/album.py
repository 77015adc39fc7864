"""The folder a tour writes: pictures numbered in the order of the visit."""

from pathlib import Path


class Album:
    """Numbered files in one folder."""

    def __init__(self, folder: Path) -> None:
        """Write to `folder`, made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._number = 0

    def page(self, name: str, ending: str = "png") -> Path:
        """Return the next file, such as 03-questions.png."""
        self._number += 1
        return self.folder / f"{self._number:02d}-{name}.{ending}"
