"""The addresses of the site: each room's own, under its path."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from namro.config import rooms
from namro.foundation.history import views as history
from namro.foundation.interface import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("ngon-ngu/", views.set_language, name="set-language"),
    path("healthz", views.health, name="health"),
    path("suc-khoe/", history.condition, name="condition"),
]
urlpatterns += [path("tai-khoan/", include("namro.foundation.accounts.urls_signin"))]
urlpatterns += [
    path(room.path, include(f"{room.package}.urls"))
    for room in rooms.installed()
    if room.path is not None and rooms.exists(f"{room.package}.urls")
]
if rooms.exists("namro.publication.api.urls_v1"):
    urlpatterns += [path("api/v1/", include("namro.publication.api.urls_v1"))]

handler400 = "namro.foundation.interface.views.bad_request"
handler403 = "namro.foundation.interface.views.permission_denied"
handler404 = "namro.foundation.interface.views.page_not_found"
handler500 = "namro.foundation.interface.views.server_error"
