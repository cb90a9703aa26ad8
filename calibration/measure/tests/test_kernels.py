import importlib.util
import unittest

HAS_TORCH = importlib.util.find_spec("torch") is not None
if HAS_TORCH:
    import torch

    from kernels import attention, formats, linears, samplers, triton_support
    from kernels.choice import fastest, relative_error
    from kernels.decoder import Chunk, Decoder, LayerCache, RotaryTable, Rows
    from kernels.experts import Experts, Routing
    from kernels.shapes import TINY_DECODER, TINY_EXPERTS
    from kernels.styles import FusedStyle, PlainStyle

    torch.set_num_threads(1)
    HAS_TRITON = torch.cuda.is_available() and triton_support.available("cuda")
else:
    HAS_TRITON = False
CPU = "cpu"


class SilentBench:
    """What a choice asks of a bench."""

    def __init__(self):
        from harness.device import HostDevice
        self.device = HostDevice()
        self.notes = []

    def note(self, text):
        self.notes.append(text)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class DecoderTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def test_chunks_and_decoding_say_what_one_prefill_says(self):
        slots, count = 4, 10
        tokens = torch.randint(0, TINY_DECODER.vocab, (count,))
        for style in (PlainStyle(), FusedStyle(CPU)):
            for impl in ("sdpa", "products"):
                with self.subTest(style=style.name, impl=impl):
                    decoder = Decoder(TINY_DECODER, slots, 32, style,
                                      attention.DecodeAttention(impl), CPU)
                    whole = self.prefill(decoder, tokens, 1, 0, count)
                    self.prefill(decoder, tokens, 2, 0, 6)
                    chunked = self.prefill(decoder, tokens, 2, 6, count)
                    self.prefill(decoder, tokens, 3, 0, count - 1)
                    decoded = decoder(tokens[-1:], Rows(torch.tensor([3]),
                                                        torch.tensor([count - 1]), 1, 32))
                    self.assertLess(relative_error(chunked, whole), 2e-2)
                    self.assertLess(relative_error(decoded, whole), 2e-2)

    def prefill(self, decoder, tokens, slot, start, end):
        rows = Rows(torch.full((end - start,), slot), torch.arange(start, end), 0, 32,
                    (Chunk(slot, start, end - start),))
        return decoder(tokens[start:end], rows)

    def test_ways_of_decode_attention_agree(self):
        queries = torch.randn(3, 8, 16)
        keys, values = torch.randn(5, 2, 40, 16), torch.randn(5, 2, 40, 16)
        slots, lengths = torch.tensor([4, 0, 2]), torch.tensor([1, 40, 17])
        sdpa, products = (attention.DecodeAttention(impl)(queries, keys, values, slots, lengths,
                                                          40) for impl in ("sdpa", "products"))
        self.assertLess(relative_error(sdpa, products), 1e-5)
        alone = attention.DecodeAttention("products")(queries[:1], keys, values, slots[:1],
                                                      lengths[:1], 40)
        # A context of one token leaves nothing to choose: its value comes back.
        self.assertLess(relative_error(alone[0], values[4, :, 0].repeat_interleave(4, 0)), 1e-6)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class LinearTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def test_outlier_int8_is_close_to_its_dense_weight(self):
        linear = linears.OutlierInt8Linear(128, 256, CPU)
        dense = linear._weight.float() * linear._scales[:, None]
        x = linears.with_outliers(torch.randn(3, 256))
        self.assertEqual((x == linears.OUTLIER_VALUE).all(dim=0).sum(), 1)
        self.assertLess(relative_error(linear(x), x @ dense.t()), 1e-2)

    def test_nf4_looks_both_halves_of_a_byte_up(self):
        linear = linears.Nf4Linear(64, 128, torch.float32, CPU)
        table = torch.tensor(linears.NF4_VALUES)
        halves = torch.stack((table[(linear._codes >> 4).long()],
                              table[(linear._codes & 15).long()]), 1)
        wanted = (halves.view(-1, linears.NF4_BLOCK) * linear._scales).view(64, 128)
        self.assertTrue(torch.equal(linear.widened(), wanted))
        self.assertAlmostEqual(linear.widened().std().item() * 128 ** 0.5, 1.0, delta=0.05)

    def test_quantised_products_are_near_their_reference(self):
        found = [formats.int8(4, 64, 128, 1, CPU), formats.int8_weight_only(4, 64, 128, 1, CPU),
                 formats.int4_weight_only(4, 64, 128, 1, CPU)]
        for product in found:
            ways = [(name, lambda way=way: way(0)()) for name, way in product.ways.items()]
            self.assertIn(fastest(ways, product.reference, product.tolerance, SilentBench()),
                          product.ways)

    def test_a_wrong_way_is_not_chosen(self):
        reference, bench = torch.ones(4), SilentBench()
        ways = [("wrong", lambda: torch.zeros(4)), ("nan", lambda: torch.full((4,), torch.nan)),
                ("right", lambda: torch.ones(4))]
        self.assertEqual(fastest(ways, reference, 1e-3, bench), "right")
        self.assertEqual(len(bench.notes), 2)


