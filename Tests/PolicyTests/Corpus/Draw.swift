/// Draws texts by chance from published alphabets, the same ones for the same seed.
struct Draw {
    static let lower = Array("abcdefghijklmnopqrstuvwxyz")
    static let upper = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    static let digits = Array("0123456789")
    static let hex = Array("0123456789abcdef")
    static let alphanumeric = lower + upper + digits
    static let base64 = alphanumeric + Array("+/")
    static let base64url = alphanumeric + Array("-_")
    static let base32 = upper + Array("234567")

    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(state: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func one<Element>(of choices: [Element]) -> Element { choices[number(0...choices.count - 1)] }

    mutating func text(_ count: Int, _ alphabet: [Character] = alphanumeric) -> String {
        String((0..<count).map { _ in one(of: alphabet) })
    }

    mutating func text(_ count: ClosedRange<Int>, _ alphabet: [Character] = alphanumeric) -> String {
        text(number(count), alphabet)
    }

    mutating func hex(_ count: Int) -> String { text(count, Self.hex) }

    /// Base 64 with its padding, of so many bytes.
    mutating func base64(bytes: Int) -> String {
        let signs = (bytes * 4 + 2) / 3
        return text(signs, Self.base64) + String(repeating: "=", count: (4 - signs % 4) % 4)
    }

    mutating func uuid() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }

    /// A password as password managers make them: letters, digits and signs.
    mutating func password() -> String {
        let signs = Array("!@#$%^*_+-.~?")
        let first = one(of: Self.alphanumeric)
        return String(first) + text(9...20, Self.alphanumeric + signs) + String(one(of: Self.alphanumeric))
    }

    mutating func word() -> String {
        one(of: [
            "checkout", "billing", "search", "orders", "session", "gateway", "cache", "worker", "export", "upload",
            "replica", "shard", "queue", "mailer", "profile", "catalog", "invoice", "payment", "refund", "report",
        ])
    }

    mutating func host() -> String {
        "\(word())-\(number(1...40)).\(one(of: ["internal", "example.com", "svc.cluster.local"]))"
    }

    mutating func address() -> String { "\(number(10...250)).\(number(0...255)).\(number(0...255)).\(number(1...254))" }

    /// A time as logs write it.
    mutating func time() -> String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return
            "2026-0\(number(1...9))-\(two(number(1...28)))T\(two(number(0...23))):\(two(number(0...59))):\(two(number(0...59))).\(number(100...999))Z"
    }

    /// Percent-encoded as the value of a query (RFC 3986).
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            if alphanumeric.contains(character) || "-._~".contains(character) { return String(character) }
            return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        .joined()
    }
}
