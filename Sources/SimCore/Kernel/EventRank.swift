/// What happens first when several things happen at one instant. Each rank has its reason.
///
/// The order is (time, rank, source): at one rank, replicas go in the order of their numbers. Deciding is not an
/// event: when all events of an instant are done, every replica that is free to start a step decides, so a
/// decision always sees the whole instant.
public enum EventRank: UInt8, Comparable, Sendable {
    /// A step ends. First, so that what it frees is free for what comes at the same instant.
    case stepCompleted = 0
    /// A request arrives. Before wake-ups, so that a batch that waited for it leaves with it.
    case arrival = 1
    /// A policy's own alarm. Last: it only makes its replica decide again.
    case wakeUp = 2

    public static func < (left: EventRank, right: EventRank) -> Bool { left.rawValue < right.rawValue }
}
