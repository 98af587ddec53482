"""How many leads a cell names: a table that an official could read."""

from __future__ import annotations

import pytest

from namro.foundation.documents.checking.clarity import leads_in


@pytest.mark.parametrize(
    ("cell", "leads"),
    [
        ("Sở Nội vụ", 1),
        ("Sở Văn hóa, Thể thao và Du lịch", 1),
        ("Sở Nông nghiệp và Môi trường", 1),
        ("Sở Lao động - Thương binh và Xã hội", 1),
        ("Bộ Công an (Trung tâm Dữ liệu quốc gia)", 1),
        ("Ban Quản lý các khu công nghệ cao và khu công nghiệp", 1),
        ("Các sở, ban, ngành", 1),
        ("UBND các xã, phường", 1),
        ("Sở Xây dựng phối hợp Sở Tài chính", 1),
        ("Sở Y tế (phối hợp với Bảo hiểm xã hội tỉnh)", 1),
        ("Sở Tài chính, Sở Xây dựng", 2),
        ("Sở Tài chính; Sở Xây dựng", 2),
        ("Bộ Tài chính và Bộ Công an", 2),
        ("Các sở, ban, ngành và UBND các xã, phường", 2),
        ("Văn phòng Thành ủy, Ban Tổ chức Thành ủy, Ban Tuyên giáo và Dân vận Thành ủy", 3),
    ],
)
def test_leads(cell: str, leads: int) -> None:
    assert len(leads_in(cell)) == leads, leads_in(cell)
