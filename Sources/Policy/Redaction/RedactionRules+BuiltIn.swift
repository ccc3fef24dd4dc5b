extension RedactionRules {
    /// Names that mean a secret wherever they end, as in `dbPassword` and `DB_PASSWORD`.
    static let strongNames =
        "(?:password|passwd|passphrase|(?:secret|api|access|private)[_-]?key"
        + "|(?:client|api|app|user|shared|webhook)[_-]?secret"
        + "|(?:auth|access|refresh|session|id|bearer|api|user|csrf|xsrf)[_-]?token)"

    /// Names that also stand in prose and code: `unexpected token: SELECT`.
    static let weakNames = "secret|token|credentials?"

    /// One of these stands in every name that means a secret, in either case.
    static let tellingWords = ["passw", "passphrase", "key", "secret", "token", "credential", "pwd"]

    /// One of these stands in every text that a built-in rule has a match in, in either case.
    static let words = [
        "private key", "akia", "asia", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox", "aiza",
        "k_live_", "k_test_", "npm_", "hvs.", "sk-ant-", "eyj", "://", "authorization", "bearer", "cookie", "passw",
        "passphrase", "pwd", "secret", "apikey", "api_key", "api-key", "accesskey", "access_key", "access-key",
        "privatekey", "private_key", "private-key", "token", "credential",
    ]

    private static let separator = #"\\*["']?[ \t]*(?::=|=>|={1,2}|:)[ \t]*\\*"#
    private static let quoted = #""([^"\\\r\n]+)\\*"|'([^'\\\r\n]+)\\*'"#
    private static let boundary = "(?:^|[^a-z0-9«])"

    /// Grammars of published token forms, and the ways in which secrets stand beside a telling word.
    static let patterns: [(kind: String, pattern: String)] = [
        (
            "private-key",
            #"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\z))"#
        ),
        ("aws-access-key", #"\b((?:AKIA|ASIA)[0-9A-Z]{16})\b"#),
        ("github-token", #"\b(gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{22,251})"#),
        ("gitlab-token", #"\b(glpat-[A-Za-z0-9_-]{20,})"#),
        ("slack-token", #"\b(xox[abeoprs]-[A-Za-z0-9-]{10,})"#),
        ("google-api-key", #"\b(AIza[0-9A-Za-z_-]{35})"#),
        ("stripe-key", #"\b([rs]k_(?:live|test)_[0-9A-Za-z]{16,})"#),
        ("npm-token", #"\b(npm_[A-Za-z0-9]{36})\b"#),
        ("vault-token", #"\b(hvs\.[A-Za-z0-9_-]{24,})"#),
        ("anthropic-key", #"\b(sk-ant-[A-Za-z0-9_-]{20,})"#),
        ("jwt", #"\b(eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*)"#),
        ("url-password", #"(?i)[a-z0-9]://[^/\s:@"']*:([^/\s@"']+)@"#),
        (
            "authorization",
            #"(?i)\bauthorization\\*["']?[ \t]*[:=][ \t]*\\*["']?"#
                + #"(?:(?:bearer|basic|token|apikey|digest)[ \t]+([^\s"'\\,;]{4,})|([^\s"'\\,;]{16,}))"#
        ),
        ("bearer-token", #"(?i)\bbearer[ \t]+([a-z0-9._~+/=-]{16,})"#),
        ("cookie", #"(?i)\b(?:set-)?cookie\\*["']?[ \t]*:[ \t]*\\*["']?([^\s=;,"']+=[^\r\n"']+)"#),
        (
            "named-value",
            "(?i)(?:\(strongNames)\(separator)(?:\(quoted)|" + #"([^\s,;&"'{}\[\]()\\=]+))"#
                // A bare word after a colon may be prose; with a digit in it, it is not.
                + "|\(boundary)(?:\(weakNames))\(separator)(?:\(quoted)|" + #"([a-z._~+/-]*[0-9][a-z0-9._~+/=-]{4,}))"#
                + "|\(boundary)(?:\(weakNames))=" + #"([^\s,;&"'{}\[\]()\\=>]+)"#
                // PWD=/home/ada is a folder.
                + "|\(boundary)pwd\(separator)(?:\(quoted)|" + #"([^\s,;&"'{}\[\]()\\=/][^\s,;&"'{}\[\]()\\]*)))"#
        ),
    ]
}
