/// Hides a credential in what a server answers, which may tell it again in an error or a label.
///
/// Pieces are held back by as many bytes as a secret that is cut between two of them may have in the first.
struct SecretVeil {
    /// What is shorter stands in any answer, and would hide what is no secret.
    private static let shortest = 8

    private let secrets: [[UInt8]]
    private let longest: Int
    private var held: [UInt8] = []

    init(_ secrets: [String]) {
        self.secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
        longest = self.secrets.map(\.count).max() ?? 0
    }

    /// The bytes up to what may be the beginning of a secret, with `*` in place of each.
    mutating func hide(_ piece: [UInt8]) -> [UInt8] {
        guard longest > 0 else { return piece }
        var bytes = held + piece
        for secret in secrets { Self.hide(secret, in: &bytes) }
        let sure = max(0, bytes.count - longest + 1)
        held = Array(bytes[sure...])
        return Array(bytes[..<sure])
    }

    /// What was held back, when no more comes.
    mutating func rest() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private static func hide(_ secret: [UInt8], in bytes: inout [UInt8]) {
        var start = 0
        while let found = bytes[start...].firstIndex(of: secret[0]) {
            guard found + secret.count <= bytes.count else { return }
            if bytes[found..<found + secret.count].elementsEqual(secret) {
                for place in found..<found + secret.count { bytes[place] = UInt8(ascii: "*") }
                start = found + secret.count
            } else {
                start = found + 1
            }
        }
    }
}
