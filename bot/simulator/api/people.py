"""auth.test, users.info and team.info: who somebody is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.simulator.api.call import Call
from bot.simulator.errors import Refused
from bot.simulator.things import Copy, Json, Person, Workspace
from bot.simulator.world import World


def auth_test(call: Call) -> Json:
    """Tell the copy who it is."""
    home = call.world.workspaces[call.copy.workspace]
    answer: Json = {
        "url": f"https://{home.domain}.slack.com/",
        "team": home.name,
        "user": call.world.app.name,
        "team_id": home.id,
        "user_id": call.copy.bot_user,
        "bot_id": call.copy.bot,
        "is_enterprise_install": False,
    }
    if home.enterprise:
        answer["enterprise_id"] = home.enterprise
    return answer


def user_info(call: Call) -> Json:
    """Describe a person as far as this copy's workspace may know them."""
    user = call.needed("user")
    bot = call.world.copy_of_bot(user)
    if bot is not None:
        return {"user": _bot(call.world, bot)}
    person = call.world.people.get(user)
    if person is None:
        raise Refused("user_not_found")
    if call.world.meets(call.copy, person) or _in_sight(call, person):
        return {"user": _person(call, person)}
    if _connected(call, person.workspace):
        home = call.world.workspaces[person.workspace]
        return {"user": {"id": person.id, "team_id": home.id, "name": person.handle, "is_stranger": True}}
    raise Refused("user_not_found")


def team_info(call: Call) -> Json:
    """Describe the copy's own workspace, or one that it sees through a shared channel."""
    asked = call.text("team") or call.copy.workspace
    visible = {each: each for each in call.world.workspaces if each == call.copy.workspace or _connected(call, each)}
    visible |= {org: each for each in visible.values() if (org := call.world.workspaces[each].enterprise)}
    if asked not in visible:
        raise Refused("team_not_found")
    return {"team": _team(call.world.workspaces[visible[asked]])}


def _team(home: Workspace) -> Json:
    icon = {"image_default": True}
    described: Json = {"id": home.id, "name": home.name, "domain": home.domain, "email_domain": "", "icon": icon}
    if home.enterprise:
        described |= {"enterprise_id": home.enterprise, "enterprise_name": home.enterprise_name}
    return described


def _connected(call: Call, workspace: str) -> bool:
    """Tell whether a workspace shares any channel with this copy's."""
    own = call.copy.workspace
    return any({own, workspace} <= set(each.workspaces) for each in call.world.channels.values())


def _in_sight(call: Call, person: Person) -> bool:
    """Tell whether a person sits in a channel that this copy's workspace is connected to."""
    return any(
        person.id in each.members and call.copy.workspace in each.workspaces
        for each in call.world.channels.values()
        if each.shared and not each.private
    )


def _person(call: Call, person: Person) -> Json:
    home = call.world.workspaces[person.workspace]
    now = datetime.fromtimestamp(call.world.clock.now(), ZoneInfo(person.tz))
    offset = now.utcoffset()
    body: Json = {
        "id": person.id,
        "team_id": home.id,
        "name": person.handle,
        "deleted": False,
        "color": home.colour.lstrip("#"),
        "real_name": person.name,
        "tz": person.tz,
        "tz_label": now.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(person, home),
        "is_bot": False,
        "is_app_user": False,
        "updated": int(call.world.clock.now()),
    }
    if home.enterprise:
        body["enterprise_user"] = {
            "id": person.id,
            "enterprise_id": home.enterprise,
            "enterprise_name": home.enterprise_name,
            "is_admin": False,
            "is_owner": False,
            "teams": [home.id],
        }
    if person.workspace != call.copy.workspace:
        return {**body, "is_stranger": False}
    body |= {"is_admin": False, "is_owner": False, "is_primary_owner": False}
    body |= {"is_restricted": person.guest, "is_ultra_restricted": False}
    # The profile of somebody of another company carries no locale, whatever was asked.
    return {**body, "locale": person.locale} if call.flag("include_locale") else body


def _profile(person: Person, home: Workspace) -> Json:
    return {
        "title": person.title,
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.handle,
        "display_name_normalized": person.handle,
        "status_text": "",
        "status_emoji": "",
        "team": home.id,
    }


def _bot(world: World, copy: Copy) -> Json:
    name = world.app.name
    profile = {
        "real_name": name,
        "display_name": "",
        "api_app_id": world.app.id,
        "bot_id": copy.bot,
        "team": copy.workspace,
    }
    return {
        "id": copy.bot_user,
        "team_id": copy.workspace,
        "name": name,
        "deleted": copy.token in world.gone,
        "real_name": name,
        "profile": profile,
        "is_bot": True,
        "is_app_user": False,
    }
