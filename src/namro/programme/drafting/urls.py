"""The room's addresses."""

from django.urls import path

from namro.programme.drafting import views

app_name = "drafting"
urlpatterns = [path("", views.check, name="check")]
