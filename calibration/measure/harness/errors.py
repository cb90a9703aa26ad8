"""Exit codes, and the two ways in which a measurement can fail."""

EXIT_OK = 0
EXIT_BROKEN_OFF = 1
EXIT_USAGE = 2
EXIT_NO_GPU = 3
EXIT_CANNOT_WRITE = 4
EXIT_INTERRUPTED = 130


class MeasureError(Exception):
    """Ends the program with one sentence (what, why, what to try) and an exit code."""

    def __init__(self, message: str, exit_code: int):
        super().__init__(message)
        self.exit_code = exit_code


class Unsupported(Exception):
    """This machine's chip or torch cannot run one point: the point is skipped, with the reason."""


def first_line(fault: BaseException, most: int = 200) -> str:
    """The start of a fault's message, or its type's name where it has none."""
    text = str(fault).strip()
    return text.splitlines()[0][:most] if text else type(fault).__name__
