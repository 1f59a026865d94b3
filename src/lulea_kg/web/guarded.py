"""HTTP as uvicorn speaks it, guarded: a head too long gets 431, one too slow 408; who reads no answer is cut off.

When there are too many connections, one that asks nothing makes room for the next; if all ask, the next gets 503.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

# The head of a request, its address included, in bytes.
MOST_HEAD: Final = 64 * 1024


class GuardedProtocol(HttpToolsProtocol):
    """A connection that ends when its client sends a head too long or too slow, or reads too slowly."""

    most_connections: int = 500
    # From the connection, or from the answer before, to the end of a head.
    head_seconds: float = 10
    # Between two looks at what waits to be read, and how many bytes must have gone by then.
    read_seconds: float = 30
    read_least: int = 32 * 1024

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head, self._head_length = False, 0
        self._asks_nothing = True
        self._answering: RequestResponseCycle | None = None
        self._head_timer = self._read_timer = self.loop.call_soon(lambda: None)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head."""
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > self.most_connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        super().connection_lost(exc)
        if self._answering:
            # That is not the last one that came, when a client does not wait for one answer before it asks again.
            self._answering.disconnected = True
            self._answering.message_event.set()
        self._head_timer.cancel()
        self._read_timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Read on, unless a head goes on for too long."""
        if self.transport.is_closing():
            return
        goes_on = self._in_head
        super().data_received(data)
        if goes_on and self._in_head:
            self._head_length += len(data)
            if self._head_length > MOST_HEAD:
                self._refuse(431)

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._in_head, self._head_length = True, 0

    def on_headers_complete(self) -> None:
        """Answer, unless the head came whole and is too long."""
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MOST_HEAD:
            self._refuse(431)
            raise ValueError("the parser stops here")
        self._in_head = self._asks_nothing = False
        self._head_timer.cancel()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Wait for the answer to be read, and for the next head."""
        super().on_response_complete()
        self._await_reading()
        if self.cycle.response_complete:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        """End what is no HTTP."""
        self._refuse(400)

    def pause_writing(self) -> None:
        """Wait for the answer to be read."""
        super().pause_writing()
        self._await_reading()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        super()._start_asgi_task(cycle, app)

    def _make_room(self) -> None:
        for other in self.connections:
            if isinstance(other, GuardedProtocol) and other is not self and other._asks_nothing:
                other._asks_nothing = False
                other._end_waiting()
                return
        self._refuse(503)

    def _await_head(self) -> None:
        self._asks_nothing = True
        self._head_timer.cancel()
        self._head_timer = self.loop.call_later(self.head_seconds, self._end_waiting)

    def _end_waiting(self) -> None:
        if self._in_head:
            self._refuse(408)
        self.transport.close()

    def _await_reading(self) -> None:
        self._read_timer.cancel()
        if waiting := self.transport.get_write_buffer_size():
            self._read_timer = self.loop.call_later(self.read_seconds, self._check_reading, waiting)

    def _check_reading(self, waiting: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left and waiting - left < self.read_least:
            self.transport.abort()
        self._await_reading()

    def _refuse(self, status: int) -> None:
        if not self.transport.is_closing():
            self.transport.write(STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Answer as if no other protocol had been asked for."""
