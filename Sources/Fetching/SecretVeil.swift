/// Hides a credential in what a server answers, which may tell it again in an error or a label.
///
/// Characters are compared as JSON means them, since a server may escape any of them and whoever reads the answer
/// undoes it. Stars stand for whole escapes, so that the JSON stays whole and as long. A piece is held back from where
/// a secret may begin that goes on in the next.
struct SecretVeil {
    /// What is shorter stands in any answer, and would hide what is no secret.
    private static let shortest = 6

    private let secrets: [[UInt8]]
    /// True at each byte that a secret begins with.
    private let beginnings: [Bool]
    private var held: [UInt8] = []

    /// - Parameter secrets: Of visible ASCII characters.
    init(_ secrets: [String]) {
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
        var beginnings = [Bool](repeating: false, count: 256)
        for secret in self.secrets { beginnings[Int(secret[0])] = true }
        self.beginnings = beginnings
    }

    /// The bytes up to what may be the beginning of a secret, with `*` in place of each.
    mutating func hide(_ piece: [UInt8]) -> [UInt8] {
        guard !secrets.isEmpty else { return piece }
        var bytes = held.isEmpty ? piece : held + piece
        let sure = hide(in: &bytes, isWhole: false)
        held = Array(bytes[sure...])
        bytes.removeLast(bytes.count - sure)
        return bytes
    }

    /// What was held back, when no more comes.
    mutating func rest() -> [UInt8] {
        var bytes = held
        held = []
        _ = hide(in: &bytes, isWhole: true)
        return bytes
    }

    /// Hides secrets up to the first place at which more has to be known, which it tells.
    private func hide(in bytes: inout [UInt8], isWhole: Bool) -> Int {
        var place = 0
        while place < bytes.count {
            guard let character = Self.character(bytes, at: place, isWhole: isWhole) else { return place }
            guard beginnings[Int(character.byte)] else {
                place += character.length
                continue
            }
            var end = place
            for secret in secrets {
                switch Self.match(secret, bytes, at: place, isWhole: isWhole) {
                case .none: break
                case .cut: return place
                case .upTo(let found): end = max(end, found)
                }
            }
            for hidden in place..<end { bytes[hidden] = UInt8(ascii: "*") }
            place = max(end, place + character.length)
        }
        return place
    }

    private enum Match {
        case none, cut
        case upTo(Int)
    }

    private static func match(_ secret: [UInt8], _ bytes: [UInt8], at start: Int, isWhole: Bool) -> Match {
        var place = start
        for byte in secret {
            guard place < bytes.count, let character = character(bytes, at: place, isWhole: isWhole) else {
                return isWhole ? .none : .cut
            }
            guard character.byte == byte else { return .none }
            place += character.length
        }
        return .upTo(place)
    }

    /// What one character means, and how many bytes it takes; 0 for what stands in no secret, nil when it goes on.
    private static func character(
        _ bytes: [UInt8], at place: Int, isWhole: Bool
    ) -> (byte: UInt8, length: Int)? {
        let first = bytes[place]
        guard first == UInt8(ascii: "\\") else { return (first, 1) }
        guard place + 1 < bytes.count else { return isWhole ? (first, 1) : nil }
        let second = bytes[place + 1]
        switch second {
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""): return (second, 2)
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return (0, 2)
        case UInt8(ascii: "u"):
            guard place + 6 <= bytes.count else { return isWhole ? (first, 1) : nil }
            return number(bytes[place + 2..<place + 6]).map { ($0 < 0x80 ? UInt8($0) : 0, 6) } ?? (first, 1)
        default: return (first, 1)
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | Int(digit & 0x0F)
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
                number = number << 4 | Int(digit & 0x0F) + 9
            default: return nil
            }
        }
        return number
    }
}
