internal import JSON

/// Hides a credential in what a server answers, which may tell it again in an error or a label.
///
/// It is found however the server has escaped it, since whoever reads the answer undoes that. Stars stand for whole escapes,
/// so that the JSON stays whole and as long. A piece is held back from where a secret may begin that goes on in the next.
struct SecretVeil {
    /// What is shorter stands in any answer, and would hide what is no secret.
    private static let shortest = 6

    private let secrets: [EscapedText]
    /// True at each byte that a secret may begin with.
    private let beginnings: [Bool]
    private var held: [UInt8] = []
    /// How many of them have been looked at.
    private var seen = 0

    init(_ secrets: [String]) {
        let secrets = secrets.filter { $0.utf8.count >= Self.shortest }.map { EscapedText($0) }
        self.secrets = secrets
        beginnings = (UInt8.min...UInt8.max).map { byte in secrets.contains { $0.mayBegin(with: byte) } }
    }

    /// The bytes up to what may be the beginning of a secret, with `*` in place of each.
    mutating func hide(_ piece: [UInt8]) -> [UInt8] {
        guard !secrets.isEmpty else { return piece }
        // A secret that comes byte by byte is not compared anew for each of them.
        guard held.count - seen + piece.count >= seen else {
            held += piece
            return []
        }
        var bytes = held.isEmpty ? piece : held + piece
        let sure = hide(in: &bytes, isWhole: false)
        held = Array(bytes[sure...])
        seen = held.count
        bytes.removeLast(bytes.count - sure)
        return bytes
    }

    /// What was held back, when no more comes.
    mutating func rest() -> [UInt8] {
        var bytes = held
        (held, seen) = ([], 0)
        _ = hide(in: &bytes, isWhole: true)
        return bytes
    }

    /// Hides secrets up to the first place at which more has to be known, which it tells.
    private func hide(in bytes: inout [UInt8], isWhole: Bool) -> Int {
        var place = 0
        while place < bytes.count {
            guard beginnings[Int(bytes[place])] else {
                place += 1
                continue
            }
            var end = place
            for secret in secrets {
                switch secret.match(in: bytes, at: place, isWhole: isWhole) {
                case .none: break
                case .cut: return place
                case .upTo(let found): end = max(end, found)
                }
            }
            // The letter of an escape begins no secret.
            guard let length = EscapedText.length(ofCharacterIn: bytes, at: place, isWhole: isWhole) else {
                return place
            }
            for hidden in place..<end { bytes[hidden] = UInt8(ascii: "*") }
            place = max(end, place + length)
        }
        return place
    }
}
