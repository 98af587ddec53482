"""Why a document was not imported: one sentence in Vietnamese and in English, with what to do."""

from __future__ import annotations

from typing import Literal

from namro.foundation.refusals import Refusal

Code = Literal[
    "no_number",
    "number_differs",
    "other_document",
    "which_one",
    "number_too_long",
    "issuer_too_long",
    "level_higher",
    "level_lower",
    "no_lowering",
    "level_not_lower",
    "level_asked",
    "level_own",
    "level_in_place",
    "level_moved",
    "level_decided",
    "empty",
    "unkept",
    # of amendments
    "nothing_to_amend",
    "same_document",
    "no_difference",
    "decided",
    "moved_on",
    "not_later",
    "no_basis",
]

MESSAGES: dict[Code, tuple[str, str]] = {
    "no_number": (
        "Không đọc được số, ký hiệu của văn bản; hãy nhập lại và ghi số bằng --number, "
        "ví dụ --number 01-CTr/TU.",
        "The document's number could not be read; import it again and give the number with "
        "--number, for example --number 01-CTr/TU.",
    ),
    "number_differs": (
        "Văn bản ghi số “{read}” nhưng --number ghi “{given}”; hãy bỏ --number hoặc chọn đúng "
        "văn bản.",
        "The document says number “{read}” but --number says “{given}”; leave --number out or "
        "choose the right document.",
    ),
    "other_document": (
        "Chương trình {number} đã được nhập từ một văn bản khác (“{file}”, SHA-256 {sha256}); "
        "không có gì thay đổi. Nếu đây là chương trình khác, hãy ghi cơ quan ban hành bằng "
        "--issuer; nếu là văn bản sửa đổi, bổ sung, hãy nhập với --amend.",
        "Programme {number} was imported from another document (“{file}”, SHA-256 {sha256}); "
        "nothing was changed. If this is another programme, name its issuer with --issuer; "
        "if it is the amended document, import it with --amend.",
    ),
    "which_one": (
        "Có {count} chương trình mang số {number} chưa nhập văn bản; hãy ghi cơ quan ban hành "
        "bằng --issuer để biết nhập vào chương trình nào.",
        "{count} programmes with number {number} wait for their document; name the issuer with "
        "--issuer to say which one this is.",
    ),
    "number_too_long": (
        "Số, ký hiệu dài {length} ký tự, quá {most}; hãy ghi đúng số của văn bản bằng --number, "
        "ví dụ --number 01-CTr/TU.",
        "The number has {length} characters, more than {most}; give the document's own number "
        "with --number, for example --number 01-CTr/TU.",
    ),
    "issuer_too_long": (
        "Tên cơ quan ban hành dài {length} ký tự, quá {most}; hãy ghi tên ngắn hơn bằng --issuer.",
        "The issuer's name has {length} characters, more than {most}; give a shorter one with "
        "--issuer.",
    ),
    "level_higher": (
        "Văn bản này đã được nhập thành chương trình {number} với mức độ {kept}, không phải "
        "{wanted}; không có gì thay đổi. Muốn nâng mức bảo vệ, hãy dùng lệnh: "
        'namro level "{number}" {wanted} --reason "…".',
        "This document was already imported as programme {number} with level {kept}, not "
        "{wanted}; nothing was changed. To raise its protection: "
        'namro level "{number}" {wanted} --reason "…".',
    ),
    "level_lower": (
        "Văn bản này đã được nhập thành chương trình {number} với mức độ {kept}, không phải "
        "{wanted}; không có gì thay đổi. Hạ mức bảo vệ là cho nhiều người xem hơn nên phải được "
        'người khác phê duyệt: namro level-ask "{number}" {wanted} --reason "…".',
        "This document was already imported as programme {number} with level {kept}, not "
        "{wanted}; nothing was changed. Lowering its protection shows it to more people, so "
        'another person must approve it: namro level-ask "{number}" {wanted} --reason "…".',
    ),
    "no_lowering": (
        "Chương trình {number} đang ở mức độ {kept}; lệnh này chỉ nâng mức bảo vệ (public → "
        "internal → restricted), không hạ xuống {wanted}. Không có gì thay đổi. Đề nghị hạ, chờ "
        'người khác phê duyệt: namro level-ask "{number}" {wanted} --reason "…".',
        "Programme {number} has level {kept}; this command only raises protection (public → "
        "internal → restricted) and does not lower it to {wanted}. Nothing was changed. To ask "
        'for it, for another person to approve: namro level-ask "{number}" {wanted} --reason "…".',
    ),
    "level_not_lower": (
        "Mức độ hiện nay ({number}: {kept}) không cao hơn {wanted} nên không có gì để đề nghị hạ. "
        "Nội dung không có mức độ riêng thì theo chương trình; nâng mức bảo vệ thì không cần đề "
        "nghị.",
        "The present level ({number}: {kept}) is not above {wanted}; there is nothing to ask for. "
        "An item without a level of its own has its programme's; raising needs no request.",
    ),
    "level_asked": (
        "Đã có đề nghị hạ mức độ đang chờ phê duyệt cho nội dung này ({number}); hãy rút đề nghị "
        "ấy trước khi đề nghị mức khác.",
        "A request to lower this level waits already ({number}); withdraw it before asking for "
        "another one.",
    ),
    "level_own": (
        "Người đề nghị không được tự phê duyệt hoặc từ chối đề nghị của mình ({number}); cần một "
        "người khác có quyền phê duyệt. Không có gì thay đổi.",
        "Nobody approves or refuses what they asked for themselves ({number}); another person who "
        "may approve is needed. Nothing was changed.",
    ),
    "level_in_place": (
        "Đề nghị hạ mức bảo vệ chương trình {number} và việc phê duyệt do cùng một người thực hiện "
        "hoặc ủy quyền; hãy để người khác, không nhận ủy quyền của người đề nghị, quyết định.",
        "Asking that programme {number} be protected less and approving it would be done by one "
        "person, or in that person's place; let somebody else decide who does not act for them.",
    ),
    "level_moved": (
        "Mức độ đã thay đổi từ khi có đề nghị ({number}: khi ấy {asked}, nay {kept}) nên không phê "
        "duyệt được nữa; hãy từ chối, rồi đề nghị lại nếu cần. Không có gì thay đổi.",
        "The level changed since it was asked ({number}: {asked} then, {kept} now), so it can no "
        "longer be approved; refuse it, and ask again if need be. Nothing was changed.",
    ),
    "level_decided": (
        "Đề nghị này không còn chờ: đã được quyết định hoặc đã rút. Không có gì thay đổi.",
        "This request waits no longer: it was decided or withdrawn. Nothing was changed.",
    ),
    "empty": (
        "Không tìm thấy đề mục, chỉ tiêu hay nhiệm vụ nào trong “{file}”; hãy kiểm tra xem đây "
        "có phải văn bản chương trình, kế hoạch không.",
        "No heading, target or task was found in “{file}”; check that it is the document of a "
        "programme or plan.",
    ),
    "nothing_to_amend": (
        "Chưa có chương trình nào số {number} đã nhập văn bản để sửa đổi, bổ sung; hãy nhập "
        "văn bản này như văn bản mới (không dùng --amend).",
        "No programme with number {number} has a document to amend; import this document as a "
        "new one (without --amend).",
    ),
    "same_document": (
        "Tệp “{file}” chính là văn bản đã nhập của chương trình {number}; không có gì để sửa đổi.",
        "The file “{file}” is the very document that programme {number} was imported from; there "
        "is nothing to amend.",
    ),
    "no_difference": (
        "Văn bản “{file}” không khác gì phiên bản đang có của chương trình {number}; không có gì "
        "để sửa đổi.",
        "“{file}” says the same as the present version of programme {number}; there is nothing "
        "to amend.",
    ),
    "decided": (
        "Đề nghị sửa đổi này đã được quyết định trước đó; không có gì thay đổi.",
        "This amendment was decided before; nothing was changed.",
    ),
    "moved_on": (
        "Chương trình đã có phiên bản khác từ khi trang này được mở; hãy xem lại phần đối chiếu "
        "rồi quyết định.",
        "The programme has another version since this page was opened; look at the comparison "
        "again, then decide.",
    ),
    "not_later": (
        "Ngày có hiệu lực phải sau ngày {day}, ngày phiên bản trước có hiệu lực.",
        "The day it is in force from must be after {day}, when the version before it began.",
    ),
    "no_basis": (
        "Hãy ghi số và ngày của văn bản làm căn cứ sửa đổi, và ngày có hiệu lực.",
        "Give the number and the date of the document that amends it, and the day it is in force "
        "from.",
    ),
    "unkept": (
        "Không lưu được “{file}”: {what}. Không có gì thay đổi; hãy gửi thông báo này cho người "
        "phát triển.",
        "“{file}” could not be kept: {what}. Nothing was changed; please send this message to "
        "the developers.",
    ),
}


class ImportRefused(Refusal[Code]):
    """The import was refused and nothing was changed; `message` says why and what to do."""

    messages = MESSAGES
