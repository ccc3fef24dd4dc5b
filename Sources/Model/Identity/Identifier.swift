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
    /// Prefix, underscore and random part.
    package let rawValue: String

    /// Takes a complete identifier; nil when the prefix or the random part does not have the right form.
    package init?(_ text: String) {
        let bytes = text.utf8
        let prefix = Subject.prefix.utf8
        guard bytes.count == prefix.count + 1 + Base32.length, bytes.starts(with: prefix) else { return nil }
        let rest = bytes.dropFirst(prefix.count)
        guard rest.first == UInt8(ascii: "_"), rest.dropFirst().allSatisfy(Base32.contains) else { return nil }
        rawValue = text
    }

    /// Makes a new identifier from 128 random bits of `source`.
    package init(from source: any IdentifierSource) {
        rawValue = Base32.encode(source.next(), after: Subject.prefix)
    }

    package var description: String { rawValue }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
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
    package static var server: Self { reservedForServer }

    fileprivate init(reserved: String) { rawValue = reserved }
}

/// Asked for at each commit; a generic type can hold nothing of its own.
private let reservedForServer = SessionID(reserved: "ses_" + String(repeating: "0", count: Base32.length))
