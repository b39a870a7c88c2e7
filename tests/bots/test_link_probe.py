"""The link check never reaches into a network that is not public, and is never held by a page."""

import asyncio
import time
from pathlib import Path

import pytest

from bots.link_probe import MOST_BYTES, MOST_REDIRECTS, WebProbe, resolved_by_the_system
from bots.public_addresses import is_public
from core.model.link_check import LinkTrouble
from tests.bots.web_of_lies import Names, Server, drips, hangs_up, never_ends, says, serving, signed_by_itself

HERE, INSIDE, OUTSIDE = "127.0.0.1", "127.0.0.2", "93.184.216.34"
"""Where the tests' pages stand; an address that is refused; and a public one that no test connects to."""

INTERNAL = (
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1::808:808"),
    *("2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "2001::1", "2001:0:7f00:1::1", "2001:db8::1"),
    *("2001:2::1", "2001:10::1", "2001:20::1", "3fff::1", "5f00::1", "2606:4700::5efe:a00:1"),
    *("", "localhost", "2130706433", "0x7f.1", "127.1", "1.2.3.4.5"),
)
PUBLIC = ("8.8.8.8", "93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1")


@pytest.mark.parametrize("address", INTERNAL)
def test_no_internal_address_passes_for_a_public_one(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [*PUBLIC, "64:ff9b::808:808"])
def test_a_public_address_is_one(address: str) -> None:
    assert is_public(address)


def probe(names: Names, server: Server, *, seconds: float = 2.0) -> WebProbe:
    """Takes 127.0.0.1 for the public network, and everything else for what it is."""
    return WebProbe(
        resolve=names,
        permits=lambda address: address == HERE or is_public(address),
        ports=frozenset({server.port, 443}),
        seconds=seconds,
    )


def known(**more: list[list[str]]) -> Names:
    return Names(page_example=[[HERE]], other_example=[[HERE]], **more)


async def test_a_page_that_is_there_is_asked_for_its_head_alone() -> None:
    async with serving({"/": says(200)}) as server:
        assert await probe(known(), server).look(server.at()) is None
    assert [one.method for one in server.asked] == ["HEAD"]
    head = server.asked[0].head.lower()
    assert [name for name in ("cookie", "authorization", "referer") if name in head] == []


@pytest.mark.parametrize(
    ("status", "found"),
    [
        (404, LinkTrouble.GONE),
        (410, LinkTrouble.GONE),
        (500, LinkTrouble.FAILING),
        (503, LinkTrouble.FAILING),
        *((status, None) for status in (200, 204, 206, 304, 401, 403, 405, 429)),
    ],
)
async def test_what_a_site_says_is_weighed(status: int, found: LinkTrouble | None) -> None:
    async with serving({"/": says(status)}) as server:
        assert await probe(known(), server).look(server.at()) is found


async def test_a_site_that_dislikes_the_question_for_the_head_is_asked_for_the_page() -> None:
    async with serving({"/": says(200, only="GET")}) as server:
        assert await probe(known(), server).look(server.at()) is None
    assert [one.method for one in server.asked] == ["HEAD", "GET"]


async def test_a_site_that_hangs_up_or_nobody_at_all_is_silent() -> None:
    async with serving({"/": hangs_up()}) as server:
        assert await probe(known(), server).look(server.at()) is LinkTrouble.SILENT
    assert await probe(known(), server).look(server.at()) is LinkTrouble.SILENT


async def test_a_name_that_nobody_knows() -> None:
    async with serving({}) as server:
        assert await probe(Names(), server).look(server.at()) is LinkTrouble.NO_SITE
        assert await probe(Names(page_example=[[]]), server).look(server.at()) is LinkTrouble.NO_SITE


@pytest.mark.parametrize(
    "link",
    [
        *(
            "ftp://page.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "gopher://page.example",
            "//page.example",
        ),
        *("data:text/plain,hello", "page.example", "", "http://", "http:///etc", "https://[", "unix:/run/docker.sock"),
        *("http://ann:secret@page.example/", "http://ann@page.example/", "http://@page.example/"),
        *(
            "http://page.example:22/",
            "http://page.example:6379/",
            "https://page.example:99999/",
            "http://page.example:0",
        ),
    ],
)
async def test_what_is_no_plain_web_address_is_not_even_looked_up(link: str) -> None:
    names = known()
    assert await WebProbe(resolve=names, permits=lambda _: True).look(link) is LinkTrouble.ODD
    assert names.asked == []


@pytest.mark.parametrize("address", [*INTERNAL[:19], "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1"])
async def test_a_name_that_resolves_to_an_internal_address_is_never_connected_to(address: str) -> None:
    async with serving({"*": says(200)}) as server:
        names = Names(evil_example=[[address]])
        port = frozenset({server.port})
        found = await WebProbe(resolve=names, ports=port).look(server.at(host="evil.example"))
    assert found is LinkTrouble.INSIDE
    assert server.asked == []


@pytest.mark.parametrize(
    "pair", [[OUTSIDE, INSIDE], [INSIDE, OUTSIDE], [HERE, INSIDE], [HERE, "::1"], [HERE, "10.0.0.1"]]
)
async def test_a_name_with_one_public_and_one_internal_address_is_refused(pair: list[str]) -> None:
    async with serving({"*": says(200)}) as server:
        found = await probe(Names(both_example=[pair]), server).look(server.at(host="both.example"))
    assert found is LinkTrouble.INSIDE
    assert server.asked == []


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "localhost", "LOCALHOST.", "[::1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "[64:ff9b::7f00:1]", "[fe80::1]", "0.0.0.0"),
    ],
)
async def test_this_very_machine_is_refused_however_it_is_written(host: str) -> None:
    """With the resolver of the system: nothing here is asked outside of this machine."""
    async with serving({"*": says(200)}) as server:
        found = await WebProbe(ports=frozenset({server.port})).look(f"http://{host}:{server.port}/")
    assert found in (LinkTrouble.INSIDE, LinkTrouble.NO_SITE, LinkTrouble.ODD)  # silent: it would have knocked
    assert server.asked == []


