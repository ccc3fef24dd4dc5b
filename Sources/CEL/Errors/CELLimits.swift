/// The bounds within which an expression is read and evaluated, so that none can hang or exhaust its host.
public struct CELLimits: Hashable, Sendable {
    /// UTF-8 bytes of an expression's text.
    public var sourceBytes: Int
    /// Levels of the syntax tree, brackets included.
    ///
    /// More than 500 is taken as 500 to keep within a thread's stack.
    public var depth: Int
    /// Nodes of the syntax tree.
    public var nodes: Int
    /// Work units of one evaluation: an element visited costs as much as the nodes that visit it, long texts and lists
    /// cost by their length.
    public var steps: Int
    /// Bytes of text, lists and maps that one evaluation may build in all, whether or not they are kept.
    public var builtBytes: Int

    /// Bounds; the defaults suit an expression out of a file of a stranger.
    public init(
        sourceBytes: Int = 65_536, depth: Int = 250, nodes: Int = 20_000, steps: Int = 10_000_000,
        builtBytes: Int = 16_777_216
    ) {
        self.sourceBytes = sourceBytes
        self.depth = depth
        self.nodes = nodes
        self.steps = steps
        self.builtBytes = builtBytes
    }

    /// The default bounds.
    public static let standard = CELLimits()

    var boundedDepth: Int { min(depth, 500) }
}
