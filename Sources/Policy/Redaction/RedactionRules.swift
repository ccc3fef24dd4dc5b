import Crypto
import RE2

/// The compiled set of patterns that tell what a secret looks like.
package final class RedactionRules: Sendable {
    /// A pattern that is built in.
    struct Pattern: Sendable {
        let kind: String
        /// One of these stands in every text that it has a match in.
        let words: [RuleWord]
        let pattern: String
        let check: Check
        /// A sign without which there is no match.
        let needs: Unicode.Scalar?
        /// True where the words stand beside the match, and tell that it is one.
        let isElsewhere: Bool

        init(
            _ kind: String, _ words: [RuleWord], _ pattern: String, check: Check = .none,
            needs: Unicode.Scalar? = nil, isElsewhere: Bool = false
        ) {
            self.kind = kind
            self.words = words
            self.pattern = pattern
            self.check = check
            self.needs = needs
            self.isElsewhere = isElsewhere
        }
    }

    /// What a match has to be besides.
    enum Check: Sendable {
        case none
        /// Made by chance, as far as can be seen.
        case chance
        /// It goes over several lines, each of which is hidden where lines are to stay.
        case lines
        /// As long as a password: a shorter one in its place is a word of the program.
        case long
    }

    /// One kind of secret; the first group that took part in a match is the secret, the whole match without a group.
    struct Rule: Sendable {
        let kind: String
        let expression: RegularExpression
        let check: Check
        var needs: UInt8?
        /// True for the operator's own: whatever it matches is hidden, a word for nothing too.
        let isCustom: Bool
    }

    /// Changes with the rules, the operator's own among them; part of the evidence key.
    package let digest: String

    private let custom: CustomRules
    private let prefilter: Prefilter
    private let tellingPrefilter: Prefilter
    /// The bit of the prefilter that stands for manifests.
    private let manifestRule: Int
    /// The same for values below their names.
    private var blockRule: Int { manifestRule + 1 }
    /// The rules that are tried on every text, whether the prefilter has found their words or not.
    private let always: Prefilter.Rules

    /// The built-in rules and the operator's own patterns by kind.
    ///
    /// A pattern of the operator without a group hides its whole match, one with groups hides the first that took part.
    /// - Throws: `PolicyError` of code `badPattern`, naming the kind.
    package convenience init(custom: [String: String] = [:]) throws(PolicyError) {
        try self.init(custom, triesAll: false)
    }

    /// - Parameter triesAll: True to do without the prefilter: slow, and with the same result.
    init(_ custom: [String: String], triesAll: Bool) throws(PolicyError) {
        self.custom = try CustomRules(custom.sorted { $0.key < $1.key })
        let patterns = Self.places + Self.tokens + Self.named
        manifestRule = patterns.count
        always =
            triesAll
            ? patterns.enumerated().reduce(3 << Prefilter.Rules(patterns.count)) { rules, pattern in
                rules | (pattern.element.isElsewhere ? 0 : 1 << Prefilter.Rules(pattern.offset))
            } : 0
        prefilter = Prefilter(patterns.map(\.words) + [SecretManifest.words, SecretBlock.words])
        tellingPrefilter = Prefilter([Self.tellingWords])
        let own = custom.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }.joined(separator: "\u{0}")
        digest = SHA256.hash(data: Array("\(Redactor.version)\u{0}\(own)".utf8)).description
    }

    static func compiled(_ pattern: String, _ kind: String) throws(PolicyError) -> RegularExpression {
        do { return try RegularExpression(pattern) } catch {
            throw PolicyError(
                .badPattern, "the redaction pattern `\(kind)` is not valid: \(error.message)", hint: error.hint)
        }
    }

    /// What may have a match in a text.
    struct Candidates {
        var rules: [Rule]
        /// Whether it may be a manifest of secrets.
        var mayBeManifest = false
        /// Whether a value may stand below its name.
        var mayHaveBlocks = false
    }

    /// The rules that may have a match in the text.
    func candidates(in bytes: [UInt8]) -> Candidates {
        let own = custom.candidates(in: bytes)
        let found = prefilter.rules(in: bytes.span) | always
        guard found != 0 else { return Candidates(rules: own) }
        var rules: [Rule] = []
        var rest = found & (1 << Prefilter.Rules(manifestRule) - 1)
        while rest != 0 {
            let rule = BuiltInRules.shared.rules[rest.trailingZeroBitCount]
            if always != 0 || rule.needs.map({ bytes.contains($0) }) ?? true { rules.append(rule) }
            rest &= rest - 1
        }
        return Candidates(
            rules: rules + own, mayBeManifest: found >> Prefilter.Rules(manifestRule) & 1 != 0,
            mayHaveBlocks: found >> Prefilter.Rules(blockRule) & 1 != 0)
    }

    /// False when no rule has a match in the text, as in nearly every one.
    func mayMatch(_ text: Span<UInt8>) -> Bool { always != 0 || !custom.isEmpty || prefilter.mayMatch(text) }

    /// The next place from which a rule may have a match; nil when there is none to the end.
    func nextPlace(in text: Span<UInt8>, from start: Int) -> Int? {
        custom.isEmpty ? prefilter.first(in: text, from: start) : start < text.count ? start : nil
    }

    /// Whether a text shows that its lines of base 64 are those of a certificate or of a public key.
    func holdsCertificate(_ bytes: [UInt8]) -> Bool { BuiltInRules.shared.certificate.matches(in: bytes) }

    /// Whether a member of this name holds a secret.
    func isTelling(_ name: String) -> Bool {
        tellingPrefilter.mayMatch(name.utf8Span.span) && BuiltInRules.shared.telling.matches(name)
    }

    /// Where values stand below their names.
    func blocks(in bytes: [UInt8]) -> [Range<Int>] {
        BuiltInRules.shared.blocks.values(
            in: bytes, isTelling: isTelling, isStrong: { BuiltInRules.shared.strong.matches($0) })
    }
}

/// The operator's own rules, which are looked for together since no word is known that stands in their matches.
private struct CustomRules: Sendable {
    private let set: RegularExpressionSet
    private let kinds: [String]

    init(_ patterns: [(key: String, value: String)]) throws(PolicyError) {
        // One by one first, since the joint automaton does not tell which pattern is at fault.
        for (kind, pattern) in patterns { _ = try RedactionRules.compiled(pattern, kind) }
        do { set = try RegularExpressionSet(patterns.map(\.value)) } catch {
            throw PolicyError(.badPattern, "the redaction patterns are too large together", hint: error.hint)
        }
        kinds = patterns.map(\.key)
    }

    var isEmpty: Bool { kinds.isEmpty }

    func candidates(in bytes: [UInt8]) -> [RedactionRules.Rule] {
        guard !isEmpty else { return [] }
        return set.matches(in: bytes).map {
            RedactionRules.Rule(kind: kinds[$0], expression: set.expressions[$0], check: .none, isCustom: true)
        }
    }
}
