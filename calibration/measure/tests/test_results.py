import tempfile
import unittest
from pathlib import Path

from harness import schema
from harness.errors import EXIT_CANNOT_WRITE, MeasureError
from harness.results import ResultFile

COLUMNS = ("experiment", "pass", "size", "power_w")
HEADER = "experiment,pass,size,power_w"


class ResultFileTest(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        self.path = Path(self._folder.name) / "demo.csv"
        self.file = ResultFile(self.path, COLUMNS, key_width=2, number_width=1)

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def test_rows_come_back_as_written(self):
        self.file.append([("demo", 1, 8, 300.123456789)])
        self.file.append([("demo", 1, 16, 0.5)])
        self.assertEqual(self.path.read_text(), f"{HEADER}\ndemo,1,8,300.123\ndemo,1,16,0.5\n")
        rows, complaints = self.file.load()
        self.assertEqual(rows, [("demo", "1", "8", "300.123"), ("demo", "1", "16", "0.5")])
        self.assertEqual(complaints, [])

    def test_a_missing_file_is_empty(self):
        self.assertEqual(self.file.load(), ([], []))

    def test_a_line_cut_short_is_set_aside_and_named(self):
        self.write(f"{HEADER}\ndemo,1,8,300\ndemo,1,16,31")
        rows, complaints = self.file.load()
        self.assertEqual(len(rows), 1)
        self.assertEqual(complaints, [
            "demo.csv:3: the line was cut short; moved to demo.csv.rejected"])
        self.assertEqual(self.path.read_text(), f"{HEADER}\ndemo,1,8,300\n")
        self.assertEqual(self.path.with_name("demo.csv.rejected").read_text(), "demo,1,16,31\n")
        self.file.append([("demo", 1, 16, 310.0)])
        self.assertEqual(self.file.load()[1], [])

    def test_each_fault_is_named(self):
        for line, fault in (("demo,1,8", "3 cells where 4 belong"),
                            ("demo,1,8,oops", "power_w is 'oops', not a number"),
                            ("demo,x,8,1", "pass is 'x', not a number"),
                            ("demo,1,8,nan", "power_w is 'nan', not a number"),
                            ("demo,1,4,1", "the point is there already")):
            with self.subTest(line):
                self.write(f"{HEADER}\ndemo,1,4,1\n{line}\n")
                rows, complaints = self.file.load()
                self.assertEqual(len(rows), 1)
                self.assertEqual(len(complaints), 1)
                self.assertIn(f"demo.csv:3: {fault}", complaints[0])

    def test_a_header_cut_short_is_repaired(self):
        self.write("experim")
        self.assertEqual(self.file.load()[0], [])
        self.assertEqual(self.path.read_text(), HEADER + "\n")

    def test_a_foreign_header_is_refused(self):
        self.write("a,b\n1,2\n")
        with self.assertRaises(MeasureError) as caught:
            self.file.load()
        self.assertEqual(caught.exception.exit_code, EXIT_CANNOT_WRITE)
        self.assertEqual(self.path.read_text(), "a,b\n1,2\n")

    def test_a_missing_folder_is_one_sentence(self):
        file = ResultFile(Path(self._folder.name) / "gone" / "demo.csv", COLUMNS, 2, 1)
        with self.assertRaises(MeasureError) as caught:
            file.append([("demo", 1, 1, 1.0)])
        self.assertEqual(caught.exception.exit_code, EXIT_CANNOT_WRITE)


class SchemaTest(unittest.TestCase):
    def test_cells(self):
        self.assertEqual([schema.cell(v) for v in (1, 1.0, 0.1234567, 1e-9, True, "a b", 1.5e12)],
                         ["1", "1", "0.123457", "1e-09", "1", "a b", "1.5e+12"])

    def test_separators_are_refused(self):
        for text in ("a,b", 'a"b', "a\nb", " a"):
            with self.assertRaises(ValueError):
                schema.cell(text)

    def test_columns(self):
        self.assertEqual(",".join(schema.columns(("m", "n"), ("impl",))),
                         "experiment,pass,m,n,impl,repeats,time_us_p50,time_us_p95,energy_j,"
                         "power_w,sm_clock_mhz,mem_clock_mhz,temp_c")


if __name__ == "__main__":
    unittest.main()
