"""Digests of texts and files."""

import hashlib
import unicodedata
from pathlib import Path


def normalised(content: bytes) -> str:
    """Return a text as evidence points into it: UTF-8 without byte-order mark, line ends LF, NFC; nothing else."""
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of `content` in hex."""
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hex, read as a stream."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
