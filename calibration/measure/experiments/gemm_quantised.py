"""Products in 8 bits, products with 8 or 4-bit weights, and passes that quantise activations."""

from __future__ import annotations

from harness.experiment import Experiment, Measurement
from harness.point import Point, point
from kernels.shapes import LLAMA_8B, LLAMA_70B_QUARTER, QWEN3_32B_HALF, TINY_DECODER

NAME = "gemm_quantised"
PRODUCTS = ("fp8_tensor", "fp8_row", "int8", "int8_weight_only", "int4_weight_only")
PASSES = ("fp8_quantise", "int8_quantise")
ROWS = (1, 16, 128, 1024, 8192)
FEW_ROWS = (1, 128, 8192)
# A weight's bytes per element, for the number of buffers that outgrow the cache.
WEIGHT_BYTES = {"int4_weight_only": 0.5}


def points(tiny: bool) -> list[Point]:
    if tiny:
        return _grid(TINY_DECODER, PRODUCTS, (1, 32), 1, ("o",)) + \
            _grid(TINY_DECODER, PASSES, (32,), 1, ("o",))
    layer = tuple(name for name, _, _ in LLAMA_8B.layer_linears)
    others = [p for shape in (LLAMA_70B_QUARTER, QWEN3_32B_HALF)
              for p in _grid(shape, ("fp8_tensor", "int4_weight_only"), FEW_ROWS, 3,
                             ("gate_up", "down"))]
    return (_grid(LLAMA_8B, PRODUCTS, ROWS, 1, layer)
            + _grid(LLAMA_8B, PASSES, ROWS[2:], 2, ("gate_up", "down")) + others)


def measure(point: Point, bench) -> Measurement:
    """The fastest right way that this torch offers; `impl` says which it was."""
    from kernels.choice import fastest
    from kernels.tensors import buffers_needed, cycled

    m, n, k, device = point["m"], point["n"], point["k"], bench.device.kind
    if point["format"] in PASSES:
        nbytes = m * k * 2
    else:
        nbytes = int(n * k * WEIGHT_BYTES.get(point["format"], 1))
    count = buffers_needed(nbytes, bench.device.l2_bytes)
    product = _make(point["format"], m, n, k, count, device)
    impl = fastest([(name, _lazy(way)) for name, way in product.ways.items()],
                   product.reference, product.tolerance, bench)
    way = product.ways[impl]
    del product  # its reference is large
    following = cycled([way(number) for number in range(count)])
    return bench.steady(lambda: following()(), rotation=count, info={"impl": impl})


def _make(name: str, m: int, n: int, k: int, count: int, device: str):
    import torch
    from kernels import formats

    if name in PASSES:
        dtype, largest = ((torch.float8_e4m3fn, formats.FP8_MAX) if name == "fp8_quantise"
                          else (torch.int8, formats.INT8_MAX))
        return formats.quantise_pass(m, k, count, device, dtype, largest)
    if name in ("fp8_tensor", "fp8_row"):
        return formats.fp8(m, n, k, count, device, per_row=name == "fp8_row")
    return getattr(formats, name)(m, n, k, count, device)


def _lazy(way):
    """The launch for buffer 0, prepared when first called: preparing may be what fails."""
    prepared = []

    def launch():
        if not prepared:
            prepared.append(way(0))
        return prepared[0]()

    return launch


def _grid(shape, formats, rows, priority: int, linears) -> list[Point]:
    found = []
    for name in formats:
        for linear, n, k in shape.layer_linears:
            if linear in linears:
                found += [_point(shape, linear, name, m, n, k, priority) for m in rows]
    return found


def _point(shape, linear, name, m, n, k, priority) -> Point:
    # Weights in 32 bits while they are made, the result and its reference in 32 bits.
    memory = 12 * n * k + 12 * m * n + 8 * m * k + (400 << 20)
    return point(NAME, 0.5, priority, memory, model=shape.name, linear=linear, format=name,
                 m=m, n=n, k=k)


EXPERIMENT = Experiment(NAME, ("model", "linear", "format", "m", "n", "k"), ("impl",),
                        points, measure)
