import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import measure as program
from harness import gpu
from harness.device import HostDevice
from harness.errors import EXIT_NO_GPU, EXIT_USAGE
from harness.meter import FakeMeter

from tests import fakes

PROGRAM = Path(__file__).resolve().parent.parent / "measure.py"


def measure(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(PROGRAM), *arguments], capture_output=True,
                          text=True, timeout=60)


class CommandTest(unittest.TestCase):
    def assert_one_line(self, done, code):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("measure: "))

    def test_plan_sums_up(self):
        done = measure("--plan")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sum: ", done.stdout.splitlines()[-1])
        short = measure("--plan", "--minutes", "5", "--only", "gemm,idle")
        self.assertIn("dropped to fit 5 minutes: gemm ", short.stdout)
        self.assertNotIn("sampler", short.stdout)

    def test_plan_needs_no_torch(self):
        code = ("import sys; sys.modules['torch'] = None; sys.argv[0] = 'measure.py'; "
                "import measure; sys.exit(measure.main(['--plan']))")
        done = subprocess.run([sys.executable, "-c", code], cwd=PROGRAM.parent,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_bad_input_is_one_line_and_exit_code_2(self):
        self.assert_one_line(measure(), EXIT_USAGE)
        self.assert_one_line(measure("--plan", "--only", "gem"), EXIT_USAGE)
        self.assert_one_line(measure("--plan", "--only", ","), EXIT_USAGE)
        self.assert_one_line(measure("--plan", "--minutes", "0"), EXIT_USAGE)
        self.assertEqual(measure("--minutes", "x").returncode, EXIT_USAGE)

    def test_no_gpu_is_one_line_and_exit_code_3(self):
        from harness.errors import MeasureError
        from harness.nvml import load_library
        try:
            load_library()
            self.skipTest("this machine has NVIDIA's driver")
        except MeasureError:
            pass
        with tempfile.TemporaryDirectory() as folder:
            self.assert_one_line(measure("--out", folder), EXIT_NO_GPU)


class RunTest(unittest.TestCase):
    """The way from the arguments to the files, with a pretended GPU."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        experiments = [fakes.experiment(count=6)]
        for target, name, fake in ((gpu, "open_gpu", lambda index: (FakeMeter(), "1.0")),
                                   (gpu, "require_torch", lambda: None),
                                   (gpu, "make_device", HostDevice),
                                   (program, "EXPERIMENTS", experiments),
                                   (program, "SENTINEL", fakes.sentinel())):
            patched = mock.patch.object(target, name, fake)
            patched.start()
            self.addCleanup(patched.stop)

    def run_program(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = program.main(["--out", self.folder, *arguments])
        return code, out.getvalue(), err.getvalue()

    def test_runs_in_pieces_until_nothing_is_left(self):
        code, out, _ = self.run_program("--minutes", "0.6")
        self.assertEqual(code, 0)
        self.assertIn("dropped to fit 0.6 minutes: demo size=", out)
        code, out, _ = self.run_program()
        self.assertEqual(code, 0)
        self.assertIn("0 left for another run", out)
        self.assertIn("drift over the run: power 0.0 %", out)
        code, out, _ = self.run_program()
        self.assertEqual((code, out.count("nothing to do: all 7 points")), (0, 1))

    def test_too_short_is_wrong_usage(self):
        code, _, err = self.run_program("--minutes", "0.1")
        self.assertEqual((code, len(err.splitlines())), (EXIT_USAGE, 1))

    def test_damage_is_told(self):
        self.run_program()
        with open(Path(self.folder) / "demo.csv", "a", encoding="utf-8") as file:
            file.write("demo,1,99")
        _, _, err = self.run_program()
        self.assertIn("measure: demo.csv:9: the line was cut short", err)


if __name__ == "__main__":
    unittest.main()
