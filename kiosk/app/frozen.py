"""Where the program begins when it is frozen into a bundle, on a machine without Python.

Such a bundle is its own `sys.executable`. It answers the two ways in which Python starts Python: workers of
multiprocessing, and `-m` with a module of ours. So nobody who starts the program again need know which form it has.
"""

import runpy
import sys
from multiprocessing import freeze_support


def main() -> None:
    """Be a worker, a module of ours, or the command `kiosk`, as the arguments say."""
    freeze_support()  # a worker never comes back from here
    module = sys.argv[2] if sys.argv[1:2] == ["-m"] and len(sys.argv) > 2 else ""  # noqa: PLR2004 - -m and its module
    if module == "kiosk" or module.startswith("kiosk."):
        del sys.argv[1:3]
        runpy.run_module(module, run_name="__main__")
        return
    from kiosk.app.cli import main as command

    command()


if __name__ == "__main__":
    main()
