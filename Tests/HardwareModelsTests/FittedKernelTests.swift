import Testing

@testable import HardwareModels

/// The fitted kernels against their first implementation, in Python, whose results are quoted to all digits.
///
/// Constants are rounded to six digits in both.
@Suite struct FittedKernelTests {
    enum Set {
        case vllmH100, vllmH200, sglangH100, tensorRTH100

        var constants: RooflineConstants {
            switch self {
            case .vllmH100: .vllmH100
            case .vllmH200: .vllmH200
            case .sglangH100: .sglangH100
            case .tensorRTH100: .tensorRTH100
            }
        }

        var device: DeviceSpec { self == .vllmH200 ? DeviceCatalog.h200 : DeviceCatalog.h100SXM }
    }

    enum Format {
        case bf16, fp8, fp8Block, int8, int8WeightOnly, int4, mxfp4

        /// As the benchmark counts it: 4-bit weights take 0.5625 bytes there.
        var format: QuantizationFormat {
            switch self {
            case .bf16: .bf16
            case .fp8: .fp8
            case .fp8Block: .fp8Block
            case .int8: .int8
            case .int8WeightOnly: .int8WeightOnly
            case .int4:
                QuantizationFormat("int4", "", weightBytes: 0.5625, unit: .bf16, family: .int4WeightOnly)
            case .mxfp4: .mxfp4
            }
        }
    }

    private func machine(_ set: Set, _ format: QuantizationFormat = .bf16) -> Machine {
        Machine(device: set.device, constants: set.constants, format: format, clock: 1)
    }

    /// Rows, columns, depth; microseconds.
    static let products: [(Set, Format, Double, Double, Double, Double)] = [
        (.vllmH100, .bf16, 1, 4096, 4096, 15.384118284075853),
        (.vllmH100, .bf16, 100, 6000, 14336, 63.77054604060276),
        (.vllmH100, .bf16, 2000, 28672, 8192, 1175.9629058636049),
        (.tensorRTH100, .bf16, 1, 4096, 4096, 16.04080624849602),
        (.tensorRTH100, .bf16, 100, 6000, 14336, 67.27953620420439),
        (.tensorRTH100, .bf16, 2000, 28672, 8192, 1224.7730820275754),
        (.vllmH200, .bf16, 1, 4096, 4096, 12.27578181047878),
        (.vllmH200, .bf16, 100, 6000, 14336, 48.62317384228692),
        (.vllmH200, .bf16, 2000, 28672, 8192, 1393.4525670409994),
        (.vllmH100, .fp8, 1, 4096, 4096, 11.639454561900786),
        (.vllmH100, .fp8, 100, 6000, 14336, 44.10991500309705),
        (.vllmH100, .fp8, 2000, 28672, 8192, 731.9649600512249),
        (.sglangH100, .fp8Block, 1, 4096, 4096, 11.175507106748611),
        (.sglangH100, .fp8Block, 100, 6000, 14336, 42.245231634398756),
        (.sglangH100, .fp8Block, 2000, 28672, 8192, 731.023129848415),
        (.vllmH100, .fp8Block, 1, 4096, 4096, 60.4288163155433),
        (.vllmH100, .fp8Block, 100, 6000, 14336, 88.63876244421566),
        (.vllmH100, .fp8Block, 2000, 28672, 8192, 722.0481862184831),
        (.vllmH200, .int8WeightOnly, 1, 4096, 4096, 11.901767192016763),
        (.vllmH200, .int8WeightOnly, 100, 6000, 14336, 52.50310913530137),
        (.vllmH200, .int8WeightOnly, 2000, 28672, 8192, 1108.2005591938039),
        (.vllmH200, .int4, 1, 4096, 4096, 10.53416634678631),
        (.vllmH200, .int4, 100, 6000, 14336, 53.62717896279128),
        (.vllmH200, .int4, 2000, 28672, 8192, 1120.6007965661197),
        (.vllmH200, .int8, 1, 4096, 4096, 10.506731793273188),
        (.vllmH200, .int8, 100, 6000, 14336, 50.650678467687534),
        (.vllmH200, .int8, 2000, 28672, 8192, 1023.9025647485539),
    ]

