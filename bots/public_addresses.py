"""Which numeric addresses are out in the public network. Pure: it looks nothing up and connects to nothing."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; also where clouds keep their metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)

_PUBLIC_6: Final = IPv6Network("2000::/3")
"""All that is given out to networks. Loopback, mapped IPv4, unique-local, link-local and multicast lie outside."""

_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(one)
    for one in (
        "2001::/23",  # Teredo, benchmarks, ORCHID and more
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: any IPv4 address may stand in it
        "2620:4f:8000::/48",
        "3fff::/20",  # documentation
    )
)

_NAT64: Final = IPv6Network("64:ff9b::/96")
"""How a network without IPv4 reaches the IPv4 address in the last 32 bits."""

_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})
"""The middle of an IPv6 address that stands for the IPv4 address behind it."""


def is_public(text: str) -> bool:
    """False for what is no numeric address at all."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return _is_public_6(address) if isinstance(address, IPv6Address) else _is_public_4(address)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _NOT_PUBLIC_4) and address.is_global


def _is_public_6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    number = int(address)
    last = IPv4Address(number & 0xFFFFFFFF)
    if address in _NAT64:
        return _is_public_4(last)
    if address not in _PUBLIC_6 or any(address in network for network in _NOT_PUBLIC_6):
        return False
    return (number >> 32 & 0xFFFFFFFF) not in _ISATAP or _is_public_4(last)
