extension RedactionRules {
    /// Names that mean a secret wherever they end, as in `dbPassword` and `DB_PASSWORD`.
    static let strongNames =
        "(?:password|passwd|passphrase|passcode"
        + "|(?:db|database|user|mysql|pg|postgres|postgresql|smtp|imap|redis|mongo|mongodb|admin|root|ftp|ldap|http|proxy"
        + "|login|ssh|sudo|mail|email|amqp|rabbitmq|jdbc|store|bind|basic)[_.-]?pass"
        + "|(?:secret|api|access|private|encryption|decryption|signing|master|account|shared|storage|license|hmac|aes|admin"
        + "|jwt|cookie|webhook|crypto|cipher|auth|consumer|ingest|deploy)[_.-]?key(?:[_.-]?base)?"
        + "|(?:client|api|app|user|shared|webhook|consumer|signing|jwt|cookie|session|oauth|master|hmac|auth|bot)[_.-]?secret"
        + "|(?:auth|access|refresh|session|id|bearer|api|user|csrf|xsrf|security|deploy|bot|oauth|registration|runner|join"
        + "|bootstrap|vault|github|gitlab|slack|npm)[_.-]?token)"

    /// Names that also stand in prose and code: `unexpected token: SELECT`.
    static let weakNames = "secret|token|credentials?|pass"

    /// What may follow a name: a number, or the place that the secret is for.
    static let suffix =
        "(?:[_-]?[0-9]{1,2}|[_-](?:prod|production|staging|dev|test|live|new|old|current|previous|primary|secondary|b64|base64|raw|hash|encrypted))?"

    /// One of these stands in every name that means a secret, in either case.
    static let tellingWords: [RuleWord] = ["pass", "key", "secret", "token", "credential", "pwd"]

    static let endings = [
        "password", "passwd", "passphrase", "passcode", "pass", "key", "key_base", "key-base", "key.base", "keybase",
        "secret", "token", "credential", "credentials", "pwd",
    ]

    /// A name with what may stand between it and the sign that gives it a value, however much that is.
    private static func given(_ name: String) -> [RuleWord] {
        ["=", ":", "%3"].map { RuleWord(name + $0) }
            + ["\"", "'", "\\", " ", "\t"].map { RuleWord(name + $0, then: .assigned) }
    }

    /// What may stand between a name and what follows it at once.
    static func continued(_ name: String) -> [RuleWord] {
        (["_", "-"] + (0...9).map { "\($0)" }).map { RuleWord(name + $0) }
    }

    /// One of these stands wherever a name and its secret do.
    private static let nameWords = endings.flatMap { given($0) + continued($0) }

    private static let separator = #"\\*["']?[ \t]*(?::=|=>|={1,2}|:|(?i:%3[ad]|\\u003[ad]))[ \t]*"#
    /// Text in quotes, and in the escaped quotes of JSON within JSON; it may be cut off.
    private static let quoted =
        #"\\+"((?:[^"\\\r\n]|\\{2,}"?|\\[^"\\\r\n])+)|"((?:[^"\\\r\n]|\\[^\r\n])+)|\\*'((?:[^'\\\r\n]|\\[^\r\n]|'')+)"#
    private static let bare = #"\\*((?:[^\s,;&"'{}\[\]()<>\\=«%]|%[0-9A-Fa-f]{2})[^\s,;&"'\\<>]*)"#
    /// Not followed by what it would be the name of, as in `token=Token{1a2b}`.
    private static let weak =
        #"\\*((?:[^\s,;&"'{}\[\]()<>\\=«%]|%[0-9A-Fa-f]{2})[^\s,;&"'\\<>{}]*)(?:[\s,;&"'}\\<>]|\z)"#
    private static let boundary = #"(?:^|[^a-z0-9«]|\\u00[0-9a-f]{2}|%[0-9a-f]{2})"#

