"""The room's pages; the interface itself stands in `urls_v1`."""

from django.urls import path

from namro.publication.api import views

app_name = "programming"
urlpatterns = [path("", views.operations, name="operations")]
