import math
import unittest
from collections import deque

from serving.loop import serve
from serving.policies import POLICIES, ChunkedBatching, ContinuousBatching, StaticBatching
from serving.requests import Request, Workload, generate

from tests.fakes import ManualClock

SLOTS = 4


class CheckingEngine:
    """Takes a second for a step, a millisecond for a prompt token; checks what it is asked."""

    def __init__(self, test, clock):
        self._test = test
        self._clock = clock
        self.steps = []

    def run(self, plan):
        slots = [p.request.slot for p in plan.prefills] + [r.slot for r in plan.decodes]
        self._test.assertTrue(slots)
        self._test.assertEqual(len(slots), len(set(slots)), "two requests in one slot")
        self._test.assertTrue(all(0 <= slot < SLOTS for slot in slots))
        for request in plan.decodes:
            self._test.assertGreaterEqual(request.context, request.prompt_tokens)
        self.steps.append(plan)
        self._clock.now += 1.0 + 0.001 * sum(p.count for p in plan.prefills)


class ServeTest(unittest.TestCase):
    def serve(self, policy, requests):
        clock = ManualClock()
        engine = CheckingEngine(self, clock)

        def sleep(seconds):
            clock.now += seconds

        steps = serve(requests, policy, engine, SLOTS, clock, sleep)
        self.assertEqual(len(steps), len(engine.steps))
        return engine.steps

    def test_every_policy_serves_everything_in_order(self):
        for name, make in POLICIES.items():
            for rate in (0.5, 50.0, math.inf):
                with self.subTest(policy=name, rate=rate):
                    requests = generate(Workload(25, rate), 3)
                    self.serve(make(SLOTS), requests)
                    for r in requests:
                        self.assertEqual(len(r.token_times_s), r.output_tokens)
                        self.assertEqual(r.token_times_s, sorted(r.token_times_s))
                        self.assertGreater(r.token_times_s[0], r.arrival_s)
                        self.assertEqual(r.to_prefill, 0)

    def test_static_pads_and_waits_for_the_longest(self):
        requests = [Request(0, 0.0, 10, 2), Request(1, 0.0, 30, 5), Request(2, 0.5, 10, 2)]
        steps = self.serve(StaticBatching(SLOTS), requests)
        self.assertEqual([p.count for p in steps[0].prefills], [30, 30])
        self.assertEqual([len(s.decodes) for s in steps[1:5]], [2, 2, 2, 2])
        self.assertEqual(len(steps[5].prefills), 1)

    def test_continuous_lets_a_newcomer_in_between_steps(self):
        requests = [Request(0, 0.0, 10, 5), Request(1, 0.5, 10, 2)]
        steps = self.serve(ContinuousBatching(SLOTS), requests)
        self.assertEqual([(len(s.prefills), len(s.decodes)) for s in steps[:3]],
                         [(1, 0), (1, 0), (0, 2)])

    def test_chunks_keep_to_the_budget_and_never_stop_the_decoding(self):
        requests = [Request(0, 0.0, 10, 20), Request(1, 0.5, 1000, 2)]
        steps = self.serve(ChunkedBatching(SLOTS), requests)
        budget = ChunkedBatching.TOKEN_BUDGET
        self.assertEqual([p.count for s in steps[1:3] for p in s.prefills],
                         [budget - 1, 1000 - budget + 1])
        self.assertTrue(all(len(s.decodes) == 1 for s in steps[1:3]))

    def test_nothing_to_do_is_no_plan(self):
        for make in POLICIES.values():
            self.assertIsNone(make(SLOTS).plan(deque(), []))


class RequestTest(unittest.TestCase):
    def test_arrivals_keep_their_rate(self):
        requests = generate(Workload(4000, 8.0), 1)
        self.assertAlmostEqual(requests[-1].arrival_s, 500, delta=25)
        self.assertTrue(all(32 <= r.prompt_tokens <= 1024 for r in requests))
        self.assertTrue(all(16 <= r.output_tokens <= 256 for r in requests))
        self.assertEqual([r.arrival_s for r in generate(Workload(3, math.inf), 1)], [0.0] * 3)

    def test_a_row_counts_from_arrival(self):
        request = Request(0, 1.0, 10, 3, token_times_s=[1.5, 1.6, 2.0])
        arrival, ttft, mean, p95, e2e, prompt, output = request.row()
        self.assertEqual((arrival, ttft, e2e, prompt, output), (1.0, 0.5, 1.0, 10, 3))
        self.assertAlmostEqual(mean, 0.25)
        self.assertAlmostEqual(p95, 0.385)


if __name__ == "__main__":
    unittest.main()
