import unittest

from harness import gpu
from harness.errors import EXIT_NO_GPU, EXIT_USAGE, MeasureError
from harness.meter import DeviceState, NvmlMeter
from harness.nvml import Nvml, NvmlError

from tests.fakes import FakeNvmlLibrary


class NvmlTest(unittest.TestCase):
    def setUp(self):
        self.library = FakeNvmlLibrary()
        self.device = Nvml(self.library).device(0)

    def test_units(self):
        self.assertEqual(self.device.energy_mj(), 123456)
        self.assertEqual(self.device.power_limit_w(), 700.0)
        self.assertEqual(self.device.memory_total_bytes(), 80 * 10 ** 9)
        self.assertEqual(self.device.name(), "NVIDIA H100 80GB HBM3")
        self.assertEqual(self.device.compute_processes(), 2)

    def test_the_meter_reads_joule_and_state(self):
        meter = NvmlMeter(self.device)
        self.assertEqual(meter.energy_j(), 123.456)
        self.assertEqual(meter.state(), DeviceState(1980, 2619, 41))

    def test_what_a_driver_lacks_is_null_in_its_description(self):
        facts = NvmlMeter(self.device).describe()
        self.assertEqual(facts["gpu"], "NVIDIA H100 80GB HBM3")
        self.assertIsNone(facts["persistence_mode"])

    def test_errors_carry_the_words_of_nvml(self):
        self.library.energy_code = 3
        with self.assertRaisesRegex(NvmlError, "TotalEnergyConsumption: Not Supported"):
            self.device.energy_mj()
        with self.assertRaisesRegex(NvmlError, "Invalid Argument"):
            Nvml(self.library).device(5)


class OpenGpuTest(unittest.TestCase):
    def open(self, library, index=None, environment=None):
        original, gpu.load_library = gpu.load_library, lambda: library
        self.addCleanup(setattr, gpu, "load_library", original)
        self.environment = {} if environment is None else environment
        return gpu.open_gpu(index, self.environment)

    def assert_refused(self, code, library, *arguments):
        with self.assertRaises(MeasureError) as caught:
            self.open(library, *arguments)
        self.assertEqual(caught.exception.exit_code, code)
        self.assertNotIn("\n", str(caught.exception))

    def test_the_only_gpu_leaves_the_environment_alone(self):
        _, driver = self.open(FakeNvmlLibrary())
        self.assertEqual((driver, self.environment), ("580.1", {}))

    def test_of_several_torch_sees_the_chosen_one(self):
        self.open(FakeNvmlLibrary(devices=4), 2)
        self.assertEqual(self.environment, {"CUDA_VISIBLE_DEVICES": "GPU-0123"})

    def test_a_choice_already_made_is_kept(self):
        self.open(FakeNvmlLibrary(devices=4), None, {"CUDA_VISIBLE_DEVICES": "1,2"})
        self.open(FakeNvmlLibrary(devices=4), None, {"CUDA_VISIBLE_DEVICES": "GPU-0123"})

    def test_what_cannot_be_measured_is_refused(self):
        self.assert_refused(EXIT_NO_GPU, FakeNvmlLibrary(devices=0))
        self.assert_refused(EXIT_NO_GPU, FakeNvmlLibrary(energy_code=3))
        self.assert_refused(EXIT_USAGE, FakeNvmlLibrary(), 1)
        self.assert_refused(EXIT_USAGE, FakeNvmlLibrary(), None,
                            {"CUDA_VISIBLE_DEVICES": "MIG-1"})
        self.assert_refused(EXIT_USAGE, FakeNvmlLibrary(), None, {"CUDA_VISIBLE_DEVICES": ""})


if __name__ == "__main__":
    unittest.main()
