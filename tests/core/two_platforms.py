"""One bot on two platforms at once: one person here (Telegram) and there (Discord), each with a phone of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.model.identity import Platform
from tests.core.company import RATES, Company, Person
from tests.fakes import FakeTransport
from tests.stage import private_with


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoPlatforms:
    """`here` plans for both; `there` is the second way out."""

    here: Company
    there: Company

    def ana(self) -> Person:
        return self.here.member("ana")

    def ana_there(self, name: str = "777") -> Person:
        return Person(self.there, name, replace(private_with(name), platform=Platform.DISCORD), None)

    async def due(self) -> tuple[Sequence[str], Sequence[str]]:
        """Plans and sends what is due; what arrived here and there since."""
        transports = (self.here.transport, self.there.transport)
        before = [len(one.sent) for one in transports]
        bot = self.here.bot
        lines = [bot.line(one, RATES) for one in transports]
        while await bot.planner.plan_due():
            pass
        while sum([await line.worker.send_due() for line in lines]):
            pass
        came = [[sent.text for sent in one.sent[start:]] for one, start in zip(transports, before, strict=True)]
        return came[0], came[1]


def two_platforms(here: Company) -> TwoPlatforms:
    """A second platform beside the first, with modals as Discord has them."""
    there = Company(here.bot, here.clock, FakeTransport(Platform.DISCORD, forms=True))
    return TwoPlatforms(here=here, there=there)


def code_in(text: str) -> str:
    """The code that a page shows."""
    return next(word for word in text.replace(".", " ").split() if len(word) == 9 and word[4] == "-")


async def agrees_to_link(person: Person) -> str:
    """Reads the words and says yes; comes back to /link."""
    await person.command("link")
    await person.taps("Read what you agree to")
    await person.taps("Continue")
    return await person.taps("Yes")


async def makes_code(person: Person) -> str:
    await agrees_to_link(person)
    return code_in(await person.taps("Make a code"))


async def are_joined(both: TwoPlatforms) -> tuple[Person, Person]:
    """The code made here, typed there."""
    here, there = both.ana(), both.ana_there()
    code = await makes_code(here)
    await agrees_to_link(there)
    await there.command(f"link {code}")
    await there.taps("Yes")
    return here, there
