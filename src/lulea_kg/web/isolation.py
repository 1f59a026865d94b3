"""Taking from a process the right to open connections, whatever its libraries try; on Linux alone (seccomp(2))."""

import ctypes
import platform
import struct
import sys
from typing import Final

# The number of socket(2) and what marks the architecture, see linux/audit.h.
_SOCKET: Final = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP, _FILTER = 22, 2
# Instructions of BPF: load a word, jump if equal, jump if at least, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
# Calls of another interface of the same processor, and those of io_uring, which opens sockets too.
_OTHER, _URING = 0x40000000, 425


def close_network() -> bool:
    """Refuse this process sockets from now on (EACCES); return whether the system could."""
    known = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or not known:
        return False
    number, architecture = known
    program = (
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 4, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 2, 0, _OTHER),
        (_EQUAL, 1, 0, number),
        (_EQUAL, 0, 1, _URING),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    none = ctypes.c_ulong(0)
    libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), none, none, none)
    return bool(libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), head, none, none) == 0)
