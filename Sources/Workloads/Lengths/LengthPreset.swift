/// Lengths with a name, taken from measured traffic: a law for prompts and one for answers.
///
/// A preset keeps the marginal distributions only. That long prompts go with long or short answers is in the trace,
/// which can be replayed instead.
public struct LengthPreset: Hashable, Sendable {
    public let name: String
    /// What kind of traffic it is, in one line.
    public let summary: String
    /// Where the quantiles come from.
    public let source: String
    public let promptTokens: LengthDistribution
    public let outputTokens: LengthDistribution

    /// All presets, in the order in which to list them.
    public static let all = [azureChat, azureCode]

    /// The preset with this name, or nil.
    public static func named(_ name: String) -> LengthPreset? {
        all.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Chat of one hour: the quantiles of all 19,366 requests, computed from the published file. The laws' means
    /// are 1147 and 210 tokens, the trace's 1155 and 211.
    public static let azureChat = LengthPreset(
        name: "azure-chat",
        summary: "chat: prompts of 1147 tokens on average, answers of 210",
        source: "Azure LLM inference trace 2023, conversation "
            + "(github.com/Azure/AzurePublicDataset, AzureLLMInferenceTrace_conv.csv, CC-BY 4.0)",
        promptTokens: quantiles(
            [
                (0, 2), (0.01, 29), (0.05, 181), (0.1, 207), (0.15, 372), (0.2, 387), (0.25, 396),
                (0.3, 403), (0.35, 414), (0.4, 703), (0.45, 984), (0.5, 1020), (0.55, 1045), (0.6, 1071),
                (0.65, 1097), (0.7, 1130), (0.75, 1189), (0.8, 1315), (0.85, 1876), (0.9, 2734),
                (0.95, 4083), (0.97, 4090), (0.98, 4098), (0.99, 4142), (0.995, 4831), (0.999, 6179),
                (1, 14050),
            ]),
        outputTokens: quantiles(
            [
                (0, 7), (0.01, 16), (0.05, 41), (0.1, 54), (0.15, 67), (0.2, 77), (0.25, 85), (0.3, 91),
                (0.35, 96), (0.4, 103), (0.45, 113), (0.5, 129), (0.55, 151), (0.6, 177), (0.65, 217),
                (0.7, 384), (0.75, 395), (0.8, 400), (0.85, 411), (0.9, 424), (0.95, 451), (0.97, 509),
                (0.98, 540), (0.99, 601), (0.995, 643), (0.999, 954), (1, 1000),
            ]))

    /// Code completion of one hour: the quantiles of all 8,819 requests, computed from the published file. The laws'
    /// means are 2062 and 29 tokens, the trace's 2048 and 28.
    public static let azureCode = LengthPreset(
        name: "azure-code",
        summary: "code completion: prompts of 2062 tokens on average, answers of 29",
        source: "Azure LLM inference trace 2023, code "
            + "(github.com/Azure/AzurePublicDataset, AzureLLMInferenceTrace_code.csv, CC-BY 4.0)",
        promptTokens: quantiles(
            [
                (0, 3), (0.01, 17), (0.05, 75), (0.1, 147), (0.15, 232), (0.2, 386), (0.25, 578),
                (0.3, 770), (0.35, 939), (0.4, 1075), (0.45, 1261), (0.5, 1469), (0.55, 1690), (0.6, 1909),
                (0.65, 2164), (0.7, 2433), (0.75, 2744), (0.8, 3192), (0.85, 3920), (0.9, 5188),
                (0.95, 7303), (0.97, 7435), (0.98, 7436), (0.99, 7436), (0.995, 7436), (0.999, 7437),
                (1, 7437),
            ]),
        outputTokens: quantiles(
            [
                (0, 6), (0.01, 6), (0.05, 6), (0.1, 7), (0.15, 7), (0.2, 8), (0.25, 9), (0.3, 9),
                (0.35, 10), (0.4, 11), (0.45, 12), (0.5, 13), (0.55, 14), (0.6, 16), (0.65, 18), (0.7, 20),
                (0.75, 24), (0.8, 29), (0.85, 39), (0.9, 55), (0.95, 90), (0.97, 128), (0.98, 171),
                (0.99, 251), (0.995, 359), (0.999, 825), (1, 1899),
            ]))

    private static func quantiles(_ points: [(Double, Int)]) -> LengthDistribution {
        .quantiles(points.map { LengthQuantile(probability: $0.0, tokens: $0.1) })
    }
}
