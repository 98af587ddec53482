"""The addresses of who leads."""

from django.urls import path, re_path

from namro.programme.programmes.leads import views, views_one
from namro.programme.programmes.versions import as_of

urlpatterns = [
    path("<programme:pk>/chu-tri/", as_of(views.overview), name="leads"),
    re_path(
        r"^(?P<pk>[0-9]{1,18}(?:@[0-9-]{10})?)/(?P<what>chu-tri)\.(?P<fmt>xlsx|csv)$",
        as_of(views.download),
        name="leads-file",
    ),
    path("<programme:pk>/chu-tri/<int:key>/", as_of(views_one.one), name="lead"),
    path(
        "<programme:pk>/chu-tri/<int:key>/goi-y/", as_of(views_one.suggestions), name="lead-hints"
    ),
]
