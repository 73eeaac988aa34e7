"""Cover pictures: made small enough for a page, without what a camera or a program wrote into them."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as ImageType

#: Pictures are at most so wide and high, in pixels: the measure of a page on a dense screen.
WIDTH, HEIGHT = 1_200, 1_600
#: Quality of the JPEG, of 95.
_QUALITY = 80
#: A picture of more pixels is not unpacked: 100 million take 300 MB.
_MOST_PIXELS = 100_000_000
#: A picture that is narrower or lower is an icon or a spacer.
_LEAST = 100


@lru_cache(maxsize=1)
def made(data: bytes) -> tuple[bytes, int, int] | None:
    """A picture as JPEG with its width and height in pixels; None where it cannot be shown.

    The same bytes give the same picture as long as the imaging library stays the same.
    """
    # Imported when needed: most archives have no pictures.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if min(image.size) < _LEAST or image.width * image.height > _MOST_PIXELS:
                return None
            # JPEGs can be unpacked at a half, a quarter or an eighth of their size at once.
            image.draft("RGB", (WIDTH, HEIGHT))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((WIDTH, HEIGHT))
            flat = _on_paper(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        # What Pillow raises for damaged pictures of one format or another.
        return None
    out = BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), flat.width, flat.height


def _on_paper(image: ImageType) -> ImageType:
    """The picture without transparency, which JPEG has not."""
    from PIL import Image

    if image.mode in ("RGB", "L"):
        return image
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")
