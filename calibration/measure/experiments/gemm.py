"""Dense matrix products over the shapes of three models, in 16 and 32 bits."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, LLAMA_70B_QUARTER, QWEN3_32B_HALF, TINY_DECODER

NAME = "gemm"
ROWS = tuple(2 ** power for power in range(14))
FEW_ROWS = (1, 16, 128, 1024, 8192)
# The head sees one row per sequence, never a whole prompt.
HEAD_ROWS = 1024
# bytes per element; tf32 stores 32 bits and computes on 19 of them.
BYTES = {"bf16": 2, "fp16": 2, "fp32": 4, "tf32": 4}
KEYS = ("model", "linear", "dtype", "data", "m", "n", "k")


def points(tiny: bool) -> list[Point]:
    if tiny:
        return _grid(TINY_DECODER, ("bf16", "fp32", "tf32"), (1, 4), 1)
    zeros = [_point(LLAMA_8B, "gate_up", 28672, 4096, "bf16", "zeros", m, 2)
             for m in (1, 128, 1024, 8192)]
    return (_grid(LLAMA_8B, ("bf16",), ROWS, 1) + _grid(LLAMA_70B_QUARTER, ("bf16",), ROWS, 2)
            + _grid(QWEN3_32B_HALF, ("bf16",), ROWS, 2)
            + _grid(LLAMA_8B, ("fp16", "fp32", "tf32"), FEW_ROWS, 2) + zeros)


def measure(point: Point, bench) -> Measurement:
    """x [m,k] times the transpose of a weight [n,k], the weight from memory each time."""
    import torch
    from kernels.tensors import buffers_needed, cycled, fill_normal

    dtype = {"bf16": torch.bfloat16, "fp16": torch.float16}.get(point["dtype"], torch.float32)
    m, n, k = point["m"], point["n"], point["k"]
    device = bench.device.kind
    count = buffers_needed(n * k * BYTES[point["dtype"]], bench.device.l2_bytes)
    x = torch.zeros((m, k), dtype=dtype, device=device)
    weights = [torch.zeros((n, k), dtype=dtype, device=device) for _ in range(count)]
    if point["data"] == "random":
        for tensor in [x] + weights:
            fill_normal(tensor)
    out = torch.empty((m, n), dtype=dtype, device=device)
    following = cycled(weights)
    before = torch.backends.cuda.matmul.allow_tf32
    torch.backends.cuda.matmul.allow_tf32 = point["dtype"] == "tf32"
    try:
        return bench.steady(lambda: torch.mm(x, following().t(), out=out), rotation=count)
    finally:
        torch.backends.cuda.matmul.allow_tf32 = before


def _grid(shape, dtypes, rows, priority: int) -> list[Point]:
    return [_point(shape, linear, n, k, dtype, "random", m, priority)
            for dtype in dtypes for linear, n, k in shape.linears for m in rows
            if linear != "head" or m <= HEAD_ROWS]


def _point(shape, linear, n, k, dtype, data, m, priority) -> Point:
    memory = BYTES[dtype] * (m * k + 2 * n * k + m * n) + (400 << 20)
    return point(NAME, 0.2, priority, memory, model=shape.name, linear=linear, dtype=dtype,
                 data=data, m=m, n=n, k=k)


EXPERIMENT = Experiment(NAME, KEYS, (), points, measure)
