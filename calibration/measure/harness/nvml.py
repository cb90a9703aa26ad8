"""The few read-only NVML calls that a measurement needs, through ctypes: nothing to install.

Function names, constants and units are those of NVIDIA's nvml.h. Nothing here changes a setting.
"""

from __future__ import annotations

import ctypes

from harness.errors import EXIT_NO_GPU, MeasureError

SUCCESS = 0
INSUFFICIENT_SIZE = 7
CLOCK_SM = 1
CLOCK_MEM = 2
TEMPERATURE_GPU = 0


class NvmlError(Exception):
    """An NVML call that did not succeed: its name and NVML's own words for the code."""


class _Memory(ctypes.Structure):
    _fields_ = [("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong),
                ("used", ctypes.c_ulonglong)]


def load_library():
    """The driver's NVML library."""
    try:
        return ctypes.CDLL("libnvidia-ml.so.1")
    except OSError as error:
        raise MeasureError(
            "no NVIDIA GPU: the driver's libnvidia-ml.so.1 cannot be loaded; run on a machine "
            "with a GPU, or try --plan or --self-test", EXIT_NO_GPU) from error


class Nvml:
    """NVML, initialised. `library` is a loaded libnvidia-ml or an object with its functions."""

    def __init__(self, library):
        self._library = library
        self._call("nvmlInit_v2")

    def device_count(self) -> int:
        return self._read("nvmlDeviceGetCount_v2", ctypes.c_uint)

    def driver_version(self) -> str:
        buffer = ctypes.create_string_buffer(96)
        self._call("nvmlSystemGetDriverVersion", buffer, ctypes.c_uint(len(buffer)))
        return buffer.value.decode()

    def device(self, index: int) -> "NvmlDevice":
        handle = ctypes.c_void_p()
        self._call("nvmlDeviceGetHandleByIndex_v2", ctypes.c_uint(index), ctypes.byref(handle))
        return NvmlDevice(self, handle)

    def device_by_uuid(self, uuid: str) -> "NvmlDevice":
        handle = ctypes.c_void_p()
        self._call("nvmlDeviceGetHandleByUUID", uuid.encode(), ctypes.byref(handle))
        return NvmlDevice(self, handle)

    def _call(self, name: str, *arguments) -> None:
        code = self._code(name, *arguments)
        if code != SUCCESS:
            raise NvmlError(f"{name}: {self._words(code)}")

    def _code(self, name: str, *arguments) -> int:
        try:
            function = getattr(self._library, name)
        except AttributeError as error:
            raise NvmlError(f"{name}: this driver does not have it") from error
        return function(*arguments)

    def _read(self, name: str, kind, *arguments):
        value = kind()
        self._call(name, *arguments, ctypes.byref(value))
        return value.value

    def _words(self, code: int) -> str:
        try:
            function = self._library.nvmlErrorString
            function.restype = ctypes.c_char_p
            return function(code).decode()
        except AttributeError:
            return f"error {code}"


class NvmlDevice:
    """One GPU. Methods are named after what they return, with the unit as suffix."""

    def __init__(self, nvml: Nvml, handle):
        self._nvml = nvml
        self._handle = handle

    def energy_mj(self) -> int:
        """Energy since the driver was loaded: a counter that steps every 20 to 100 ms."""
        return self._read("nvmlDeviceGetTotalEnergyConsumption", ctypes.c_ulonglong)

    def sm_clock_mhz(self) -> int:
        return self._read("nvmlDeviceGetClockInfo", ctypes.c_uint, ctypes.c_int(CLOCK_SM))

    def mem_clock_mhz(self) -> int:
        return self._read("nvmlDeviceGetClockInfo", ctypes.c_uint, ctypes.c_int(CLOCK_MEM))

    def max_sm_clock_mhz(self) -> int:
        return self._read("nvmlDeviceGetMaxClockInfo", ctypes.c_uint, ctypes.c_int(CLOCK_SM))

    def max_mem_clock_mhz(self) -> int:
        return self._read("nvmlDeviceGetMaxClockInfo", ctypes.c_uint, ctypes.c_int(CLOCK_MEM))

    def temperature_c(self) -> int:
        return self._read("nvmlDeviceGetTemperature", ctypes.c_uint,
                          ctypes.c_int(TEMPERATURE_GPU))

    def power_limit_w(self) -> float:
        return self._read("nvmlDeviceGetPowerManagementLimit", ctypes.c_uint) / 1000

    def default_power_limit_w(self) -> float:
        return self._read("nvmlDeviceGetPowerManagementDefaultLimit", ctypes.c_uint) / 1000

    def enforced_power_limit_w(self) -> float:
        return self._read("nvmlDeviceGetEnforcedPowerLimit", ctypes.c_uint) / 1000

    def persistence_mode(self) -> bool:
        return bool(self._read("nvmlDeviceGetPersistenceMode", ctypes.c_int))

    def memory_total_bytes(self) -> int:
        memory = _Memory()
        self._nvml._call("nvmlDeviceGetMemoryInfo", self._handle, ctypes.byref(memory))
        return memory.total

    def mig_enabled(self) -> bool:
        current, pending = ctypes.c_uint(), ctypes.c_uint()
        self._nvml._call("nvmlDeviceGetMigMode", self._handle, ctypes.byref(current),
                         ctypes.byref(pending))
        return bool(current.value)

    def compute_processes(self) -> int:
        """How many processes hold a context on the GPU, as far as this one may see."""
        name = "nvmlDeviceGetComputeRunningProcesses_v3"
        count = ctypes.c_uint(0)
        code = self._nvml._code(name, self._handle, ctypes.byref(count), None)
        if code not in (SUCCESS, INSUFFICIENT_SIZE):
            raise NvmlError(f"{name}: {self._nvml._words(code)}")
        return count.value

    def name(self) -> str:
        return self._text("nvmlDeviceGetName")

    def uuid(self) -> str:
        return self._text("nvmlDeviceGetUUID")

    def _text(self, name: str) -> str:
        buffer = ctypes.create_string_buffer(96)
        self._nvml._call(name, self._handle, buffer, ctypes.c_uint(len(buffer)))
        return buffer.value.decode()

    def _read(self, name: str, kind, *arguments):
        return self._nvml._read(name, kind, self._handle, *arguments)
