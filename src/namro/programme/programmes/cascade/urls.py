"""The addresses of the cascade."""

from django.urls import path, re_path

from namro.programme.programmes.cascade import views, views_pairs
from namro.programme.programmes.versions import as_of

urlpatterns = [
    path("<programme:pk>/cu-the-hoa/", as_of(views.overview), name="cascade"),
    path("<programme:pk>/cu-the-hoa/muc/", as_of(views.items), name="cascade_items"),
    path(
        "<programme:pk>/cu-the-hoa/khac-nhau/",
        as_of(views.differences),
        name="cascade_differences",
    ),
    path("<int:pk>/cu-the-hoa/<int:key>/", views_pairs.pairs, name="cascade_pairs"),
    re_path(
        r"^(?P<pk>[0-9]{1,18}(?:@[0-9-]{10})?)/"
        r"(?P<what>cu-the-hoa|khac-nhau|ban-hanh)\.(?P<fmt>xlsx|csv)$",
        as_of(views.download),
        name="download",
    ),
]
