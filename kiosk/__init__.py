"""Reception for a bank branch: tickets, a fair queue, staff pages and public screens.

The packages inside may import one another in one direction only; `pyproject.toml` holds the contracts.
"""

from typing import Final

__version__: Final = "0.1.0"
