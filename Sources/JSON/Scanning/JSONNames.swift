/// A few names that a reader asks for again and again, found without making strings.
public struct JSONNames: Sendable {
    private let names: [[UInt8]]
    /// Places in `names` by a name's length and first byte, folded.
    private var buckets: [[Int]]

    /// Names, each told by its place in the list.
    public init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        buckets = Array(repeating: [], count: 64)
        for (place, name) in self.names.enumerated() {
            buckets[Self.bucket(name.count, name.first ?? 0)].append(place)
        }
    }

    /// The place of a name; nil where it is not in the list.
    func place(of name: Span<UInt8>) -> Int? {
        guard !name.isEmpty else { return nil }
        return buckets[Self.bucket(name.count, name[0])].first { place in
            let other = names[place]
            guard other.count == name.count else { return false }
            for index in name.indices where name[index] != other[index] { return false }
            return true
        }
    }

    private static func bucket(_ count: Int, _ first: UInt8) -> Int { (count &* 5 &+ Int(first)) & 63 }
}