    @Test(arguments: products.indices) func productsAgree(index: Int) {
        let (set, kind, rows, columns, depth, known) = Self.products[index]
        let machine = machine(set, kind.format)
        let precision = Precision(kind.format, .feedForward, on: machine)
        let cost = GEMM(columns: columns, depth: depth, precision: precision).cost(
            rows: rows, on: machine, isEager: true)
        #expect(agree(cost.microseconds, known))
    }

    /// Bytes of a KV element; from the cache; sequences, context, heads, KV heads, head dimension; microseconds.
    static let decodes: [(Set, Double, Bool, [Double], Double)] = [
        (.vllmH100, 2, true, [1, 300, 32, 8, 128], 13.814421739274533),
        (.vllmH100, 2, false, [1, 300, 32, 8, 128], 14.066599713349849),
        (.vllmH100, 2, true, [64, 1500, 40, 8, 128], 142.2038035955353),
        (.vllmH100, 2, false, [64, 1500, 40, 8, 128], 141.85796822281603),
        (.vllmH100, 2, true, [300, 2048, 8, 1, 64], 67.01653437188305),
        (.vllmH100, 2, false, [300, 2048, 8, 1, 64], 66.26396236407241),
        (.vllmH100, 1, true, [1, 300, 32, 8, 128], 15.577308869639138),
        (.vllmH100, 1, false, [1, 300, 32, 8, 128], 15.638062606366919),
        (.vllmH100, 1, true, [64, 1500, 40, 8, 128], 98.34458239906417),
        (.vllmH100, 1, false, [64, 1500, 40, 8, 128], 97.50862954690508),
        (.vllmH100, 1, true, [300, 2048, 8, 1, 64], 50.29181316005396),
        (.vllmH100, 1, false, [300, 2048, 8, 1, 64], 48.64720094886144),
        (.vllmH200, 2, true, [1, 300, 32, 8, 128], 10.864319967969545),
        (.vllmH200, 2, false, [1, 300, 32, 8, 128], 10.948288916175557),
        (.vllmH200, 2, true, [64, 1500, 40, 8, 128], 106.01002302626145),
        (.vllmH200, 2, false, [64, 1500, 40, 8, 128], 105.96204145296028),
        (.vllmH200, 2, true, [300, 2048, 8, 1, 64], 49.21042320122364),
        (.vllmH200, 2, false, [300, 2048, 8, 1, 64], 49.10633174330006),
        (.vllmH200, 1, true, [1, 300, 32, 8, 128], 11.079188622677695),
        (.vllmH200, 1, false, [1, 300, 32, 8, 128], 11.093391434298324),
        (.vllmH200, 1, true, [64, 1500, 40, 8, 128], 86.66176673491933),
        (.vllmH200, 1, false, [64, 1500, 40, 8, 128], 86.55326387654404),
        (.vllmH200, 1, true, [300, 2048, 8, 1, 64], 41.264663713972375),
        (.vllmH200, 1, false, [300, 2048, 8, 1, 64], 41.05238010815252),
    ]

    @Test(arguments: decodes.indices) func decodeAttentionAgrees(index: Int) {
        let (set, kvBytes, fromCache, shape, known) = Self.decodes[index]
        let cost = DecodeAttention(
            geometry: AttentionGeometry(heads: shape[2], kvHeads: shape[3], headDimension: shape[4]),
            kvBytes: kvBytes
        ).cost(
            sequences: shape[0], context: shape[1], on: machine(set), isUniform: true, fromCache: fromCache)
        #expect(agree(cost.microseconds, known))
    }

    /// Bytes of a KV element; prompts, length, heads, KV heads, head dimension, cached tokens before; microseconds.
    static let prefills: [(Set, Double, [Double], Double)] = [
        (.vllmH100, 2, [1, 100, 32, 8, 128, 0], 14.60979769257893),
        (.vllmH100, 2, [4, 2000, 16, 2, 128, 0], 160.264184674845),
        (.vllmH100, 2, [1, 512, 64, 8, 64, 4096], 95.78752248546664),
        (.vllmH100, 1, [1, 100, 32, 8, 128, 0], 17.835707448033247),
        (.vllmH100, 1, [4, 2000, 16, 2, 128, 0], 187.62995481145845),
        (.vllmH100, 1, [1, 512, 64, 8, 64, 4096], 96.756003231535),
        (.vllmH200, 2, [1, 100, 32, 8, 128, 0], 10.827093973320203),
        (.vllmH200, 2, [4, 2000, 16, 2, 128, 0], 141.8275472957559),
        (.vllmH200, 2, [1, 512, 64, 8, 64, 4096], 89.78254553264792),
        (.vllmH200, 1, [1, 100, 32, 8, 128, 0], 12.334859381115555),
        (.vllmH200, 1, [4, 2000, 16, 2, 128, 0], 158.51890763129887),
        (.vllmH200, 1, [1, 512, 64, 8, 64, 4096], 84.18178233551998),
    ]

