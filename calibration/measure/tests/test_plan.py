import unittest

from experiments.registry import EXPERIMENTS
from harness import plan
from harness.order import SENTINEL, scheduled
from harness.point import point

from tests import fakes


class PlanTest(unittest.TestCase):
    def setUp(self):
        self.built = plan.build(EXPERIMENTS, False, 80 * 10 ** 9, 1)

    def test_the_default_plan_fits_45_minutes(self):
        self.assertLess(self.built.seconds, 45 * 60)
        kept, dropped = plan.fit(self.built.points, 45 * 60, 1)
        self.assertEqual(dropped, [])
        self.assertEqual(kept, self.built.points)

    def test_every_point_is_there_once(self):
        identities = [(p.experiment,) + p.key for p in self.built.points]
        self.assertEqual(len(identities), len(set(identities)))

    def test_every_point_has_the_columns_of_its_experiment(self):
        keys = {e.name: e.keys for e in EXPERIMENTS}
        for p in self.built.points:
            self.assertEqual(tuple(name for name, _ in p.values), keys[p.experiment])

    def test_every_point_measures_at_least_two_seconds(self):
        self.assertTrue(all(p.seconds > 2.0 for p in self.built.points))

    def test_points_beyond_the_memory_are_named(self):
        self.assertTrue(all(p.experiment == "decode_step" for p in self.built.too_big))
        self.assertTrue(self.built.too_big)
        small = plan.build(EXPERIMENTS, False, 24 * 10 ** 9, 1)
        self.assertGreater(len(small.too_big), len(self.built.too_big))

    def test_one_point_in_ten_is_repeated(self):
        repeats = [p for p in self.built.points if p.pass_number == 2]
        first = [p for p in self.built.points if p.pass_number == 1]
        self.assertAlmostEqual(len(repeats) / len(first), plan.REPEAT_SHARE, delta=0.02)
        self.assertFalse([p for p in repeats if not p.repeatable])

    def test_the_same_seed_gives_the_same_plan(self):
        again = plan.build(EXPERIMENTS, False, 80 * 10 ** 9, 1)
        other = plan.build(EXPERIMENTS, False, 80 * 10 ** 9, 2)
        self.assertEqual(again.points, self.built.points)
        self.assertNotEqual(other.points, self.built.points)


class FitTest(unittest.TestCase):
    def test_the_least_important_go_first(self):
        points = [point("demo", 7.2, priority, size=n, measured_s=2.8)
                  for n, priority in enumerate((3, 1, 2, 1))]
        kept, dropped = plan.fit(points, plan.OVERHEAD_SECONDS + 30.0, 1)
        self.assertEqual([p["size"] for p in kept], [1, 2, 3])
        self.assertEqual([p["size"] for p in dropped], [0])

    def test_too_short_keeps_nothing(self):
        points = [point("demo", 1.0, size=1)]
        self.assertEqual(plan.fit(points, 1.0, 1), ([], points))


class OrderTest(unittest.TestCase):
    def setUp(self):
        self.points = fakes.experiment(count=40).points(False)
        self.early = fakes.experiment("early", 2, before_context=True).points(False)

    def test_sentinels_stand_at_start_middle_and_end(self):
        order = scheduled(self.points, 1, 1, 3.0)
        places = [n for n, p in enumerate(order) if p.experiment == SENTINEL]
        self.assertEqual(places, [0, 21, 42])
        self.assertEqual([order[n]["position"] for n in places], ["start", "middle", "end"])

    def test_points_without_a_context_lead(self):
        order = scheduled(self.points + self.early, 1, 1, 3.0)
        self.assertEqual([p.experiment for p in order[:3]], ["early", "early", SENTINEL])
        self.assertEqual(scheduled(self.early, 1, 1, 3.0), self.early)

    def test_the_order_is_random_but_seeded(self):
        order = scheduled(self.points, 1, 1, 3.0)
        self.assertEqual(order, scheduled(self.points, 1, 1, 3.0))
        self.assertNotEqual(order[1:21], self.points[:20])
        again = [p for p in scheduled(self.points, 2, 1, 3.0) if p.experiment != SENTINEL]
        self.assertNotEqual(again, [p for p in order if p.experiment != SENTINEL])
        self.assertCountEqual(again, self.points)


if __name__ == "__main__":
    unittest.main()
