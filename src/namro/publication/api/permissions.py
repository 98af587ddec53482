"""What the addresses of this room need; those of each room's part are stated by the room."""

from __future__ import annotations

from namro.foundation.accounts.routes import PUBLIC, SIGNED_IN, Route, routes

routes(
    "api",
    {
        "openapi-json": Route(PUBLIC),
        "api-root": Route(PUBLIC),
        "token": Route(SIGNED_IN),
    },
)
routes("programming", {"operations": Route(SIGNED_IN)})
