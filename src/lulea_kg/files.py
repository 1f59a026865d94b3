"""Reading files that may be anything, and writing files so that nobody ever sees half of one."""

import os
from pathlib import Path

from lulea_kg.errors import InputError

# A source table or Turtle file beyond this is no hand-kept file; dumps are read as streams and have no such limit.
MAX_BYTES = 256 * 1024 * 1024


def shown(path: Path) -> str:
    """Return `path` as a person would name it: relative to the working folder when it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError, RuntimeError):
        return str(path)


def shipped(folder: str) -> Path:
    """Return the folder `ontology`, `data` or `queries` that came with the package, installed or in a checkout."""
    inside = Path(__file__).parent / "shipped" / folder
    return inside if inside.is_dir() else Path(__file__).parents[2] / folder


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`; raise InputError when it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError("file-too-large", file=shown(path), found=size, limit=MAX_BYTES)
        return path.read_bytes()
    except (OSError, RuntimeError) as error:
        raise InputError(
            "unreadable-file", file=shown(path), found=getattr(error, "strerror", None) or str(error)
        ) from error


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file without its byte-order mark; raise InputError naming the first bad byte."""
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError("not-utf8", file=shown(path), row=line, found=f"0x{content[error.start]:02X}") from error
    if "\0" in text:
        raise InputError("not-text", file=shown(path), row=text.count("\n", 0, text.index("\0")) + 1)
    return text


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that readers see the old file or the whole new one; raise InputError if it fails."""
    try:
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with temporary.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError("unwritable", file=shown(path), found=error.strerror or str(error)) from error
