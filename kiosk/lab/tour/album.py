"""The folder a tour writes: pictures numbered in the order of the visit, and a page that shows them all."""

import re
import tomllib
from pathlib import Path
from typing import Final

from PIL import Image

from kiosk.resources import resources
from kiosk.web.layout import environment

_OURS: Final = re.compile(r"\d\d-(.+)\.(?:png|pdf)")


class Album:
    """Numbered files in one folder; their captions are in resources/i18n/tour.toml."""

    def __init__(self, folder: Path) -> None:
        """Write to `folder`, made if need be. Pictures of an earlier tour give way, nothing else does."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        told = tomllib.loads((resources() / "i18n" / "tour.toml").read_text("utf-8"))
        self._words, self._captions = told["words"], told["pictures"]
        self._pages: list[Path] = []
        for file in folder.iterdir():
            named = _OURS.fullmatch(file.name)
            if named and named[1] in self._captions:
                file.unlink()

    def page(self, name: str) -> Path:
        """Return the file for the next picture, such as 03-questions.png; a PDF beside it has the same number.

        Raises:
            KeyError: the picture has no caption.
        """
        if name not in self._captions:
            raise KeyError(name)
        self._pages.append(self.folder / f"{len(self._pages) + 1:02d}-{name}.png")
        return self._pages[-1]

    def bind(self) -> Path:
        """Write index.html, which shows every picture in its order with what it tells; return it."""
        template = environment(resources() / "tour").get_template("album.html")
        index = self.folder / "index.html"
        tokens = (resources() / "pages" / "css" / "tokens.css").read_text("utf-8")
        pages = [self._told(number, file) for number, file in enumerate(self._pages, 1)]
        index.write_text(template.render(words=self._words, tokens=tokens, pages=pages), "utf-8")
        return index

    def _told(self, number: int, file: Path) -> dict[str, object]:
        pdf = file.with_suffix(".pdf")
        with Image.open(file) as picture:
            width, height = picture.size
        return {
            "number": number,
            "file": file.name,
            "pdf": pdf.name if pdf.exists() else "",
            "width": width,
            "height": height,
            "lying": width > height,
            "caption": self._captions[file.stem.partition("-")[2]],
        }
