import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness.errors import EXIT_NO_GPU, EXIT_USAGE

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


if __name__ == "__main__":
    unittest.main()
