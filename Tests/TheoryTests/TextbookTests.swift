import HardwareModels
import SimCore
import Testing

/// `textbook-7b` on `textbook-gpu` under `ideal`, worked out by hand.
///
/// The device: 100 TFLOP/s, 1 TB/s, 100 W idle, 3 pJ/FLOP, 100 pJ/byte, at most 500 W.
/// The model: 25 layers, hidden size 4000, 40 heads and 20 KV heads of 100, feed-forward 16,000, vocabulary 125,000.
///
///     attention, a layer      4000 x (4000 + 2 x 2000) + 4000 x 4000   =  48e6 parameters
///     feed-forward, a layer   3 x 4000 x 16,000                        = 192e6
///     25 layers               25 x 240e6                               =   6e9
///     output head             125,000 x 4000                           = 0.5e9 (and as much for the embedding)
///     keys and values         25 x 2 x 20 x 100 x 2 bytes              = 200,000 bytes a token
@Suite struct TextbookTests {
    let model: RooflineModel
    let architecture: ModelArchitecture

    init() throws {
        architecture = try ModelCatalog.model(named: "textbook-7b")
        model = try RooflineModel(
            model: architecture, device: DeviceCatalog.device(named: "textbook-gpu"),
            engine: EngineProfile.engine(named: "ideal"))
    }

    private func decode(_ sequences: Int64, context: Int64) -> BatchShape {
        var shape = BatchShape()
        shape.decodeSequences = sequences
        shape.contextTokens = sequences * context
        return shape
    }

    private func prompt(_ tokens: Int64) -> BatchShape {
        var shape = BatchShape()
        shape.prefillTokens = tokens
        shape.prefillChunks = 1
        shape.completedPrefills = 1
        shape.prefillPairs = tokens * (tokens + 1) / 2
        return shape
    }

    private func near(_ value: Double, _ known: Double) -> Bool { abs(value - known) <= 1e-12 * abs(known) }

    @Test func sizesAreRound() {
        #expect(architecture.parameters - architecture.normParameters == 7_000_000_000)
        #expect(architecture.weightBytes(.bf16) == 14_000_000_000)
        #expect(architecture.kvBytesPerToken(.bf16) == 200_000)
    }

    /// One sequence with 1000 tokens of context, per output token:
    ///
    ///     weights    6.5e9 (layers and head) x 2 bytes      = 13.0e9 bytes
    ///     KV cache   1000 x 200,000 bytes                   =  0.2e9 bytes
    ///     time       13.2e9 bytes / 1e12 bytes/s            = 13.2 ms
    ///     FLOP       2 x 6.5e9 + 4 x 4000 x 1000 x 25       = 13.4e9 FLOP (0.134 ms: far from a limit)
    ///     idle       100 W x 13.2 ms                        = 1.3200 J
    ///     bytes      13.2e9 x 100 pJ                        = 1.3200 J
    ///     FLOP       13.4e9 x 3 pJ                          = 0.0402 J
    ///     energy                                              2.6802 J, 203.0 W
    @Test func decodeOfOneSequence() throws {
        let step = model.estimate(of: decode(1, context: 1000))
        #expect(near(step.bytes, 13.2e9))
        #expect(near(step.flop, 13.4e9))
        #expect(near(step.microseconds, 13_200))
        #expect(near(step.joules, 2.6802))
        #expect(!step.isCapped)

        // In the simulator's integers, to the femtosecond and femtojoule: 13 ms and 200 ns a context token.
        var integers = model
        let cost = integers.cost(of: decode(1, context: 1000))
        #expect(cost.durationBase == 13_000_000_000_000)
        #expect(cost.durationPerToken == 200_000_000)
        // 1.3 J idle + 1.3 J bytes + 0.039 J FLOP; 20 uJ + 20 uJ + 1.2 uJ a context token.
        #expect(cost.energyBase == 2_639_000_000_000_000)
        #expect(cost.energyPerToken == 41_200_000_000)
        #expect(cost.prefillEnergy == 0)
    }

    /// A weight is 2 bytes and does 2 FLOP for each row, so a batch of b has b FLOP/byte: at the ridge,
    /// 100e12 / 1e12 = 100 FLOP/byte, weights take as long to compute with as to read.
    ///
    ///     b <= 100   13e9 bytes / 1e12              = 13 ms, whatever b
    ///     b = 200    200 x 13e9 FLOP / 100e12       = 26 ms
    @Test func ridgePointIsABatchOf100() {
        #expect(near(model.estimate(of: decode(1, context: 0)).microseconds, 13_000))
        #expect(near(model.estimate(of: decode(100, context: 0)).microseconds, 13_000))
        #expect(near(model.estimate(of: decode(101, context: 0)).microseconds, 13_130))
        #expect(near(model.estimate(of: decode(200, context: 0)).microseconds, 26_000))
    }

    /// At the ridge both are busy all the time: 100 W idle + 100 W of bytes + 300 W of FLOP is the maximum, and the
    /// energy of a token is smallest per FLOP: 500 W x 13 ms / 100 = 65 mJ.
    @Test func ridgePointDrawsTheMaximum() {
        let step = model.estimate(of: decode(100, context: 0))
        #expect(near(step.uncappedWatts, 500))
        #expect(near(step.joules / 100, 0.065))
        #expect(model.estimate(of: decode(50, context: 0)).uncappedWatts < 500)
        #expect(model.estimate(of: decode(200, context: 0)).uncappedWatts < 500)
    }

    /// A prompt of 1000 tokens:
    ///
    ///     layers      2 x 6e9 x 1000 / 100e12                 = 120.000 ms (12e9 bytes: 12 ms, hidden)
    ///     attention   4 x 4000 x 500,500 x 25 / 100e12        =   2.002 ms (KV written, 0.2e9 bytes: hidden)
    ///     head        one row: 1e9 bytes / 1e12               =   1.000 ms (1e9 FLOP: hidden)
    ///     time                                                  123.002 ms
    ///     idle        100 W x 123.002 ms                      =  12.3002 J
    ///     FLOP        (12e12 + 0.2002e12 + 0.001e12) x 3 pJ   =  36.6036 J
    ///     bytes       (12e9 + 0.2e9 + 1e9) x 100 pJ           =   1.3200 J
    ///     energy                                                 50.2238 J, 408.3 W
    @Test func prefillOfAThousandTokens() {
        let step = model.estimate(of: prompt(1000))
        #expect(near(step.microseconds, 123_002))
        #expect(near(step.flop, 12.2012e12))
        #expect(near(step.bytes, 13.2e9))
        #expect(near(step.joules, 50.2238))

        var integers = model
        let cost = integers.cost(of: prompt(1000))
        #expect(cost.durationBase == 123_002_000_000_000)
        #expect(cost.prefillEnergy == cost.energyBase)
    }

    /// On two devices each reads half the weights; each layer sums 4000 x 2 bytes twice over a link of 100 GB/s.
    ///
    ///     weights      13e9 bytes / 2 / 1e12                    = 6500.00 us
    ///     all-reduce   25 x 2 x (2 x 1/2 x 8000 bytes) / 100e9  =    4.00 us
    @Test func twoDevicesHalveTheWeights() throws {
        let pair = try RooflineModel(
            model: architecture, device: DeviceCatalog.textbook, engine: .ideal, tensorParallel: 2)
        let step = pair.estimate(of: decode(1, context: 0))
        #expect(near(step.microseconds, 6_504))
        #expect(pair.idlePower == Power(milliwatts: 200_000))
    }
}