@unittest.skipUnless(HAS_TORCH, "torch is not installed")
class RoutingAndSamplerTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def test_every_token_reaches_its_number_of_different_experts(self):
        routing = Routing(TINY_EXPERTS, 50, True, CPU)
        self.assertEqual(sum(routing.counts), 50 * TINY_EXPERTS.chosen)
        pairs, row = set(), 0
        for expert, count in enumerate(routing.counts):
            pairs |= {(expert, t) for t in routing.token_of_row[row:row + count].tolist()}
            row += count
        self.assertEqual(len(pairs), 50 * TINY_EXPERTS.chosen)
        self.assertEqual(routing.offsets[-1], row)
        self.assertGreater(routing.counts[0], routing.counts[-1])

    def test_the_loop_over_experts_is_the_sum_over_choices(self):
        experts, routing = Experts(TINY_EXPERTS, CPU), Routing(TINY_EXPERTS, 5, False, CPU)
        x = torch.randn(5, TINY_EXPERTS.hidden, dtype=torch.bfloat16)
        wanted, row = torch.zeros(5, TINY_EXPERTS.hidden), 0
        for expert, count in enumerate(routing.counts):
            for token in routing.token_of_row[row:row + count].tolist():
                gate, up = (x[token].float() @ experts._gate_up[expert].float()).chunk(2)
                wanted[token] += torch.nn.functional.silu(gate) * up @ experts._down[expert].float()
            row += count
        self.assertLess(relative_error(experts.run("loop", x, routing), wanted), 2e-2)

    def test_samplers_draw_what_they_may(self):
        logits = torch.full((2, 100), -20.0)
        logits[:, 7] = 20.0
        for method in ("argmax", "draw", "sort", "top_k", "top_p", "engine"):
            sampler = samplers.Sampler(method, 2, 100, CPU)
            self.assertEqual(sampler(logits).tolist(), [7, 7], method)
        sampler = samplers.Sampler("penalties", 2, 100, CPU)
        logits = torch.zeros(2, 100)
        logits[:, 3], logits[:, 4] = 1.0, 0.95
        sampler._seen.zero_()[:, 3] = True
        self.assertEqual(sampler(logits).tolist(), [4, 4])


@unittest.skipUnless(HAS_TRITON, "no GPU with triton")
class TritonTest(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)

    def test_fused_steps_are_the_plain_ones(self):
        shape, cuda = TINY_DECODER, "cuda"
        qkv = torch.randn(6, shape.qkv_width, device=cuda, dtype=torch.bfloat16)
        rows = Rows(torch.tensor([0, 1, 2, 2, 2, 2], device=cuda),
                    torch.tensor([7, 3, 0, 1, 2, 3], device=cuda), 2, 8)
        rotary = RotaryTable(16, shape.head_dim, cuda)
        results = []
        for style in (PlainStyle(), FusedStyle(cuda)):
            torch.manual_seed(2)
            cache = LayerCache(shape, 3, 16, torch.bfloat16, cuda)
            queries = style.rotate_and_store(qkv, rotary, rows, cache, shape.heads)
            results.append((queries, cache.keys, cache.values, style.gate(qkv)))
        for plain, fused in zip(*results):
            self.assertLess(relative_error(fused, plain), 1e-2)

    def test_decode_attention_over_any_length(self):
        queries = torch.randn(3, 32, 128, device="cuda", dtype=torch.bfloat16)
        keys, values = torch.randn(2, 5, 8, 3000, 128, device="cuda", dtype=torch.bfloat16)
        slots = torch.tensor([4, 0, 2], device="cuda")
        lengths = torch.tensor([1, 3000, 1234], device="cuda")
        triton, products = (attention.DecodeAttention(impl, 132)(
            queries, keys, values, slots, lengths, 3000) for impl in ("triton", "products"))
        self.assertLess(relative_error(triton, products), attention.TOLERANCE)


if __name__ == "__main__":
    unittest.main()