async def test_the_resolver_of_the_system_knows_this_machine() -> None:
    assert await resolved_by_the_system("127.0.0.1", 80) == ["127.0.0.1"]


async def test_what_was_looked_over_is_connected_to_and_no_second_answer_counts() -> None:
    """Rebinding: the second answer of the name leads inside. There is no second question, head and page alike."""
    names = Names(page_example=[[HERE], [INSIDE], ["169.254.169.254"]])
    async with serving({"/": says(200, only="GET")}) as server:
        assert await probe(names, server).look(server.at()) is None
    assert names.asked == ["page.example"]
    assert [one.method for one in server.asked] == ["HEAD", "GET"]


async def test_a_name_that_moves_inside_between_two_redirects_is_refused() -> None:
    names = Names(page_example=[[HERE], [INSIDE]])
    async with serving({"/": says(302, to="/next"), "/next": says(200)}) as server:
        assert await probe(names, server).look(server.at()) is LinkTrouble.INSIDE
    assert [one.path for one in server.asked] == ["/"]


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("http://127.0.0.2:{port}/secret", LinkTrouble.INSIDE),
        ("http://169.254.169.254:443/latest/meta-data", LinkTrouble.INSIDE),
        ("http://[::1]:{port}/secret", LinkTrouble.INSIDE),
        ("http://[::ffff:127.0.0.1]:{port}/secret", LinkTrouble.INSIDE),
        ("http://inside.example:{port}/secret", LinkTrouble.INSIDE),
        ("//inside.example:{port}/secret", LinkTrouble.INSIDE),
        ("http://ann:secret@page.example:{port}/secret", LinkTrouble.ODD),
        ("http://page.example:22/secret", LinkTrouble.ODD),
        ("file:///etc/passwd", LinkTrouble.ODD),
        ("gopher://page.example/secret", LinkTrouble.ODD),
        ("http://[", LinkTrouble.ODD),
        ("http://nobody.example:{port}/", LinkTrouble.NO_SITE),
    ],
)
async def test_a_redirect_is_judged_like_a_first_address(to: str, found: LinkTrouble) -> None:
    pages = {"*": says(200)}
    async with serving(pages) as server:
        pages["/"] = says(302, to=to.format(port=server.port))
        names = known(inside_example=[[INSIDE]])

        async def resolve(host: str, port: int) -> list[str]:
            return [host] if host[0].isdigit() or ":" in host else list(await names(host, port))

        looking = WebProbe(
            resolve=resolve,
            permits=lambda address: address == HERE or is_public(address),
            ports=frozenset({server.port, 443}),
        )
        assert await looking.look(server.at()) is found
    assert {one.path for one in server.asked} == {"/"}


