/// What processes that use a database at the same time tell each other of the head of its file.
struct HeadNote: Equatable {
    /// Bytes of a head.
    static let length = 100

    /// The head that the file had when the first of them opened it.
    var first: [UInt8] = []
    /// The one that it has; empty while somebody changes it.
    var head: [UInt8] = []

    init(first: [UInt8] = [], head: [UInt8] = []) {
        self.first = first
        self.head = head
    }

    /// Nil for what tells nothing.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length || bytes.count == 2 * Self.length else { return nil }
        first = Array(bytes.prefix(Self.length))
        head = Array(bytes.dropFirst(Self.length))
    }

    var bytes: [UInt8] { first + head }
}
