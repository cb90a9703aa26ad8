"""Finds the GPU to measure and makes sure that NVML and torch speak of the same one."""

from __future__ import annotations

import os

from harness.device import CudaDevice
from harness.errors import EXIT_NO_GPU, EXIT_USAGE, MeasureError, first_line
from harness.meter import NvmlMeter
from harness.nvml import Nvml, NvmlDevice, NvmlError, load_library

# scaled_dot_product_attention takes grouped queries (enable_gqa) from this version on.
OLDEST_TORCH = (2, 5)


def open_gpu(index: int | None, environment=os.environ) -> tuple[NvmlMeter, str]:
    """A meter on the chosen GPU and the driver's version; creates no CUDA context.

    `index` counts as nvidia-smi does. Without it the first of CUDA_VISIBLE_DEVICES is taken, or
    else GPU 0. Ends with exit code 3 where there is no GPU, no energy counter or no torch.
    """
    library = load_library()
    try:
        nvml = Nvml(library)
        count = nvml.device_count()
        if count == 0:
            raise MeasureError("no NVIDIA GPU: the driver shows none; run on a machine with one",
                               EXIT_NO_GPU)
        device = _choose(nvml, count, index, environment.get("CUDA_VISIBLE_DEVICES"))
        _require_energy_counter(device)
        if count > 1:
            # torch numbers GPUs its own way: let it see this one only. It reads the variable
            # when CUDA starts, which is later.
            environment["CUDA_VISIBLE_DEVICES"] = device.uuid()
        driver = nvml.driver_version()
    except NvmlError as error:
        raise MeasureError(f"the GPU cannot be read through NVML ({error}); see whether "
                           f"`nvidia-smi` works", EXIT_NO_GPU) from error
    return NvmlMeter(device), driver


def require_torch() -> None:
    """Ends with exit code 3 unless a torch that can use the GPU is installed."""
    try:
        import torch
    except ImportError as error:
        raise MeasureError("torch is not installed: `pip install torch`, then try again",
                           EXIT_NO_GPU) from error
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if version < OLDEST_TORCH:
        raise MeasureError(f"torch {torch.__version__} is too old: install 2.5 or newer",
                           EXIT_NO_GPU)
    if not torch.cuda.is_available():
        raise MeasureError(f"torch {torch.__version__} cannot use the GPU: install a CUDA build "
                           f"that the driver supports", EXIT_NO_GPU)


def software() -> dict:
    """The software side of machine.json."""
    import platform

    facts = {"python": platform.python_version(), "torch": None, "cuda": None, "triton": None}
    try:
        import torch
        facts["torch"], facts["cuda"] = torch.__version__, torch.version.cuda
        import triton
        facts["triton"] = triton.__version__
    except ImportError:
        pass
    return facts


def describe(meter, driver: str | None):
    """A function from a bench to the facts in machine.json, as a run's end writes them."""
    at_start = meter.describe()

    def facts(bench) -> dict:
        device = bench.device.describe() if bench.has_device else {}
        return {**at_start, **device, "driver": driver, **software()}

    return facts


def make_device() -> CudaDevice:
    """The CUDA device; the first call creates the context."""
    try:
        return CudaDevice()
    except RuntimeError as error:
        raise MeasureError(f"CUDA does not start ({first_line(error)}); see whether "
                           f"another program holds the GPU", EXIT_NO_GPU) from error


def _choose(nvml: Nvml, count: int, index: int | None, visible: str | None) -> NvmlDevice:
    if index is not None:
        if not 0 <= index < count:
            raise MeasureError(f"--gpu {index}: there are {count} GPUs, numbered from 0",
                               EXIT_USAGE)
        return nvml.device(index)
    first = ("0" if visible is None else visible).split(",")[0].strip()
    if first.isdigit() and int(first) < count:
        return nvml.device(int(first))
    if first.startswith("GPU-"):
        return nvml.device_by_uuid(first)
    raise MeasureError(f"CUDA_VISIBLE_DEVICES is {visible!r}, which names no whole GPU here; "
                       f"choose one with --gpu", EXIT_USAGE)


def _require_energy_counter(device: NvmlDevice) -> None:
    try:
        device.energy_mj()
    except NvmlError as error:
        raise MeasureError(f"this GPU has no energy counter ({error}); it takes a Volta or newer "
                           f"and no MIG slice", EXIT_NO_GPU) from error
    try:
        sliced = device.mig_enabled()
    except NvmlError:
        return
    if sliced:
        raise MeasureError("this GPU is cut into MIG slices, whose energy cannot be told apart; "
                           "measure a whole GPU", EXIT_NO_GPU)