    /// The ways in which secrets stand beside a telling word.
    static let named: [Pattern] = [
        // A whole line of a shell's or a service's environment.
        Pattern(
            "named-value", endings.flatMap { [RuleWord($0 + "=")] + continued($0) },
            #"(?m)^[ \t]*(?:-[ \t]+)?(?:(?:export|set|ENV|ARG|Environment=|declare -x)[ \t]*)?["']?"#
                + "(?:[A-Z0-9_]*(?:PASSWORD|PASSWD|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_KEY|SECRET_KEY"
                + "|PRIVATE_KEY|ENCRYPTION_KEY|SIGNING_KEY|MASTER_KEY|KEY_BASE|AUTH_KEY|ACCOUNT_KEY|HMAC_KEY|JWT_KEY)"
                + #"|(?:[A-Z0-9_]*_)?PASS|(?:[A-Z0-9_]+_)PWD)(?i:"# + suffix + #")=([^\s"'$][^\s]*|\$[^\s{(A-Z][^\s]*)"#
        ),
        // A line of YAML or of properties: the value reaches to its end.
        Pattern(
            "named-value", nameWords,
            #"(?mi)^[ \t]*(?:-[ \t]+)?["']?[\w.-]*?(?:"# + strongNames + suffix
                + #")["']?(?::[ \t]+|[ \t]+=[ \t]+)([^\s"'\[{|>&*!#$«\\][^\r\n]*?)(?:[ \t]+#[^\r\n]*)?[ \t]*\r?$"#
                + #"|^[ \t]*(?:-[ \t]+)?["']?(?:[\w.-]*[._-])?(?:secret|token)["']?:[ \t]+([^\s"'\[{|>&*!#$«\\]\S*)[ \t]*\r?$"#
        ),
        Pattern(
            "named-value", nameWords,
            "(?i)(?:(?:\(strongNames))\(suffix)\(separator)(?:\(quoted)|\(bare))"
                // A bare word after a colon may be prose; with a digit in it, it is not.
                + "|\(boundary)(?:\(weakNames))\(suffix)\(separator)(?:\(quoted)|"
                + #"\\*([a-z._~+/-]*[0-9][a-z0-9._~+/=!@#$^*-]{4,}))"#
                + "|\(boundary)(?:secret|token|credentials?)\(suffix)(?:=|%3d)\(weak)"
                + "|(?:^|[^a-z0-9«])pass\(suffix)=\(weak)|_pass\(suffix)(?:=|:[ \\t]*)\(bare)"
                // PWD=/home/ada is a folder.
                + "|\(boundary)pwd\(separator)(?:\(quoted)|" + #"([^\s,;&"'{}\[\]()\\=/][^\s,;&"'{}\[\]()\\]*)))"#),
        // As an argument: `withPassword("…")`. Without quotes it may be a variable, and a number is a length.
        Pattern(
            "named-value", endings.flatMap { [RuleWord($0 + "(")] + continued($0) },
            "(?i)(?:\(strongNames)|\(boundary)(?:secret|token))\(suffix)"
                + #"\((?:"([^"\\\r\n]{4,})"|'([^'\\\r\n]{4,})'"#
                + #"|([a-z0-9._~+/!@#$^*-]*(?:[a-z][a-z0-9._~+/!@#$^*-]*[0-9]|[0-9][a-z0-9._~+/!@#$^*-]*[a-z])[a-z0-9._~+/!@#$^*-]*))\)"#,
            check: .long),
        // Kubernetes and others give a name and a value as two members, or on two lines.
        Pattern(
            "named-value", given("value"),
            #"(?i)\bname\\*["']?[ \t]*:[ \t]*\\*["']?[\w.-]*(?:"# + strongNames
                + #"|secret|token|credentials?|_pass|pwd)"# + suffix
                + #"\\*["']?(?:[ \t]*,[ \t]*|[ \t]*\r?\n[ \t]*)\\*["']?value\\*["']?[ \t]*:[ \t]*(?:"# + quoted
                + #"|([^\s"',{}\[\]][^\r\n,}]*))"#),
        Pattern(
            "xml-element",
            endings.flatMap { ending in
                [">", " ", "\t", "\n", "\r", "\u{C}"].map { RuleWord(ending + $0) } + continued(ending)
            },
            #"(?i)<[\w:.-]*(?:"# + strongNames + #"|secret|token|credentials?|pwd)"# + suffix
                + #"(?:\s[^<>]*)?>(?:\s*<!\[CDATA\[([^\r\n]+?)(?:\]\]>|[\r\n]|\z)|([^<>\r\n]+))"#, needs: "<"),
        Pattern(
            "named-value", ["value="],
            #"(?i)\b(?:key|name)=["'][\w:.-]*(?:"# + strongNames
                + #"|secret|token|pwd)["'][ \t]+value=["']([^"'\r\n]+)"#),
        // What looks made by chance, not far behind a word that tells of a secret.
        Pattern(
            "near-name",
            [
                "secret", "token", "passphrase", "credential", "api key", "api_key", "apikey", "api-key",
            ] + [" ", "\t", ":", "=", "'", "\"", "(", "[", "`"].map { RuleWord("password" + $0) },
            #"(?i)\b(?:api[ _-]?key|secret(?:[ _-]?key)?|token|password|passphrase|credentials?)\b(?:[ \t]+[a-z]{1,12}){0,3}[ \t:='"(\[`]+"#
                + #"([A-Za-z0-9+/_~-]{20,}={0,2})"#, check: .chance),
        Pattern(
            "url-parameter", ["key=", "code=", "sig=", "signature=", "auth="],
            #"(?i)[?&;](?:key|code|sig|signature|x-amz-signature|auth)=([A-Za-z0-9%+/_~.=-]{20,})"#, check: .chance),
    ]
}
