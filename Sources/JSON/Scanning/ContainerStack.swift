/// The open arrays and objects of a document, a bit each.
struct ContainerStack: Sendable {
    /// The innermost 64, the innermost of all in the lowest bit.
    private var word: UInt64 = 0
    private var outer: [UInt64] = []
    private(set) var depth = 0

    /// Whether the innermost is an object; false where none is open.
    var isObject: Bool {
        @inline(__always) get { word & 1 == 1 }
    }

    @inline(__always)
    mutating func push(isObject: Bool) {
        if depth & 63 == 0, depth > 0 {
            outer.append(word)
            word = 0
        }
        word = word << 1 | (isObject ? 1 : 0)
        depth += 1
    }

    @inline(__always)
    mutating func pop() {
        depth -= 1
        word >>= 1
        if depth & 63 == 0 { word = outer.popLast() ?? 0 }
    }
}
