"""The first kind of pack: the services of the branch, what the exit asks, the notices of the hall, the consent text."""

import asyncio
from pathlib import Path

from kiosk.branch.service import BranchService
from kiosk.branch.setting_files import PACK, SettingFiles


class CataloguePack:
    """Its files lie over the branch's own: what a pack does not bring, such as `branch.toml`, stays the branch's."""

    name = PACK

    def __init__(self, files: SettingFiles) -> None:
        """Check packs as `files` would read them."""
        self._files = files

    def check(self, folder: Path) -> tuple[str, ...]:
        """Return every problem that the loader of the branch has with the files, each by file, key and reason."""
        return self._files.check(folder)

    async def apply(self, service: BranchService) -> None:
        """Decide the next request by the new files; tickets out there keep what they were issued with."""
        setting = await asyncio.to_thread(self._files.reload)
        if setting is not None:
            await service.use(setting)
