import time
import unittest

from harness import recorder
from harness.bench import Bench, Pace, batch_size
from harness.device import HostDevice
from harness.errors import MeasureError
from harness.meter import DeviceState, FakeMeter
from harness.percentile import percentile
from harness.recorder import Recorder, between_steps

PACE = Pace(window_s=0.1, warm_up_s=0.005, lead_s=0.01, batch_s=0.002)


class StillMeter:
    """A counter that never moves."""

    def energy_j(self):
        return 1.0

    def state(self):
        return DeviceState(1.0, 1.0, 1.0)


class BrokenMeter(StillMeter):
    def energy_j(self):
        raise OSError("the driver went away")


class BetweenStepsTest(unittest.TestCase):
    def test_energy_and_time_are_taken_from_step_to_step(self):
        self.assertEqual(between_steps([(1.0, 50.0), (1.5, 60.0), (3.0, 650.0)]), (600.0, 2.0))

    def test_what_is_no_window_is_refused(self):
        for steps in ([], [(1.0, 1.0)], [(2.0, 1.0), (1.0, 2.0)], [(1.0, 2.0), (2.0, 1.0)]):
            with self.assertRaises(ValueError):
                between_steps(steps)


class RecorderTest(unittest.TestCase):
    def test_power_comes_out_though_the_counter_is_coarse(self):
        with Recorder(FakeMeter(step_s=0.02)) as found:
            while found.span_s() < 0.2:
                time.sleep(0.003)
        joule, seconds = found.energy()
        self.assertGreaterEqual(seconds, 0.2)
        self.assertAlmostEqual(joule / seconds, FakeMeter.POWER_W, delta=0.3 * FakeMeter.POWER_W)
        self.assertEqual(found.mean_state(), DeviceState(1500.0, 2500.0, 40.0))

    def test_steps_of_the_lead_do_not_count(self):
        began = time.perf_counter()
        with Recorder(FakeMeter(step_s=0.005), lead_s=0.1) as found:
            first = found.wait_for_step()
        self.assertGreaterEqual(first - began, 0.1)

    def test_a_counter_that_stands_still_ends_the_run(self):
        stall, recorder.STALL_S = recorder.STALL_S, 0.05
        self.addCleanup(setattr, recorder, "STALL_S", stall)
        with self.assertRaisesRegex(MeasureError, "has not moved"):
            with Recorder(StillMeter()) as found:
                found.wait_for_step()

    def test_a_meter_that_fails_ends_the_run(self):
        with self.assertRaisesRegex(MeasureError, "the driver went away"):
            with Recorder(BrokenMeter()) as found:
                found.wait_for_step()


class SteadyTest(unittest.TestCase):
    def setUp(self):
        self.bench = Bench(HostDevice, FakeMeter(), PACE, say=lambda text: None)

    def test_energy_of_a_launch_is_power_times_its_time(self):
        outcome = self.bench.steady(lambda: time.sleep(0.004))
        self.assertGreaterEqual(outcome.time_us_p50, 4000)
        self.assertGreaterEqual(outcome.time_us_p95, outcome.time_us_p50)
        self.assertAlmostEqual(outcome.power_w, FakeMeter.POWER_W, delta=0.3 * FakeMeter.POWER_W)
        launch_s = outcome.energy_j / outcome.power_w
        self.assertGreaterEqual(launch_s, 0.004)
        self.assertGreaterEqual(launch_s * outcome.repeats, PACE.window_s)

    def test_own_times_replace_the_samples(self):
        busy = []

        def launch():
            time.sleep(0.004)
            busy.append(123.0)

        outcome = self.bench.steady(launch, capture=False, busy_us=busy)
        self.assertEqual((outcome.time_us_p50, outcome.time_us_p95), (123.0, 123.0))

    def test_still_is_one_window(self):
        outcome = self.bench.still(0.0)
        self.assertEqual(outcome.repeats, 1)
        self.assertGreaterEqual(outcome.time_us_p50, PACE.window_s * 1e6)
        self.assertAlmostEqual(outcome.energy_j, outcome.power_w * outcome.time_us_p50 / 1e6,
                               places=6)


class StatisticsTest(unittest.TestCase):
    def test_percentiles_are_interpolated(self):
        self.assertEqual(percentile([4.0, 1.0, 3.0, 2.0], 0.5), 2.5)
        self.assertAlmostEqual(percentile([0.0, 10.0], 0.95), 9.5)
        self.assertEqual(percentile([7.0], 0.95), 7.0)
        with self.assertRaises(ValueError):
            percentile([], 0.5)

    def test_batches_are_multiples_of_the_rotation(self):
        self.assertEqual(batch_size(0.001, 0.002, 1), 2)
        self.assertEqual(batch_size(0.001, 0.002, 7), 7)
        self.assertEqual(batch_size(0.0001, 0.002, 7), 21)
        self.assertEqual(batch_size(5.0, 0.002, 3), 3)
        self.assertEqual(batch_size(1e-9, 0.002, 1), 2048)


if __name__ == "__main__":
    unittest.main()
