/// What a parser accepts at most, so that a hostile document costs bounded time and memory.
public struct JSONLimits: Hashable, Sendable {
    /// The deepest nesting of arrays and objects, at most `maximumDepth`.
    public var depth: Int {
        didSet { depth = Self.clamped(depth) }
    }
    /// The longest document in bytes.
    public var bytes: Int
    /// The longest string or member name, in bytes as written, without the quotes.
    public var stringBytes: Int
    /// The longest number in bytes as written.
    public var numberBytes: Int
    /// The most combining characters in a row within a string or member name (`String.hasMarks`).
    ///
    /// Only values that are made as a whole are checked.
    public var marks: Int

    /// The greatest `depth` that can be asked for: values nest as deep as the document, and releasing them recurses.
    public static let maximumDepth = 2048

    /// Limits; what is left out has its standard value.
    public init(
        depth: Int = 512, bytes: Int = 1 << 30, stringBytes: Int = 64 << 20, numberBytes: Int = 4096, marks: Int = .max
    ) {
        self.depth = Self.clamped(depth)
        self.bytes = bytes
        self.stringBytes = stringBytes
        self.numberBytes = numberBytes
        self.marks = marks
    }

    /// 512 levels, 1 GiB, strings of 64 MiB, numbers of 4096 characters, any combining characters.
    public static let standard = JSONLimits()

    private static func clamped(_ depth: Int) -> Int { min(max(depth, 1), maximumDepth) }
}
