"""Writes zip files whose bytes depend on what is in them alone, not on the clock."""

import io
import zipfile
from collections.abc import Mapping

OLDEST = 1980  # no earlier year fits a zip file


def fixed_zip(files: Mapping[str, bytes], *, date: str) -> bytes:
    """Return a zip of these files in this order, all of the day `date` (ISO 8601)."""
    year, month, day = (int(part) for part in date.split("-"))
    moment = (max(year, OLDEST), month, day, 0, 0, 0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # whoever unpacks may read it
            archive.writestr(entry, content)
    return out.getvalue()


def with_fixed_dates(content: bytes, *, date: str) -> bytes:
    """Return the zip file with every entry of the day `date`: Office files are zips too."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return fixed_zip(files, date=date)
