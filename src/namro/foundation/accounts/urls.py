"""The room's addresses."""

from django.urls import path

from namro.foundation.accounts import views

app_name = "accounts"
urlpatterns = [
    path("quyen/", views.who_may, name="who-may"),
]
