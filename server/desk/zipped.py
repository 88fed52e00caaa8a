"""Writes one gzip body from a large part packed once and a small one packed for each reader.

Two gzip members behind each other would be shorter to write, but browsers read the first alone.
"""

import struct
import zlib
from dataclasses import dataclass

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # gzip, deflate, no name, no time
_TAIL = struct.Struct("<LL")
_NUMBERS = struct.Struct("!LQ")
LEVEL = 5  # past it hardly a byte is won
RAW = -zlib.MAX_WBITS  # deflate without a head of its own


@dataclass(frozen=True, slots=True)
class Packed:
    """The large part, deflated up to the border of a byte, so that more may follow."""

    deflated: bytes
    crc: int
    length: int  # unpacked

    def followed_by(self, rest: bytes) -> bytes:
        """Return the gzip body of the large part and then `rest`."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW)
        end = packer.compress(rest) + packer.flush(zlib.Z_FINISH)
        crc = zlib.crc32(rest, self.crc)
        size = (self.length + len(rest)) % 2**32
        return b"".join((_HEAD, self.deflated, end, _TAIL.pack(crc, size)))

    def to_bytes(self) -> bytes:
        """Return it as it travels from a worker."""
        return _NUMBERS.pack(self.crc, self.length) + self.deflated


def pack(part: bytes) -> Packed:
    """Return the large part packed."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, RAW)
    deflated = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    return Packed(deflated, zlib.crc32(part), len(part))


def packed_from(sent: bytes) -> Packed:
    """Return what `to_bytes` wrote."""
    crc, length = _NUMBERS.unpack_from(sent)
    return Packed(sent[_NUMBERS.size :], crc, length)
