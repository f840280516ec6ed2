"""What the API offers, as OpenAPI 3.1 says it."""

from portal.web.api.door import answer, bp
from portal.web.guard import EVERYONE, audience

ORDER = {"name": "order", "in": "path", "required": True,
         "schema": {"type": "string", "format": "uuid"}}  # fmt: skip
AS_OF = {"name": "as_of", "in": "query", "schema": {"type": "string", "format": "date-time"},
         "description": "Answer from what had been recorded by this instant."}  # fmt: skip
CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "integer"},
          "description": "Go on after this event; `next` of an answer names it."}  # fmt: skip
LIMIT = {"name": "limit", "in": "query",
         "schema": {"type": "integer", "minimum": 1, "maximum": 200}}  # fmt: skip
WRONG = {
    "401": "No key, or one that is not good any more.",
    "403": "The key may not do this.",
    "404": "There is no such order, or it is not yours.",
    "422": "A parameter cannot be read.",
}


def _get(name: str, words: str, *parameters: dict) -> dict:
    problems = {
        status: {"description": text, "content": {"application/problem+json": {}}}
        for status, text in WRONG.items()
    }
    found = {"200": {"description": words, "content": {"application/json": {}}}}
    return {
        "get": {
            "operationId": name,
            "summary": words,
            "parameters": list(parameters),
            "security": [{"key": ["orders:read"]}],
            "responses": found | problems,
        }
    }


SPEC = {
    "openapi": "3.1.0",
    "info": {"title": "Portal", "version": "1"},
    "servers": [{"url": "/api/v1"}],
    "paths": {
        "/orders/{order}": _get("seeOrder", "Where an order stands.", ORDER, AS_OF),
        "/orders/{order}/events": _get(
            "seeEvents", "What was said in an order, oldest first.", ORDER, AS_OF, CURSOR, LIMIT
        ),
    },
    "components": {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
}


@bp.get("/openapi.json")
@audience(EVERYONE)
def describe():
    """What can be asked, and how."""
    return answer(SPEC)
