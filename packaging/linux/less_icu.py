"""Take out of ICU's data what a reception never asks for: 31 MB of languages, currencies and transliterations.

    python packaging/linux/less_icu.py libicudata.so.NN

Qt asks ICU for the order of words and for encodings; Chinese and English stay, and all that is common to languages. Qt has
its own words for dates and numbers. Written anew with `as` and `ld` of binutils. The format is that of ICU's
udatamem.h and ucmndata.h: a header, a table of (name, place), names, and each item on a multiple of 16 bytes.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

# Folders of words for each language; languages other than these two; break rules by dictionary; foreign encodings.
DROPPED = re.compile(
    r"(translit|rbnf|lang|region|curr|unit|zone)/.*"
    r"|(?:coll/|brkitr/)?(?!en\.|en_|zh\.|zh_)[a-z]{2,3}(_\w+)*\.res"
    r"|unames\.icu|confusables\.cfu|brkitr/.*\.dict|(?!gb18030|gbk|windows-936).*\.cnv"
)
ALIGNED = 16


def data_of(library: Path) -> tuple[str, bytes]:
    """Return the name of ICU's one symbol in a library, and the bytes behind it."""
    told = subprocess.run(["readelf", "-sW", library], capture_output=True, text=True, check=True).stdout
    found = re.search(r": ([0-9a-f]+)\s+(\d+|0x[0-9a-f]+) OBJECT .* (icudt\d+_dat)$", told, re.MULTILINE)
    if not found:
        raise SystemExit(f"{library}: holds no data of ICU")
    place, size, symbol = int(found[1], 16), int(found[2], 0) or None, found[3]
    told = subprocess.run(["readelf", "-lW", library], capture_output=True, text=True, check=True).stdout
    for offset, address, length in re.findall(r"LOAD\s+(0x\w+) (0x\w+) 0x\w+ (0x\w+)", told):
        inside = place - int(address, 16)
        if 0 <= inside < int(length, 16):
            begin = int(offset, 16) + inside
            return symbol, library.read_bytes()[begin:][:size]
    raise SystemExit(f"{library}: {symbol} lies in no segment")


def items_of(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return the header, and name and bytes of every item, in order."""
    begin = struct.unpack_from("<H", data)[0]
    table = data[begin:]
    count = struct.unpack_from("<I", table)[0]
    entries = [struct.unpack_from("<II", table, 4 + 8 * number) for number in range(count)]
    ends = [*(place for _, place in entries[1:]), len(table)]
    named = [table[name : table.index(b"\0", name)] for name, _ in entries]
    return data[:begin], [
        (name, table[place:end]) for name, (_, place), end in zip(named, entries, ends, strict=True)
    ]


def data_with(header: bytes, items: list[tuple[bytes, bytes]]) -> bytes:
    """Return the whole of it again."""
    names = b"".join(name + b"\0" for name, _ in items)
    first = 4 + 8 * len(items)
    place = -(-(first + len(names) + len(header)) // ALIGNED) * ALIGNED - len(header)
    table, name_at = struct.pack("<I", len(items)), first
    filler = place - first - len(names)
    chunks = []
    for name, content in items:
        table += struct.pack("<II", name_at, place)
        padded = content + bytes(-len(content) % ALIGNED)
        chunks.append(padded)
        name_at, place = name_at + len(name) + 1, place + len(padded)
    return b"".join((header, table, names, bytes(filler), *chunks))


def write_library(library: Path, symbol: str, data: bytes) -> None:
    """Put the data into a shared library of the same name."""
    with tempfile.TemporaryDirectory() as folder:
        blob, source, made = Path(folder, "data"), Path(folder, "data.s"), Path(folder, "data.o")
        blob.write_bytes(data)
        source.write_text(
            f'.section .note.GNU-stack,"",@progbits\n.section .rodata\n.balign {ALIGNED}\n.globl {symbol}\n'
            f'.type {symbol},@object\n{symbol}: .incbin "data"\n.size {symbol}, . - {symbol}\n'
        )
        subprocess.run(["as", "-o", made, source], cwd=folder, check=True)
        link = ["ld", "-shared", "--build-id=none", "-soname", library.name]
        subprocess.run([*link, "-o", library, made], check=True)


def main(library: Path) -> None:
    """Make the library smaller, in place."""
    symbol, data = data_of(library)
    header, items = items_of(data)
    kept = [
        (name, content) for name, content in items if not DROPPED.fullmatch(name.decode().partition("/")[2])
    ]
    write_library(library, symbol, data_with(header, kept))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
