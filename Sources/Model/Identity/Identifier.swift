/// What an identifier names; its prefix is the readable part in front of the random one.
package protocol IdentifierSubject: Sendable {
    /// The letters before the underscore, such as `ses`.
    static var prefix: String { get }
}

/// A random 128-bit name of something that a client can refer to, such as `ses_7k2m…`.
///
/// It is a name, not a right: whoever knows it still has to be allowed to use it. The random part is 26 characters of
/// lower-case Crockford base 32, so that it survives URLs, file names, shells and being read aloud.
package struct Identifier<Subject: IdentifierSubject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    // Its bits rather than its text, which would be an object of its own for each name in a journal.
    private let bits: Base32.Bits

    /// Takes a complete identifier; nil when the prefix or the random part does not have the right form.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let bits = text.withUTF8({ Self.bits(of: unsafe $0.span) }) else { return nil }
        self.bits = bits
    }

    /// Takes a complete identifier as bytes of UTF-8.
    init?(bytes: Span<UInt8>) {
        guard let bits = Self.bits(of: bytes) else { return nil }
        self.bits = bits
    }

    /// Makes a new identifier from 128 random bits of `source`.
    package init(from source: any IdentifierSource) { bits = Base32.Bits(source.next()) }

    fileprivate init(bits: Base32.Bits) { self.bits = bits }

    /// Makes the identifier of these 128 bits again.
    init(plainBits bits: (high: UInt64, low: UInt64)) { self.bits = Base32.Bits(bits) }

    /// Its 128 bits; nil for one that others made with more.
    var plainBits: (high: UInt64, low: UInt64)? { bits.plain }

    /// Bytes of its text.
    static var length: Int { Subject.prefix.utf8.count + 1 + Base32.length }

    private static func bits(of text: Span<UInt8>) -> Base32.Bits? {
        let start = Subject.prefix.utf8.count + 1
        guard text.count == length, text[start - 1] == UInt8(ascii: "_") else { return nil }
        for (index, byte) in Subject.prefix.utf8.enumerated() where text[index] != byte { return nil }
        return Base32.decode(text.extracting(start..<text.count))
    }

    /// Prefix, underscore and random part.
    package var rawValue: String {
        String(ofBytes: Self.length) { append(to: &$0) }
    }

    /// Adds its text.
    func append(to text: inout OutputSpan<UInt8>) {
        text.append(Subject.prefix)
        text.append(UInt8(ascii: "_"))
        Base32.append(bits, to: &text)
    }

    package var description: String { rawValue }

    /// The order of their texts.
    package static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a \(Subject.prefix)_ identifier")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// Names of the subjects that have identifiers.
package enum Subjects {
    package enum Session: IdentifierSubject { package static var prefix: String { "ses" } }
    package enum Evidence: IdentifierSubject { package static var prefix: String { "ev" } }
    package enum Finding: IdentifierSubject { package static var prefix: String { "fnd" } }
    package enum Hypothesis: IdentifierSubject { package static var prefix: String { "hyp" } }
    package enum Run: IdentifierSubject { package static var prefix: String { "run" } }
    package enum Wait: IdentifierSubject { package static var prefix: String { "ask" } }
    package enum Call: IdentifierSubject { package static var prefix: String { "call" } }
}

/// Names a session.
package typealias SessionID = Identifier<Subjects.Session>
/// Names a piece of evidence.
package typealias EvidenceID = Identifier<Subjects.Evidence>
/// Names a finding.
package typealias FindingID = Identifier<Subjects.Finding>
/// Names a hypothesis.
package typealias HypothesisID = Identifier<Subjects.Hypothesis>
/// Names a run of a workflow.
package typealias RunID = Identifier<Subjects.Run>
/// Names a question to a person: an approval, or an answer that is wanted.
package typealias WaitID = Identifier<Subjects.Wait>
/// Names a call of a tool.
package typealias CallID = Identifier<Subjects.Call>

extension Identifier where Subject == Subjects.Session {
    /// The server's own journal: calls without a session, refusals, deletions.
    ///
    /// It is never listed as a session.
    package static var server: Self { Self(bits: Base32.Bits((0, 0))) }
}
