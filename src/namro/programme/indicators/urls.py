"""The room's addresses."""

from django.urls import include, path, re_path

from namro.programme.indicators import (
    views,
    views_allocated,
    views_allocated_table,
    views_bridges,
    views_define,
    views_library,
    views_measure,
    views_record,
    views_said,
)
from namro.programme.programmes.versions import as_of

app_name = "indicators"
urlpatterns = [
    path("thu-thap/", include("namro.programme.indicators.collection.urls")),
    path("chi-so/", views_library.library, name="library"),
    path("chi-so/tep.<str:fmt>", views_library.library_file, name="library-file"),
    path("chi-so/tat-ca/so-lieu/", views_record.record_table, name="record-table"),
    path("chi-so/tat-ca/khai-bao/", views_define.define_indicator, name="define"),
    path("chi-so/<slug:code>/sua/", views_define.edit_indicator, name="edit"),
    path("chi-so/<slug:code>/ghi/", views_record.record_figure, name="record"),
    path("chi-so/<slug:code>/thay/<int:key>/", views_record.replace_figure, name="replace"),
    path("chi-so/<slug:code>/cau-noi/", views_bridges.propose, name="propose-bridge"),
    path("chi-so/<slug:code>/cau-noi/<int:key>/", views_bridges.decide, name="decide-bridge"),
    path("chi-so/<slug:code>/", views_library.indicator, name="indicator"),
    path("<programme:pk>/", as_of(views.scoreboard), name="scoreboard"),
    re_path(
        r"^(?P<pk>[0-9]{1,18}(?:@[0-9-]{10})?)/bang\.(?P<fmt>xlsx|csv)$",
        as_of(views.download),
        name="file",
    ),
    path("<programme:pk>/giao/", views_allocated_table.load, name="load-allocations"),
    re_path(
        r"^(?P<pk>[0-9]{1,18}(?:@[0-9-]{10})?)/giao/mau\.(?P<fmt>xlsx|csv)$",
        as_of(views_allocated_table.form),
        name="allocation-form",
    ),
    path("<programme:pk>/<int:key>/giao/", views_allocated.give, name="allocate"),
    path("<programme:pk>/<int:key>/giao/<int:share>/", views_allocated.one, name="allocation"),
    path(
        "<programme:pk>/<int:key>/giao/<int:share>/dieu-chinh/",
        views_allocated.change,
        name="amend-allocation",
    ),
    path(
        "<programme:pk>/<int:key>/giao/<int:share>/thu-hoi/",
        views_allocated.take_back,
        name="withdraw-allocation",
    ),
    path("<programme:pk>/<int:key>/", as_of(views.target), name="target"),
    path("<programme:pk>/<int:key>/do-bang/", views_measure.measure_target, name="measure"),
    path("<programme:pk>/<int:key>/cach-xet/", views.confirm_reading, name="confirm"),
    path("<programme:pk>/<int:key>/ket-luan/", views_said.conclude_target, name="conclude"),
    path("<programme:pk>/<int:key>/giai-trinh/", views_said.explain_target, name="explain"),
]
