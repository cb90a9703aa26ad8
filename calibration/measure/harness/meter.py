"""What a window reads: an energy counter, clocks and a temperature; from NVML, or made up."""

from __future__ import annotations

import time
from dataclasses import dataclass

from harness.nvml import NvmlDevice, NvmlError


@dataclass(frozen=True)
class DeviceState:
    """SM and memory clocks in MHz and the GPU's temperature in degrees Celsius, at one moment."""

    sm_clock_mhz: float
    mem_clock_mhz: float
    temp_c: float


class NvmlMeter:
    """Reads one GPU through NVML."""

    def __init__(self, device: NvmlDevice):
        self._device = device

    def energy_j(self) -> float:
        return self._device.energy_mj() / 1000

    def state(self) -> DeviceState:
        return DeviceState(self._device.sm_clock_mhz(), self._device.mem_clock_mhz(),
                           self._device.temperature_c())

    def describe(self) -> dict:
        """The GPU's side of machine.json; null where the driver does not say."""
        device = self._device
        facts = {
            "gpu": device.name,
            "memory_total_bytes": device.memory_total_bytes,
            "max_sm_clock_mhz": device.max_sm_clock_mhz,
            "max_mem_clock_mhz": device.max_mem_clock_mhz,
            "power_limit_w": device.power_limit_w,
            "power_limit_default_w": device.default_power_limit_w,
            "power_limit_enforced_w": device.enforced_power_limit_w,
            "persistence_mode": device.persistence_mode,
            "compute_processes_at_start": device.compute_processes,
        }
        return {name: _or_none(read) for name, read in facts.items()}


class FakeMeter:
    """A pretended GPU of constant power whose counter steps as a real one does. For self-tests.

    `step_s` is the counter's period; `clock` gives seconds.
    """

    POWER_W = 250.0

    def __init__(self, step_s: float = 0.005, clock=time.perf_counter):
        self._step_s = step_s
        self._clock = clock

    def energy_j(self) -> float:
        steps = int(self._clock() / self._step_s)
        return round(steps * self._step_s * self.POWER_W, 3)

    def state(self) -> DeviceState:
        return DeviceState(1500.0, 2500.0, 40.0)

    def describe(self) -> dict:
        return {"gpu": "fake meter", "memory_total_bytes": 80 * 10 ** 9, "power_limit_w": 300.0,
                "compute_processes_at_start": 0}


def _or_none(read):
    try:
        return read()
    except NvmlError:
        return None
