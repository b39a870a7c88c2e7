"""Every error that Spoonlight raises on purpose, in one tree.

    SpoonlightError
    ├── ContentError            a file of data/ is broken; says which, where and how to mend it
    ├── SettingsError           a setting is wrong; says which and how to mend it
    ├── WordMissing             code asked for a sentence that data/words/ does not have
    ├── UnknownZone             not an IANA time zone
    ├── ActionTooLong           a button's payload would not fit in what the platforms carry
    ├── NobodyBehind            an anonymous admin or a channel asked for something that only a person can have
    ├── ButtonRefused           a button is forged, from elsewhere, or somebody else's
    ├── StoredUnreadable        a stored row was written by another version; it is parked, never deleted
    │   └── SealBroken          ... or its seal does not open: changed, moved from elsewhere, or its key is gone
    ├── ConsentMissing          a health answer without a live consent: the database refuses it
    ├── FactNotHandled          a join, a move or the like could not be handled: it may be told again
    ├── DrawingFailed           a picture or a page could not be made
    └── TransportError          a platform did not take a message
        ├── NotSent             it certainly did not arrive; trying again is safe
        │   └── Throttled       ... and the platform said how long to wait
        ├── OutcomeUnknown      bytes left and no answer came: it may have arrived
        ├── Unreachable         this person or chat cannot be written to now (blocked, closed, removed)
        │   └── NotAllowed      ... because we are there, but were not given the right to write
        ├── PlaceGone           the topic or thread is gone, the chat is still there
        ├── ChatReplaced        the chat lives on under another id
        ├── MessageRefused      the platform will never take this message as it is
        │   └── MessageGone     ... because what it would change is not there any more
        ├── FileTooLarge        a file that somebody sent is longer than what we take
        └── TokenRevoked        the platform does not know us any more: stop sending

Texts of these errors are for operators. They never reach members, and never hold members' words.
"""


class SpoonlightError(Exception):
    """The root: catch this to catch all that Spoonlight raises on purpose."""


class ContentError(SpoonlightError):
    """A file of the content folder is broken."""

    def __init__(self, *, file: str, where: str, problem: str, mend: str) -> None:
        """`where` is a line ("line 12") or a key ("also_asked"); `mend` says what to do about it."""
        super().__init__(f"{file}, {where}: {problem} {mend}")
        self.file = file
        self.where = where
        self.problem = problem
        self.mend = mend


class SettingsError(SpoonlightError):
    """A setting is missing or wrong; the text names the setting and what to do."""


class WordMissing(SpoonlightError):
    """Code asked for a sentence that no file of data/words/ holds."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no sentence has the key {key!r}")
        self.key = key


class UnknownZone(SpoonlightError):
    """A name that is not an IANA time zone."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} is not an IANA time zone")
        self.name = name


class ActionTooLong(SpoonlightError):
    """A button's payload is longer than the platforms carry; raised when it is packed, never when it is tapped."""


class NobodyBehind(SpoonlightError):
    """An anonymous admin or a channel asked for something that only a person can have."""


class ButtonRefused(SpoonlightError):
    """A tapped button is forged, comes from another chat, or belongs to somebody else."""


class StoredUnreadable(SpoonlightError):
    """A stored value has a version or a kind that this Spoonlight does not know. The text holds none of its words."""


class SealBroken(StoredUnreadable):
    """A sealed value does not open in this place with this owner's key."""


class ConsentMissing(SpoonlightError):
    """A health answer was to be kept without a live consent to it: the database refused, or nobody was asked yet."""

    def __init__(self, *args: object, then: tuple[str, ...] = ()) -> None:
        """`then`: the command (its name, and one option) to go on with after a yes."""
        super().__init__(*args)
        self.then = then


class FactNotHandled(SpoonlightError):
    """A fact that nobody waits for an answer to could not be handled. Nothing was changed: it may be told again."""


class DrawingFailed(SpoonlightError):
    """A picture or a page could not be made."""


class TransportError(SpoonlightError):
    """A platform did not take a message; the subclasses say what is known about it."""


class NotSent(TransportError):
    """It certainly did not arrive. Sending it again cannot make a second copy."""


class Throttled(NotSent):
    """The platform asks for a pause."""

    def __init__(self, seconds: float, *, everywhere: bool = False) -> None:
        """`seconds` to wait; `everywhere` when the whole token must pause, not this conversation alone."""
        super().__init__(f"asked to wait {seconds:.1f} s")
        self.seconds = seconds
        self.everywhere = everywhere


class OutcomeUnknown(TransportError):
    """Bytes left and no answer came back: nobody can know whether it arrived."""


class Unreachable(TransportError):
    """This person or chat cannot be written to until they come back by themselves."""


class NotAllowed(Unreachable):
    """We are in that chat, but may not write there: somebody must give us the right."""


class PlaceGone(TransportError):
    """The topic or thread is gone; the chat that held it may still be there."""


class ChatReplaced(TransportError):
    """The chat lives on under another id (a Telegram group that became a supergroup)."""

    def __init__(self, conversation: str) -> None:
        super().__init__("the chat has a new id")
        self.conversation = conversation


class MessageRefused(TransportError):
    """The platform will never take this message as it is; trying again is of no use."""


class MessageGone(MessageRefused):
    """What was to be changed is not there any more: somebody took it away."""


class FileTooLarge(TransportError):
    """A file that somebody sent is longer than what was asked for; it was not read to its end."""


class TokenRevoked(TransportError):
    """The platform refused the token itself: nothing more can be sent."""
