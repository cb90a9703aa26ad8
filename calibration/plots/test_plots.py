import os
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import plots


class PlotsTests(unittest.TestCase):
    def rows(self, text):
        file = tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            file.write("row,group,label,metric,predicted,measured,error_percent\n" + text)
        return file.name

    def test_a_dot_for_each_row_in_well_formed_xml(self):
        name = self.rows("1,a & b,x,power,110,100,10\n2,c,y,power,90,100,-10\n2,c,y,mean_batch,1,1,0\n")
        panels = plots.read(name)
        self.assertEqual({metric: len(points) for metric, points in panels.items()}, {"power": 2})
        svg = plots.picture(panels, "t")
        titles = [e.text for e in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}title")]
        self.assertIn("a & b x: 110 for 100 (+10.0 %)", titles)
        self.assertIn("mean error 10.0 %", svg)
        self.assertEqual(svg, plots.picture(plots.read(name), "t"))

    def test_exact_predictions_lie_on_the_diagonal(self):
        svg = plots.picture(plots.read(self.rows("1,a,x,power,200,200,0\n2,a,x,power,50,100,0\n")), "t")
        circles = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}circle")
        x, y = [(float(c.get("cx")), float(c.get("cy"))) for c in circles][0]
        self.assertAlmostEqual(x + y, plots.SIDE, delta=0.2)

    def test_ticks_are_round_and_inside(self):
        self.assertEqual(plots.ticks(0.9, 11), [1, 2, 5, 10])
        self.assertEqual(plots.ticks(0.5, 5000), [1, 10, 100, 1000])

    def test_usage(self):
        self.assertEqual(plots.main([]), 2)
        self.assertEqual(plots.main([self.rows(""), "/nonexistent"]), 2)


if __name__ == "__main__":
    unittest.main()
