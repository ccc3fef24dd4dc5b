import JSON

/// Random documents for round trips.
enum RandomValue {
    private static let pieces = [
        "a", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "é", "e\u{301}", "→", "😀", "\u{10FFFF}", "\u{2028}", "\u{7F}",
        " key",
    ]

    static func make(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return JSONValue(Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random))
        case 3: return JSONValue(Double(bitPattern: random.next())) ?? .null
        case 4: return number(&random)
        case 5, 6: return .string(text(&random))
        case 7, 8:
            return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in make(&random, depth: depth - 1) })
        default:
            var members = JSONObject()
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                members[text(&random)] = make(&random, depth: depth - 1)
            }
            return .object(members)
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0..<12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    private static func number(_ random: inout SeededGenerator) -> JSONValue {
        let digits = (0..<Int.random(in: 1..<40, using: &random)).map { _ in
            String(Int.random(in: 1...9, using: &random))
        }
        let exponent = Int.random(in: -500...500, using: &random)
        return JSONNumber("\(digits[0]).\(digits.joined())e\(exponent)").map { .number($0) } ?? .null
    }
}
