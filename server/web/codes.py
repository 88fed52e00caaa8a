"""Draws QR codes."""

import io

import segno


def qr_svg(text: str) -> bytes:
    """Return an SVG picture of `text` as a QR code, with its quiet zone."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", scale=8
    )
    return picture.getvalue()
