import json
import multiprocessing
import os
import signal
import tempfile
import time
import unittest
from pathlib import Path

from harness import drift
from harness.bench import Bench
from harness.device import HostDevice
from harness.errors import EXIT_CANNOT_WRITE, MeasureError, Unsupported
from harness.experiment import Measurement, SideFile
from harness.meter import FakeMeter
from harness.runner import Runner
from harness.store import Store

from tests import fakes


class RunnerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_points(self, experiment, budget_s=3600.0, clock=time.monotonic, make=HostDevice):
        experiments = [experiment, fakes.sentinel()]
        store = Store(self.folder, experiments)
        bench = Bench(make, FakeMeter(), tiny=True)
        runner = Runner(store, bench, experiments, 1, lambda bench: {"gpu": "fake"},
                        say=lambda text: None, clock=clock)
        missing = [p for p in experiment.points(True) if not store.is_done(p)]
        return store, runner.run(missing, budget_s)

    def lines(self, name="demo.csv"):
        return (self.folder / name).read_text().splitlines()

    def test_a_run_writes_rows_sentinels_and_machine(self):
        store, report = self.run_points(fakes.experiment())
        self.assertEqual((report.measured, report.skipped, report.failed), (5, [], 0))
        self.assertEqual(len(self.lines()), 6)
        self.assertEqual([r["position"] for r in store.rows("sentinel")],
                         ["start", "middle", "end"])
        machine = json.loads((self.folder / "machine.json").read_text())
        self.assertEqual(machine["gpu"], "fake")
        self.assertEqual(machine["runs"][0]["drift"]["power_percent"], 0.0)

    def test_what_cannot_be_measured_is_listed_with_its_reason(self):
        def measure(p, bench):
            if p["size"] == 1:
                raise Unsupported("no such kernel, here")
            if p["size"] == 2:
                raise RuntimeError("CUDA out of memory\nmore words")
            return Measurement(**fakes.FAKE_OUTCOME, info={"impl": "none"})

        _, report = self.run_points(fakes.experiment(measure=measure))
        self.assertEqual((report.measured, len(report.skipped), report.failed), (3, 2, 1))
        self.assertIn("demo,1,size=1,no such kernel; here", self.lines("skipped.csv"))
        self.assertIn("demo,1,size=2,RuntimeError: CUDA out of memory", self.lines("skipped.csv"))

    def test_a_lost_context_breaks_the_run_off(self):
        class Lost(HostDevice):
            def works(self):
                return False

        def measure(p, bench):
            bench.device.synchronize()
            raise RuntimeError("an illegal memory access was encountered")

        with self.assertRaisesRegex(MeasureError, "context is lost"):
            self.run_points(fakes.experiment(measure=measure), make=Lost)
        self.assertTrue((self.folder / "machine.json").exists())

    def test_the_time_is_kept_and_the_end_sentinel_fits(self):
        clock = fakes.ManualClock()

        def measure(p, bench):
            clock.now += p.seconds
            return Measurement(**fakes.FAKE_OUTCOME, info={"impl": "none"})

        experiment = fakes.experiment(count=20, measure=measure)
        store, report = self.run_points(experiment, 30.0, clock)
        self.assertLessEqual(clock.now, 30.0)
        self.assertEqual(report.measured + report.out_of_time, 20)
        self.assertEqual(store.rows("sentinel")[-1]["position"], "end")
        self.run_points(experiment, 3600.0, clock)
        self.assertEqual(len(set(self.lines())), 21)

    def test_killed_and_resumed_leaves_no_gap_and_no_double(self):
        child = multiprocessing.get_context("spawn").Process(target=fakes.drive_kill,
                                                             args=(str(self.folder),))
        child.start()
        path = self.folder / "demo.csv"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (
                path.exists() and len(path.read_text().splitlines()) > 5):
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        before = len(self.lines())
        self.assertGreater(before, 5)
        self.assertLess(before, 201)
        _, report = self.run_points(fakes.experiment(count=200))
        self.assertLess(report.measured, 200)
        keys = [line.split(",")[2] for line in self.lines()[1:]]
        self.assertCountEqual(keys, [str(n) for n in range(200)])

    def test_a_folder_that_cannot_be_is_one_sentence(self):
        taken = self.folder / "taken"
        taken.write_text("")
        for folder in (taken, taken / "below"):
            with self.assertRaises(MeasureError) as caught:
                Store(folder, [fakes.sentinel()])
            self.assertEqual(caught.exception.exit_code, EXIT_CANNOT_WRITE)

    def test_a_foreign_machine_file_is_refused(self):
        for text in ("{", "[]", '{"runs": [{}]}', '{"runs": [{"run": "x"}]}'):
            (self.folder / "machine.json").write_text(text)
            with self.assertRaisesRegex(MeasureError, "machine.json: cannot be read"):
                Store(self.folder, [fakes.sentinel()]).next_run()

    def test_side_rows_of_an_unfinished_point_are_dropped(self):
        outcome = Measurement(**fakes.FAKE_OUTCOME, info={"impl": "none"},
                              side_rows=((0, 0.5), (1, 0.6)))
        plain = fakes.experiment(count=2, measure=lambda p, bench: outcome)
        experiment = type(plain)(plain.name, plain.keys, plain.info, plain.points, plain.measure,
                                 SideFile("demo_rows", ("request", "ttft_s")))
        self.run_points(experiment)
        self.assertEqual(len(self.lines("demo_rows.csv")), 5)
        path = self.folder / "demo.csv"
        path.write_text("\n".join(self.lines()[:2]) + "\n")
        Store(self.folder, [experiment, fakes.sentinel()])
        self.assertEqual(len(self.lines("demo_rows.csv")), 3)


class DriftTest(unittest.TestCase):
    def test_spread_is_relative_to_the_first(self):
        rows = [{"power_w": "500", "time_us_p50": "100"}, {"power_w": "510", "time_us_p50": "99"}]
        self.assertEqual(drift.sentinel_drift(rows),
                         {"sentinels": 2, "power_percent": 2.0, "time_percent": 1.0})
        self.assertIsNone(drift.sentinel_drift(rows[:1]))

    def test_repeatability(self):
        pair = ({"power_w": "100", "time_us_p50": "10"}, {"power_w": "103", "time_us_p50": "9"})
        report = drift.repeatability([pair])
        self.assertEqual((report["power_max_percent"], report["time_median_percent"]), (3.0, 10.0))
        self.assertIsNone(drift.repeatability([]))


if __name__ == "__main__":
    unittest.main()
