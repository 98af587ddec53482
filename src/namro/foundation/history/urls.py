"""The room's addresses."""

from django.urls import path, re_path

from namro.foundation.history import views

app_name = "history"
urlpatterns = [
    path("", views.register, name="register"),
    re_path(r"^nhat-ky\.(?P<fmt>xlsx|csv)$", views.register_file, name="register-file"),
    path("<slug:kind>/<int:key>/", views.thing, name="thing"),
    path("<slug:kind>/<int:key>/gan-day/", views.recent, name="recent"),
    re_path(
        r"^(?P<kind>[a-z-]+)/(?P<key>[0-9]{1,18})/lich-su\.(?P<fmt>xlsx|csv)$",
        views.thing_file,
        name="thing-file",
    ),
]
