import RE2

/// The compiled set of patterns that tell what a secret looks like.
package struct RedactionRules: Sendable {
    /// One kind of secret; the first group that took part in a match is the secret.
    struct Rule: Sendable {
        let kind: String
        let expression: RegularExpression

        /// Words that stand where a secret could, and are none.
        func isHarmless(_ bytes: [UInt8]) -> Bool {
            bytes.isEmpty || Self.harmless.contains(String(decoding: bytes, as: UTF8.self).lowercased())
        }

        private static let harmless: Set<String> = ["null", "nil", "none", "true", "false", "undefined", "-", "***"]
    }

    private let set: RegularExpressionSet
    private let kinds: [String]
    private let telling: RegularExpression

    /// The built-in rules and the operator's own patterns by kind.
    ///
    /// A pattern of the operator without a group hides its whole match.
    /// - Throws: `PolicyError` of code `badPattern`, naming the kind.
    package init(custom: [String: String] = [:]) throws(PolicyError) {
        var patterns = Self.builtIn
        for (kind, pattern) in custom.sorted(by: { $0.key < $1.key }) { patterns.append((kind, "(\(pattern))")) }
        do {
            set = try RegularExpressionSet(patterns.map(\.pattern))
            telling = try RegularExpression("(?i)^(?:.*[^a-z])?(?:\(Self.tellingNames))$")
        } catch {
            throw PolicyError(.badPattern, "a redaction pattern is not valid: \(error.message)", hint: error.hint)
        }
        kinds = patterns.map(\.kind)
    }

    /// The rules that have a match in the text.
    func candidates(in bytes: [UInt8]) -> [Rule] {
        set.matches(in: bytes).sorted().map { Rule(kind: kinds[$0], expression: set.expressions[$0]) }
    }

    /// Whether a member of this name holds a secret.
    func isTelling(_ name: String) -> Bool { telling.matches(name) }

    private static let tellingNames =
        "password|passwd|passphrase|pwd|secret|secret[_-]?key|api[_-]?key|apikey|access[_-]?key|private[_-]?key"
        + "|client[_-]?secret|auth[_-]?token|access[_-]?token|refresh[_-]?token|session[_-]?token|token|credentials?"

    /// Grammars of published token forms, and the ways in which secrets stand beside a telling word.
    private static let builtIn: [(kind: String, pattern: String)] = [
        ("private-key", #"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z))"#),
        ("aws-access-key", #"\b((?:AKIA|ASIA)[0-9A-Z]{16})\b"#),
        ("github-token", #"\b(gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{22,251})"#),
        ("gitlab-token", #"\b(glpat-[A-Za-z0-9_-]{20,})"#),
        ("slack-token", #"\b(xox[abeoprs]-[A-Za-z0-9-]{10,})"#),
        ("google-api-key", #"\b(AIza[0-9A-Za-z_-]{35})"#),
        ("stripe-key", #"\b([rs]k_(?:live|test)_[0-9A-Za-z]{16,})"#),
        ("jwt", #"\b(eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*)"#),
        ("url-password", #"[a-z0-9]://[^/\s:@"']*:([^/\s@"']+)@"#),
        (
            "authorization",
            #"(?i)\bauthorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token|digest)\s+)?([^\s"',;]{4,})"#
        ),
        ("bearer-token", #"(?i)\bbearer\s+([a-z0-9._~+/=-]{16,})"#),
        ("cookie", #"(?i)\b(?:set-)?cookie["']?:\s*["']?([^\r\n"']+)"#),
        (
            "named-value",
            #"(?i)(?:^|[^a-z0-9])(?:"# + tellingNames
                + #")["']?\s*[=:]\s*(?:"([^"\r\n]+)"|'([^'\r\n]+)'|([^\s,;&"'{}\[\]()]+))"#
        ),
    ]
}
