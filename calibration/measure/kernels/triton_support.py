"""Whether triton kernels can run here."""

from __future__ import annotations

import functools
import importlib.util
import os


@functools.cache
def available(device: str) -> bool:
    """True where triton is installed and the device is one it compiles for.

    Triton's own interpreter (TRITON_INTERPRET=1) runs kernels on the processor, for checking.
    """
    if importlib.util.find_spec("triton") is None:
        return False
    return device == "cuda" or os.environ.get("TRITON_INTERPRET") == "1"
