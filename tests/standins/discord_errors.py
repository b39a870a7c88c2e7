"""The refusals of the stand-in Discord, with the codes that the real one uses; it decides nothing."""

from typing import Any


class DiscordError(Exception):
    """A refusal: HTTP status, Discord's own code, its message, and the fields at fault."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status}/{code} {message}")
        self.status = status
        self.body: dict[str, Any] = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


def unauthorized() -> DiscordError:
    return DiscordError(401, 0, "401: Unauthorized")


def unknown(what: str) -> DiscordError:
    """`what` is a kind of thing in Discord's own words, such as Message or Application Command."""
    codes = {
        "Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008, "Role": 10011, "User": 10013,
        "Webhook": 10015, "Interaction": 10062, "Application Command": 10063,
    }  # fmt: skip
    return DiscordError(404, codes[what], f"Unknown {what}")


def missing_access() -> DiscordError:
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    return DiscordError(403, 50013, "Missing Permissions")


def dms_are_closed() -> DiscordError:
    return DiscordError(403, 50007, "Cannot send messages to this user")


def no_mutual_guilds() -> DiscordError:
    return DiscordError(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def someone_elses_message() -> DiscordError:
    return DiscordError(403, 50005, "Cannot edit a message authored by another user")


def thread_is_archived() -> DiscordError:
    return DiscordError(400, 50083, "Thread is archived")


def empty_message() -> DiscordError:
    return DiscordError(400, 50006, "Cannot send an empty message")


def already_acknowledged() -> DiscordError:
    return DiscordError(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> DiscordError:
    return DiscordError(401, 50027, "Invalid Webhook Token")


def invalid_form(field: str, why: str) -> DiscordError:
    """Refuse one field, named by its dotted path such as `components.0.components.1.label`."""
    errors: dict[str, Any] = {"_errors": [{"code": "INVALID", "message": why}]}
    for part in reversed(field.split(".")):
        errors = {part: errors}
    return DiscordError(400, 50035, "Invalid Form Body", errors)
