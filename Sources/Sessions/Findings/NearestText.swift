import JSON
import Model

/// Finds what in an output is most like a quote that is not where it is said to be.
struct NearestText {
    /// How many values are compared, and how much of each and of the quote.
    private static let maximumValues = 5000
    private static let maximumText = 600
    /// Less than this in common is no likeness.
    private static let least = 0.3

    private let quote: String
    private let pairs: [Pair: Int]

    private struct Pair: Hashable {
        let first: UInt8
        let second: UInt8
    }

    init(_ quote: String) {
        self.quote = quote
        pairs = Self.pairs(of: quote)
    }

    /// The value in an output that is most like the quote, and its place.
    func found(in output: JSONValue) -> (pointer: String, text: String)? {
        var best: (likeness: Double, pointer: JSONPointer, text: String)?
        var open: [(JSONPointer, JSONValue)] = [(.root, output)]
        var seen = 0
        while let (place, value) = open.popLast(), seen < Self.maximumValues {
            switch value {
            case .array(let elements):
                for (index, element) in elements.enumerated().reversed() {
                    open.append((place.appending(index), element))
                }
            case .object(let object):
                for (name, member) in object.reversed() { open.append((place.appending(name), member)) }
            default:
                seen += 1
                guard let text = Quote.text(of: value) else { continue }
                if text == quote { return (place.text, text) }
                let likeness = likeness(of: text)
                if likeness > best?.likeness ?? Self.least { best = (likeness, place, text) }
            }
        }
        return best.map { ($0.pointer.text, $0.text) }
    }

    /// How much two texts have in common, from 0 to 1 (Dice 1945, over pairs of bytes).
    func likeness(of text: String) -> Double {
        if text == quote { return 1 }
        let other = Self.pairs(of: text)
        var common = 0
        for (pair, count) in other { common += min(count, pairs[pair] ?? 0) }
        let all = pairs.values.reduce(0, +) + other.values.reduce(0, +)
        return all == 0 ? 0 : 2 * Double(common) / Double(all)
    }

    private static func pairs(of text: String) -> [Pair: Int] {
        var pairs: [Pair: Int] = [:]
        // The digits of two secrets are alike by chance alone.
        let bytes = Array(RedactionTokens.blinded(text).lowercased().utf8.prefix(maximumText))
        for (first, second) in zip(bytes, bytes.dropFirst()) {
            pairs[Pair(first: first, second: second), default: 0] += 1
        }
        return pairs
    }
}
