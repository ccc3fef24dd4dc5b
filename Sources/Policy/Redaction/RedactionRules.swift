import Crypto
import RE2

/// The compiled set of patterns that tell what a secret looks like.
package struct RedactionRules: Sendable {
    /// One kind of secret; the first group that took part in a match is the secret, the whole match without a group.
    struct Rule: Sendable {
        let kind: String
        let expression: RegularExpression
        /// True for the operator's own: whatever it matches is hidden, a word for nothing too.
        let isCustom: Bool
    }

    /// Changes with the rules, the operator's own among them; part of the evidence key.
    package let digest: String

    private let builtIn: RuleSet
    private let custom: RuleSet
    private let prefilter: Prefilter
    private let telling: RegularExpression
    private let tellingPrefilter: Prefilter

    /// The built-in rules and the operator's own patterns by kind.
    ///
    /// A pattern of the operator without a group hides its whole match, one with groups hides the first that took part.
    /// - Throws: `PolicyError` of code `badPattern`, naming the kind.
    package init(custom: [String: String] = [:]) throws(PolicyError) {
        self.custom = try RuleSet(
            custom.sorted { $0.key < $1.key }.map { (kind: $0.key, pattern: $0.value) }, isCustom: true)
        builtIn = try RuleSet(Self.patterns, isCustom: false)
        prefilter = Prefilter(Self.words)
        tellingPrefilter = Prefilter(Self.tellingWords)
        let own = custom.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }.joined(separator: "\u{0}")
        digest = SHA256.hash(data: Array("\(Redactor.version)\u{0}\(own)".utf8)).description
        do {
            telling = try RegularExpression("(?i)(?:\(Self.strongNames)|(?:^|[^a-z])(?:\(Self.weakNames)|pwd))$")
        } catch {
            throw PolicyError(.badPattern, "the telling names do not compile: \(error.message)", hint: error.hint)
        }
    }

    /// The rules that have a match in the text.
    func candidates(in bytes: [UInt8]) -> [Rule] {
        let own = custom.candidates(in: bytes)
        return prefilter.mayMatch(bytes.span) ? builtIn.candidates(in: bytes) + own : own
    }

    /// False when no rule has a match in the text, as in nearly every one.
    func mayMatch(_ text: String) -> Bool { !custom.isEmpty || prefilter.mayMatch(text.utf8Span.span) }

    /// Whether a member of this name holds a secret.
    func isTelling(_ name: String) -> Bool { tellingPrefilter.mayMatch(name.utf8Span.span) && telling.matches(name) }

    /// Whether what stands where a secret could is none: a placeholder, or a word for nothing.
    static func isHarmless(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        return harmless.contains(text) || text.allSatisfy { !$0.isLetter && !$0.isNumber || $0 == "x" }
    }

    private static let harmless: Set<String> = ["null", "nil", "none", "true", "false", "undefined", "redacted"]
}

/// Rules that are looked for together.
private struct RuleSet: Sendable {
    private let set: RegularExpressionSet
    private let kinds: [String]
    private let isCustom: Bool

    init(_ patterns: [(kind: String, pattern: String)], isCustom: Bool) throws(PolicyError) {
        for (kind, pattern) in patterns {
            // One by one first, since the joint automaton does not tell which pattern is at fault.
            do { _ = try RegularExpression(pattern) } catch {
                throw PolicyError(
                    .badPattern, "the redaction pattern `\(kind)` is not valid: \(error.message)", hint: error.hint)
            }
        }
        do { set = try RegularExpressionSet(patterns.map(\.pattern)) } catch {
            throw PolicyError(.badPattern, "the redaction patterns are too large together", hint: error.hint)
        }
        kinds = patterns.map(\.kind)
        self.isCustom = isCustom
    }

    var isEmpty: Bool { kinds.isEmpty }

    func candidates(in bytes: [UInt8]) -> [RedactionRules.Rule] {
        guard !isEmpty else { return [] }
        return set.matches(in: bytes).map {
            RedactionRules.Rule(kind: kinds[$0], expression: set.expressions[$0], isCustom: isCustom)
        }
    }
}
