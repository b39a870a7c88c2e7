"""The methods that ask and set: the bot itself, chats and members, commands, taps, files, the webhook."""

import re
from datetime import timedelta
from typing import Any

from tests.standins.telegram_desk import ApiError, Desk, Params, refuse
from tests.standins.telegram_objects import (
    change_json,
    file_json,
    full_chat_json,
    me_json,
    member_json,
    user_json,
)
from tests.standins.telegram_updates import Conflict, Webhook
from tests.standins.telegram_world import PRESENT, Membership, Room, User

Json = dict[str, Any]
TAP_LIVES = timedelta(seconds=60)


def get_me(desk: Desk, _params: Params) -> Json:
    return me_json(desk.world, reads_all=not desk.privacy)


def get_chat(desk: Desk, params: Params) -> Json:
    return full_chat_json(desk.world, desk.room(params))


def get_chat_member(desk: Desk, params: Params) -> Json:
    room = desk.room(params)
    user = desk.world.users.get(params.integer("user_id"))
    if user is None:
        raise refuse("PARTICIPANT_ID_INVALID")
    if room.hidden_members and user is not desk.world.bot and not room.is_admin(desk.world.bot.id):
        raise refuse("CHAT_ADMIN_REQUIRED")
    return member_json(user, room.stands(user.id))


def get_chat_administrators(desk: Desk, params: Params) -> list[Json]:
    room = desk.room(params)
    if room.kind == "private":
        raise refuse("there are no administrators in the private chat")
    return [member_json(desk.world.users[i], m) for i, m in room.members.items() if room.is_admin(i)]


def get_chat_member_count(desk: Desk, params: Params) -> int:
    return sum(member.status in PRESENT for member in desk.room(params).members.values())


def leave_chat(desk: Desk, params: Params) -> bool:
    room = desk.room(params)
    if room.kind == "private":
        raise refuse("chat member status can't be changed in private chats")
    bot = desk.world.bot
    before = room.stands(bot.id)
    room.members[bot.id] = Membership("left")
    change = change_json(desk.world, room, bot, bot, before, room.members[bot.id])
    desk.updates.publish("my_chat_member", change)
    desk.world.add_post(room, bot, {"left_chat_member": user_json(bot)})
    return True


def set_my_commands(desk: Desk, params: Params) -> bool:
    commands: list[Json] = params.json("commands")
    if len(commands) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    kept = {"command", "description"} | ({"is_ephemeral"} if desk.version == "10.3" else set())
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"].removeprefix("/")):
            raise refuse("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    desk.commands[_scope(desk, params)] = [{k: v for k, v in c.items() if k in kept} for c in commands]
    desk.world.bell.ring()
    return True


def get_my_commands(desk: Desk, params: Params) -> list[Json]:
    return desk.commands.get(_scope(desk, params), [])


def delete_my_commands(desk: Desk, params: Params) -> bool:
    desk.commands.pop(_scope(desk, params), None)
    return True


def commands_for(desk: Desk, room: Room, user: User) -> list[Json]:
    """The commands that this person's app shows in this room, by Telegram's order of scopes."""
    if room.kind == "private":
        scopes = [f"chat:{room.id}", "all_private_chats"]
    else:
        admin = room.is_admin(user.id)
        scopes = [f"chat_member:{room.id}:{user.id}"]
        scopes += [f"chat_administrators:{room.id}"] if admin else []
        scopes += [f"chat:{room.id}"]
        scopes += ["all_chat_administrators"] if admin else []
        scopes += ["all_group_chats"]
    for scope in [*scopes, "default"]:
        for language in (user.locale.partition("-")[0], ""):
            if found := desk.commands.get((scope, language)):
                return found
    return []


def _scope(desk: Desk, params: Params) -> tuple[str, str]:
    scope: Json = params.json("scope") or {"type": "default"}
    if "chat_id" in scope and int(scope["chat_id"]) not in desk.world.rooms:
        raise refuse("chat not found")
    parts = [str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope]
    return ":".join(parts), params.text("language_code")


def set_profile(desk: Desk, params: Params) -> bool:
    """setMyName, setMyDescription, setMyShortDescription, setChatMenuButton: kept, and nothing more."""
    desk.profile |= dict(params.values)
    return True


def answer_callback_query(desk: Desk, params: Params) -> bool:
    tap = desk.taps.get(params.text("callback_query_id"))
    if tap is None or tap.answered or desk.world.now() - tap.at > TAP_LIVES:
        raise refuse("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    tap.answered, tap.notice, tap.alert = True, params.text("text"), params.flag("show_alert")
    tap.url = params.text("url")
    desk.world.bell.ring()
    return True


def get_file(desk: Desk, params: Params) -> Json:
    stored = desk.world.files.get(params.text("file_id"))
    if stored is None:
        raise refuse("wrong file_id or the file is temporarily unavailable")
    return file_json(stored) | {"file_path": stored.path}


async def get_updates(desk: Desk, params: Params) -> list[Json]:
    desk.updates.allow(params.json("allowed_updates"))
    try:
        return await desk.updates.poll(
            offset=params.integer("offset"),
            limit=max(1, min(params.integer("limit", 100), 100)),
            timeout_seconds=params.integer("timeout"),
        )
    except Conflict as problem:
        raise ApiError(409, f"Conflict: {problem}") from problem


async def set_webhook(desk: Desk, params: Params) -> bool:
    """Plain http is allowed, to a webhook on this machine; Telegram asks for https."""
    secret = params.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise refuse("secret token contains unallowed characters")
    desk.updates.allow(params.json("allowed_updates"))
    url = params.text("url")
    hook = Webhook(url=url, secret=secret, max_connections=params.integer("max_connections", 40))
    await desk.updates.set_webhook(hook if url else None, drop_pending=params.flag("drop_pending_updates"))
    return True


async def delete_webhook(desk: Desk, params: Params) -> bool:
    await desk.updates.set_webhook(None, drop_pending=params.flag("drop_pending_updates"))
    return True


def get_webhook_info(desk: Desk, _params: Params) -> Json:
    hook = desk.updates.webhook
    shape: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(desk.updates.pending),
    }
    if hook:
        shape["max_connections"] = hook.max_connections
    if desk.updates.allowed:
        shape["allowed_updates"] = sorted(desk.updates.allowed)
    if desk.updates.last_error:
        shape |= {"last_error_message": desk.updates.last_error, "last_error_date": int(desk.world.now().timestamp())}
    return shape
