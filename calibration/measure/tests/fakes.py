"""Stand-ins for a clock, a driver library and experiments."""

from __future__ import annotations

import time

from harness.experiment import Experiment, Measurement
from harness.point import point

FAKE_OUTCOME = dict(repeats=3, time_us_p50=10.0, time_us_p95=11.0, energy_j=0.5, power_w=300.0,
                    sm_clock_mhz=1700.0, mem_clock_mhz=2600.0, temp_c=50.0)


def experiment(name: str = "demo", count: int = 5, measure=None, before_context: bool = False):
    """An experiment of `count` points of one column, each measured at once."""
    def points(tiny):
        return [point(name, 1.0, size=size, before_context=before_context)
                for size in range(count)]

    def at_once(p, bench):
        return Measurement(**FAKE_OUTCOME, info={"impl": "none"})

    return Experiment(name, ("size",), ("impl",), points, measure or at_once)


def sentinel():
    return Experiment("sentinel", ("position",), (), lambda tiny: [],
                      lambda p, bench: Measurement(**FAKE_OUTCOME))


class ManualClock:
    """A clock that moves only when told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class FakeNvmlLibrary:
    """The functions of libnvidia-ml that the wrapper calls, answering from fields."""

    def __init__(self, devices: int = 1, energy_code: int = 0):
        self.devices = devices
        self.energy_code = energy_code
        self.energy_mj = 123456
        self.nvmlErrorString = self._words

    @staticmethod
    def _words(code):
        return {3: b"Not Supported", 2: b"Invalid Argument"}.get(code, b"Unknown Error")

    def nvmlInit_v2(self):
        return 0

    def nvmlDeviceGetCount_v2(self, count):
        count._obj.value = self.devices
        return 0

    def nvmlDeviceGetHandleByIndex_v2(self, index, handle):
        handle._obj.value = 1000 + index.value
        return 0 if index.value < self.devices else 2

    def nvmlDeviceGetHandleByUUID(self, uuid, handle):
        handle._obj.value = 1000
        return 0

    def nvmlSystemGetDriverVersion(self, buffer, length):
        buffer.value = b"580.1"
        return 0

    def nvmlDeviceGetTotalEnergyConsumption(self, handle, value):
        value._obj.value = self.energy_mj
        return self.energy_code

    def nvmlDeviceGetClockInfo(self, handle, kind, value):
        value._obj.value = {1: 1980, 2: 2619}[kind.value]
        return 0

    def nvmlDeviceGetTemperature(self, handle, sensor, value):
        value._obj.value = 41
        return 0

    def nvmlDeviceGetMemoryInfo(self, handle, memory):
        memory._obj.total = 80 * 10 ** 9
        return 0

    def nvmlDeviceGetPowerManagementLimit(self, handle, value):
        value._obj.value = 700000
        return 0

    def nvmlDeviceGetMigMode(self, handle, current, pending):
        current._obj.value = 0
        return 0

    def nvmlDeviceGetComputeRunningProcesses_v3(self, handle, count, infos):
        count._obj.value = 2
        return 7

    def nvmlDeviceGetName(self, handle, buffer, length):
        buffer.value = b"NVIDIA H100 80GB HBM3"
        return 0

    def nvmlDeviceGetUUID(self, handle, buffer, length):
        buffer.value = b"GPU-0123"
        return 0


def drive_kill(folder: str) -> None:
    """Measures slowly into `folder` until somebody kills the process."""
    from pathlib import Path

    from harness.bench import Bench
    from harness.device import HostDevice
    from harness.meter import FakeMeter
    from harness.runner import Runner
    from harness.store import Store

    def slow(p, bench):
        time.sleep(0.02)
        return Measurement(**FAKE_OUTCOME, info={"impl": "none"})

    experiments = [experiment(count=200, measure=slow), sentinel()]
    store = Store(Path(folder), experiments)
    runner = Runner(store, Bench(HostDevice, FakeMeter(), tiny=True), experiments, 1,
                    lambda bench: {}, say=lambda text: None)
    runner.run([p for p in experiments[0].points(True)], 3600.0)


