"""Read the arguments and the token of a request, a form or JSON alike."""

import json
from typing import Any

from starlette.requests import Request

from bot.simulator.errors import Refused
from bot.simulator.things import Json


async def read(request: Request) -> tuple[str | None, Json]:
    """Give the token and the arguments of a call of the Web API."""
    arguments: Json = dict(request.query_params)
    arguments |= await _body(request)
    return _token(request, arguments), arguments


async def _body(request: Request) -> Json:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        return _object(await request.body())
    if kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form() as form:
            return {key: value for key, value in form.multi_items() if isinstance(value, str)}
    if kind and await request.body():
        raise Refused("invalid_post_type")
    return {}


def _object(body: bytes) -> Json:
    try:
        read: Any = json.loads(body or b"{}")
    except ValueError as broken:
        raise Refused("invalid_json") from broken
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return read


def _token(request: Request, arguments: Json) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token else arguments.get("token")
