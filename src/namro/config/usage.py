"""What is wrong with a command line, in the language of its reader.

Typer and argparse say it in English alone; their sentences are known and few.
"""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

from namro.config import language
from namro.config.language import say

# Of Typer 0.29 and Python 3.11; what is not here is said as it came.
_VIETNAMESE = (
    (r"Missing argument '?(.+?)'?\.(?: Choose from:\s*.+)?", r"Thiếu tham số \1."),
    (r"Missing option '?(.+?)'?\.(?: Choose from:\s*.+)?", r"Thiếu tùy chọn \1."),
    (r"Missing command\.", r"Thiếu tên lệnh."),
    (r"No such option: (\S+?)(?: \(Possible options: .+\))?", r"Không có tùy chọn \1."),
    (r"No such command '(.+)'\.(.*)", r"Không có lệnh “\1”."),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"Thừa tham số: \1."),
    (r"Option '(.+)' requires (?:an argument|\d+ arguments)\.", r"Tùy chọn \1 cần có giá trị."),
    (r"Option '(.+)' does not take a value\.", r"Tùy chọn \1 không nhận giá trị."),
    (
        r"Invalid value for '?(.+?)'?: (?:Value error, )?'(.*)' is not one of (.+)\.",
        r"Giá trị “\2” của \1 không hợp lệ; hãy chọn một trong: \3.",
    ),
    (
        r"Invalid value for '?(.+?)'?: Input should be a valid (?:integer|number)\b.*",
        r"Giá trị của \1 không phải là số.",
    ),
    (r"Invalid value for '?(.+?)'?: (.+)", r"Giá trị của \1 không hợp lệ: \2"),
    # argparse
    (r"unrecognized arguments: (.+)", r"Thừa tham số: \1."),
    (r"argument (\S+): expected one argument", r"Tùy chọn \1 cần có giá trị."),
    (r"argument (\S+): invalid int value: '(.*)'", r"Giá trị “\2” của \1 không phải là số."),
)


def in_vietnamese(sentence: str) -> str:
    """A parser's sentence in Vietnamese, or as it came where it is not known."""
    for pattern, said in _VIETNAMESE:
        found = re.fullmatch(pattern, sentence, re.DOTALL)
        if found:
            return found.expand(said)
    return sentence


def _tell(usage: str, sentence: str, program: str) -> None:
    """The usage line, the sentence, and where to read more, on standard error."""
    if language.of() != "en":
        usage = re.sub(r"^usage:", "Cách dùng:", usage, flags=re.IGNORECASE)
        usage = usage.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND", "LỆNH")
        usage = usage.replace("[ARGS]", "[THAM SỐ]")
        sentence = in_vietnamese(sentence)
    # One line, closed like a sentence.
    sentence = " ".join(sentence.split())
    if sentence[-1:] not in (".", "…", "?", "!"):
        sentence += "."
    more = say(f"“{program} --help” cho biết chi tiết.", f"“{program} --help” tells more.")
    print(f"{usage.strip()}\n{sentence} {more}", file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """argparse whose errors are said in the reader's language; exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        _tell(self.format_usage(), message, self.prog)
        sys.exit(2)


def run(command: Any, arguments: list[str], program: str) -> int:
    """Run a Typer command; what is wrong with its line is said in the reader's language.

    Returns:
        Its exit code: 2 for a line that is wrong, 1 after Ctrl-C at a question.
    """
    import typer
    from typer._click.exceptions import NoArgsIsHelpError, UsageError

    if language.of() != "en":
        _help_in_vietnamese(command)
    try:
        result = command.main(args=arguments, prog_name=program, standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        return error.exit_code
    except UsageError as error:
        context = error.ctx
        path = context.command_path if context else " ".join([program, *_named(command, arguments)])
        line = context.get_usage() if context else f"Usage: {path} [OPTIONS] [ARGS]"
        _tell(line, error.format_message(), path)
        return error.exit_code
    except typer.Abort:
        print(say("Đã hủy.", "Cancelled."), file=sys.stderr)
        return 1
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    return result if isinstance(result, int) else 0


def _help_in_vietnamese(command: Any) -> None:
    """Let Typer frame its help in Vietnamese: titles of panels, marks, the sentence of --help."""
    from typer import rich_utils
    from typer._click import Context

    frame: Any = rich_utils
    frame.ARGUMENTS_PANEL_TITLE = "Tham số"
    frame.OPTIONS_PANEL_TITLE = "Tùy chọn"
    frame.COMMANDS_PANEL_TITLE = "Lệnh"
    frame.DEFAULT_STRING = "[mặc định: {}]"
    frame.REQUIRED_LONG_STRING = "[bắt buộc]"
    for one in (command, *getattr(command, "commands", {}).values()):
        for each in (one, *getattr(one, "commands", {}).values()):
            option = each.get_help_option(Context(each))
            if option is not None:
                option.help = "Hiện hướng dẫn này rồi thoát."


def _named(command: Any, arguments: list[str]) -> list[str]:
    """The command of a group that a line names, if it does."""
    return [name for name in arguments[:1] if name in getattr(command, "commands", ())]
