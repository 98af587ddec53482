"""The room's addresses."""

from django.urls import path, re_path

from namro.programme.programmes import (
    views,
    views_book,
    views_levels,
    views_search,
    views_tables,
    views_versions,
)
from namro.programme.programmes.cascade import urls as cascade
from namro.programme.programmes.leads import urls as leads
from namro.programme.programmes.review import urls as review
from namro.programme.programmes.versions import as_of

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    re_path(r"^danh-sach\.(?P<fmt>xlsx|csv)$", views_tables.download_list, name="list-file"),
    path("tim/", views_search.search, name="search"),
    path("muc-do/", views_levels.level_requests, name="level-requests"),
    path("<int:pk>/muc-do/", views_levels.programme_levels, name="levels"),
    path("<programme:pk>/", as_of(views.programme), name="programme"),
    path("<programme:pk>/chi-tieu/", as_of(views_tables.targets), name="targets"),
    re_path(
        r"^(?P<pk>[0-9]{1,18}(?:@[0-9-]{10})?)/(?P<what>nhiem-vu|chi-tieu)\.(?P<fmt>xlsx|csv)$",
        as_of(views_tables.download),
        name="download",
    ),
    path("<programme:pk>/doc/", as_of(views_book.read), name="book"),
    path("<programme:pk>/doc/<int:order>/", as_of(views_book.read), name="book"),
    path("<programme:pk>/van-ban/", as_of(views.source_text), name="source"),
    path("<programme:pk>/tep-goc/", as_of(views.source_file), name="file"),
    path("<programme:pk>/phien-ban/", as_of(views_versions.version_list), name="versions"),
    path(
        "<programme:pk>/so-sanh/<int:old>/<int:new>/",
        as_of(views_versions.comparison),
        name="comparison",
    ),
    path("<int:pk>/sua-doi/<int:key>/", views_versions.amendment, name="amendment"),
]
urlpatterns += [*cascade.urlpatterns, *leads.urlpatterns, *review.urlpatterns]