    @Test(arguments: prefills.indices) func prefillAttentionAgrees(index: Int) {
        let (set, kvBytes, shape, known) = Self.prefills[index]
        let (count, length, past) = (shape[0], shape[1], shape[5])
        let chunks = PrefillChunks(
            tokens: count * length, chunks: count,
            pairs: count * (length * (length + 1) / 2 + length * past), pastTokens: count * past)
        let cost = PrefillAttention(
            geometry: AttentionGeometry(heads: shape[2], kvHeads: shape[3], headDimension: shape[4]),
            kvBytes: kvBytes, window: .infinity
        ).cost(chunks, on: machine(set))
        #expect(agree(cost.microseconds, known))
    }

    /// Tokens, hidden size, expert size, experts a token, experts, slices, parts, power-law exponent, matrices;
    /// microseconds.
    static let mixtures: [(Set, Format, [Double], Double)] = [
        (.vllmH100, .bf16, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 55.27798199190723),
        (.vllmH100, .bf16, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 271.89325198770797),
        (.vllmH100, .bf16, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 193.2727725109623),
        (.vllmH100, .fp8, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 99.85321646188375),
        (.vllmH100, .fp8, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 567.1156975452625),
        (.vllmH100, .fp8, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 190.71823606154794),
        (.vllmH100, .fp8Block, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 39.185795813089136),
        (.vllmH100, .fp8Block, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 150.06940508627218),
        (.vllmH100, .fp8Block, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 53.871683207864486),
        (.vllmH100, .mxfp4, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 41.55045704580959),
        (.vllmH100, .mxfp4, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 180.4774716165377),
        (.vllmH100, .mxfp4, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 54.83515339107106),
        (.vllmH100, .int4, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 25.453893524121305),
        (.vllmH100, .int4, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 165.63101468324106),
        (.vllmH100, .int4, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 52.45215710302459),
        (.vllmH200, .bf16, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 40.12803222897218),
        (.vllmH200, .bf16, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 203.67795576633515),
        (.vllmH200, .bf16, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 137.56353082223296),
        (.vllmH200, .fp8, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 32.47544663726498),
        (.vllmH200, .fp8, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 132.97978936727986),
        (.vllmH200, .fp8, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 177.9311009684693),
        (.vllmH200, .fp8Block, [1, 2048, 768, 8, 128, 1, 1, 0, 3], 40.389933168852906),
        (.vllmH200, .fp8Block, [200, 4096, 1536, 8, 128, 1, 8, 1.2, 3], 153.05359389069147),
        (.vllmH200, .fp8Block, [24, 2880, 2880, 4, 32, 8, 1, 1.01, 2], 50.8029638358566),
    ]

    @Test(arguments: mixtures.indices) func expertsAgree(index: Int) {
        let (set, kind, shape, known) = Self.mixtures[index]
        let machine = machine(set, kind.format)
        let precision = Precision(kind.format, .experts, on: machine)
        let cost = Experts(
            hiddenSize: shape[1], size: shape[2] / shape[5], perToken: shape[3], count: shape[4],
            devices: shape[6], matrices: shape[8],
            routing: shape[7] == 0 ? .balanced : .powerLaw(shape[7]), precision: precision
        ).cost(tokens: shape[0], on: machine)
        #expect(agree(cost.microseconds, known))
    }

    @Test func allReduceAgrees() {
        let machine = machine(.vllmH100)
        #expect(
            agree(
                AllReduce(width: 8192, devices: 2).cost(tokens: 1, on: machine).microseconds,
                4.2649348727144885))
        #expect(
            agree(
                AllReduce(width: 1000, devices: 8).cost(tokens: 10_000, on: machine).microseconds,
                113.42989977331669))
    }
}
