"""The addresses of collection, under the room's."""

from django.urls import path

from namro.programme.indicators.collection import (
    views_files,
    views_form_edit,
    views_forms,
    views_mine,
    views_queue,
    views_reminders,
    views_rounds,
    views_sheet,
    views_workbooks,
)

urlpatterns = [
    path("cua-toi/", views_mine.mine, name="mine"),
    path("cua-toi/tep.<str:fmt>", views_mine.mine_file, name="mine-file"),
    path("phieu/<slug:code>/", views_sheet.sheet, name="sheet"),
    path("phieu/<slug:code>/xem-xet/", views_sheet.check, name="sheet-check"),
    path("phieu/<slug:code>/y-kien/", views_sheet.add_remark, name="sheet-remark"),
    path("phieu/<slug:code>/minh-chung/", views_files.attach, name="sheet-attach"),
    path("phieu/<slug:code>/minh-chung/<int:key>/", views_files.keep, name="sheet-file"),
    path(
        "phieu/<slug:code>/minh-chung/<int:key>/bo/",
        views_files.take_away,
        name="sheet-file-remove",
    ),
    path("dot/", views_rounds.rounds, name="rounds"),
    path("dot/<int:key>/", views_rounds.round_page, name="round"),
    path("dot/<int:key>/phieu.<str:fmt>", views_rounds.round_file, name="round-file"),
    path("dot/<int:key>/mo-lai/", views_rounds.reopen, name="round-reopen"),
    path("phieu/<int:key>/ban-giao/", views_rounds.hand_over, name="sheet-hand-over"),
    path("phieu/<int:key>/xet/", views_queue.decide, name="decide"),
    path("cho-duyet/", views_queue.waiting, name="queue"),
    path("bieu/", views_forms.forms, name="forms"),
    path("lap-bieu/", views_form_edit.define, name="form-new"),
    path("nhac-viec/", views_reminders.mine, name="reminders"),
    path("nhac-viec/chua-gui/", views_reminders.undelivered, name="undelivered"),
    path("ganh-nang/", views_forms.burden_page, name="burden"),
    path("ganh-nang/tep.<str:fmt>", views_forms.burden_file, name="burden-file"),
    path("bieu/<slug:code>/", views_forms.form_page, name="form"),
    path("bieu/<slug:code>/sua/", views_form_edit.change, name="form-change"),
    path("bieu/<slug:code>/thoi-hoi/", views_forms.retire, name="form-retire"),
    path("bieu/<slug:code>/mo-dot/", views_forms.open_by_hand, name="round-open"),
    path("bieu/<slug:code>/ban-do/", views_rounds.grid, name="form-grid"),
    path("bieu/<slug:code>/ban-do.<str:fmt>", views_rounds.grid_file, name="form-grid-file"),
    path("tep-phieu/", views_workbooks.workbooks, name="workbooks"),
    path("dot/<int:key>/tep-phieu.zip", views_workbooks.round_workbooks, name="round-workbooks"),
    path("phieu/<slug:code>/phieu.xlsx", views_workbooks.sheet_workbook, name="sheet-workbook"),
    path("phieu/<slug:code>/tep/", views_workbooks.sheet_upload, name="sheet-upload"),
]
