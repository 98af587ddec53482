"""The addresses of collection, under the room's."""

from django.urls import path

from namro.programme.indicators.collection import views_queue, views_rounds, views_workbooks

urlpatterns = [
    path("dot/", views_rounds.rounds, name="rounds"),
    path("dot/<int:key>/", views_rounds.round_page, name="round"),
    path("dot/<int:key>/phieu.<str:fmt>", views_rounds.round_file, name="round-file"),
    path("dot/<int:key>/mo-lai/", views_rounds.reopen, name="round-reopen"),
    path("phieu/<int:key>/ban-giao/", views_rounds.hand_over, name="sheet-hand-over"),
    path("phieu/<int:key>/xet/", views_queue.decide, name="decide"),
    path("cho-duyet/", views_queue.waiting, name="queue"),
    path("bieu/<slug:code>/ban-do/", views_rounds.grid, name="form-grid"),
    path("bieu/<slug:code>/ban-do.<str:fmt>", views_rounds.grid_file, name="form-grid-file"),
    path("tep-phieu/", views_workbooks.workbooks, name="workbooks"),
    path("dot/<int:key>/tep-phieu.zip", views_workbooks.round_workbooks, name="round-workbooks"),
    path("phieu/<slug:code>/phieu.xlsx", views_workbooks.sheet_workbook, name="sheet-workbook"),
    path("phieu/<slug:code>/tep/", views_workbooks.sheet_upload, name="sheet-upload"),
]
