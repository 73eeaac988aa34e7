"""Which servers may be asked: public ones, and those that the owner of the archive names.

A page, a feed or a redirect can name any address, one inside the owner's own network among them. So a name is resolved
here, every address that it has is looked at, and the connection is made to the very address that was looked at: a name
cannot be public when it is checked and private when it is used.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable
from queue import Empty, SimpleQueue
from ssl import SSLContext
from typing import Any

import httpcore

from backstory.errors import FetchRefused

#: The only ports below 1024 that are asked, which belong to the web; others belong to mail, file shares, shells.
WEB_PORTS = frozenset({80, 443})

#: Addresses of IPv6 that stand for one of IPv4, besides those that `ipaddress` knows: NAT64 (RFC 6052, section 2.1).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and so is the IPv4 address that it may stand for.

    Args:
        address: an address of IPv4 or IPv6, also with a zone ("fe80::1%eth0").
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


#: Gives the IP addresses of a host; raises OSError or UnicodeError where it has none.
Resolve = Callable[[str], Iterable[str]]


def resolved(host: str) -> tuple[str, ...]:
    """The IP addresses of a host by the resolver of this machine, in the order in which they should be tried.

    Raises:
        OSError, UnicodeError: it has none.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


class Door(httpcore.NetworkBackend):
    """Opens the connections of one request: to public addresses only, and not beyond a deadline.

    Args:
        subject: the address that was asked for, for messages.
        allow_hosts: hosts that may be anywhere and on any port.
        deadline: the instant of `time.monotonic` at which all of the request must be over.
        resolve: looks a host up, once for each connection.
    """

    def __init__(
        self, subject: str, *, allow_hosts: Collection[str], deadline: float, resolve: Resolve = resolved
    ) -> None:
        #: The IP address that was connected to; None before.
        self.ip: str | None = None
        self._subject, self._allow_hosts, self._deadline = subject, allow_hosts, deadline
        self._resolve = resolve
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers.

        Raises:
            FetchRefused: the host is not public, or the port not one of the web's.
            httpcore.ConnectError: it has no address, or none that answers.
            httpcore.ConnectTimeout: the deadline is over.
        """
        ips = self._checked(host, port)
        for left, ip in zip(range(len(ips), 0, -1), ips, strict=True):
            try:
                # The time that is left is shared, so that one address that never answers does not use it up.
                share = seconds_left(self._deadline, httpcore.ConnectTimeout) / left
                stream = self._backend.connect_tcp(ip, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if left == 1:
                    raise
            else:
                self.ip = ip
                return _Timed(stream, self._deadline)
        raise httpcore.ConnectError(_NO_ADDRESS)

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host, once it is sure that they may be asked."""
        is_named = host in self._allow_hosts
        if not is_named and port < 1024 and port not in WEB_PORTS:
            raise FetchRefused(self._subject, f"port {port} is not one of the web's")
        try:
            ips = self._looked_up(host)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(getattr(error, "strerror", None) or _NO_ADDRESS) from error
        private = next((ip for ip in ips if not is_public(ip)), None)
        if private is not None and not is_named:
            raise FetchRefused(self._subject, f"its address is private ({private})")
        return ips

    def _looked_up(self, host: str) -> list[str]:
        """The IP addresses of a host, if they come before the deadline; the system's resolver knows no such thing."""
        answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(list(self._resolve(host)))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        # What waits for a resolver that never answers must not keep the process from ending.
        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds_left(self._deadline, httpcore.ConnectTimeout))
        except Empty:
            raise httpcore.ConnectTimeout from None
        if isinstance(answer, Exception):
            raise answer
        return answer


def seconds_left(deadline: float, error: type[httpcore.TimeoutException]) -> float:
    """Seconds until the deadline.

    Raises:
        httpcore.TimeoutException: of the given kind, where there are none left.
    """
    left = deadline - time.monotonic()
    if left <= 0:
        raise error
    return left


class _Timed(httpcore.NetworkStream):
    """A connection of which every step ends at the same deadline, however small the pieces come."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, seconds_left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, seconds_left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = seconds_left(self._deadline, httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


_NO_ADDRESS = "no such host"
