"""Read the arguments and the token of a request, a form or JSON alike."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from bot.simulator.errors import Refused
from bot.simulator.things import Json


@dataclass(frozen=True)
class Sent:
    """What came with a call: its token, its arguments, and whether they came as JSON."""

    token: str | None
    arguments: Json
    as_json: Json = field(default_factory=dict)

    @property
    def all(self) -> Json:
        """Give the arguments, however they came."""
        return {**self.arguments, **self.as_json}


def parsed(body: bytes) -> Any:
    """Read JSON, and only what can be written as JSON again. Raises ValueError."""
    try:
        read = json.loads(body)
        # Half a surrogate pair and numbers that are none are read by Python, and by nobody else.
        json.dumps(read, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep
    return read


async def read(request: Request) -> Sent:
    """Read a call of the Web API."""
    query: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    form, as_json = await _form(request, kind), await _json(request, kind)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    # A token stands in the header or in a form, nowhere else (docs.slack.dev/apis/web-api).
    held = token.strip() if scheme.lower() == "bearer" and token else form.get("token")
    return Sent(held, {**query, **form}, as_json)


async def _form(request: Request, kind: str) -> Json:
    if kind not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        if kind not in {"", "application/json"} and await request.body():
            raise Refused("invalid_post_type")
        return {}
    async with request.form() as form:
        return {key: value for key, value in form.multi_items() if isinstance(value, str)}


async def _json(request: Request, kind: str) -> Json:
    if kind != "application/json":
        return {}
    try:
        read = parsed(await request.body() or b"{}")
    except ValueError as broken:
        raise Refused("invalid_json") from broken
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return read