async def test_five_redirects_are_followed_and_not_one_more() -> None:
    pages = {f"/{at}": says(301, to=f"/{at + 1}") for at in range(MOST_REDIRECTS + 1)}
    async with serving({**pages, f"/{MOST_REDIRECTS + 1}": says(200)}) as server:
        assert await probe(known(), server).look(server.at("/1")) is None
        assert await probe(known(), server).look(server.at("/0")) is LinkTrouble.ROUND


async def test_a_circle_ends() -> None:
    pages = {"/a": says(302, to="/b"), "/b": says(302, to="/a"), "/self": says(302, to="/self")}
    async with serving(pages) as server:
        for path in ("/a", "/self"):
            server.asked.clear()
            assert await probe(known(), server).look(server.at(path)) is LinkTrouble.ROUND
            assert len(server.asked) == MOST_REDIRECTS + 1


OK = b"HTTP/1.1 200 OK\r\n"
ENDLESS = {
    "a page": (OK + b"Content-Type: text/html\r\n\r\n", b"x" * 16384),
    "a page in chunks": (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4000\r\n" + b"x" * 16384 + b"\r\n"),
    "a page that says it is short": (OK + b"Content-Length: 5\r\n\r\n", b"x" * 16384),
    "a packed page": (OK + b"Content-Encoding: gzip\r\n\r\n", b"\x1f\x8b" + b"\x00" * 16384),
    "head lines": (OK, b"X-More: " + b"y" * 4000 + b"\r\n"),
    "many short head lines": (OK, b"X: y\r\n" * 1000),
    "one head line": (OK + b"X-Long: ", b"z" * 16384),
    "a status line": (b"HTTP/1.1 200 ", b"O" * 16384),
    "no HTTP at all": (b"", b"\x00" * 16384),
    "a hundred and no end": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 200),
}


@pytest.mark.parametrize("kind", ENDLESS)
async def test_what_never_ends_is_bounded_in_bytes_and_seconds(kind: str) -> None:
    own: list[Server] = []
    async with serving({"*": never_ends(*ENDLESS[kind], own)}) as server:
        own.append(server)
        began = time.monotonic()
        await asyncio.wait_for(probe(known(), server, seconds=1.0).look(server.at()), 5)
        assert time.monotonic() - began < 2
        assert server.sent < 2 * (MOST_BYTES + 64 * 1024), "two answers, and what lies on the wire"


@pytest.mark.parametrize("opening", [b"", b"HTTP/1.1 ", OK, OK + b"X-Slow: "])
async def test_slow_drops_are_not_waited_for(opening: bytes) -> None:
    async with serving({"*": drips(opening, b"x")}) as server:
        began = time.monotonic()
        assert await probe(known(), server, seconds=0.5).look(server.at()) is LinkTrouble.SILENT
        assert time.monotonic() - began < 1.5


async def test_a_slow_page_behind_a_quick_head_is_no_trouble() -> None:
    async with serving({"*": drips(OK + b"\r\n", b"x")}) as server:
        assert await probe(known(), server, seconds=2).look(server.at()) is None


async def test_a_site_that_speaks_no_tls_where_it_should_is_not_trusted() -> None:
    async with serving({"*": says(200)}) as server:
        found = await probe(known(), server).look(f"https://page.example:{server.port}/")
    assert found in (LinkTrouble.INSECURE, LinkTrouble.SILENT)


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted_and_nothing_is_asked(tmp_path: Path) -> None:
    async with serving({"*": says(200)}, tls=signed_by_itself("page.example", tmp_path)) as server:
        found = await probe(known(), server).look(f"https://page.example:{server.port}/")
    assert found is LinkTrouble.INSECURE
    assert server.asked == []


async def test_a_slow_resolver_is_not_waited_for() -> None:
    async def never(_host: str, _port: int) -> list[str]:
        await asyncio.sleep(60)
        return [HERE]

    assert await WebProbe(resolve=never, seconds=0.2).look("http://page.example/") is LinkTrouble.SILENT
