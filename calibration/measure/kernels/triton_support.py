"""Whether triton kernels can run here."""

from __future__ import annotations

import functools
import importlib.util
import os


@functools.cache
def available(device: str) -> bool:
    """True where triton is installed and a first kernel compiles and runs on the device.

    Triton's own interpreter (TRITON_INTERPRET=1) runs kernels on the processor, for checking.
    """
    if importlib.util.find_spec("triton") is None:
        return False
    if device != "cuda" and os.environ.get("TRITON_INTERPRET") != "1":
        return False
    try:
        import torch
        from kernels import triton_rows

        ones = torch.ones((1, 32), dtype=torch.float32, device=device)
        return bool(triton_rows.gate(ones).sum().item() > 0)
    except Exception:  # no compiler on the machine, a chip it does not know: many kinds
        return False
