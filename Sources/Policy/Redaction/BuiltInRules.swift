import RE2

/// The expressions of the built-in patterns, compiled when a text first needs one of them, which few texts do.
struct BuiltInRules: Sendable {
    /// In the order of the patterns.
    let rules: [RedactionRules.Rule]
    /// Names of members that hold a secret.
    let telling: RegularExpression
    /// Those of them that stand in no prose.
    let strong: RegularExpression
    /// What shows that lines of base 64 are no secret.
    let certificate: RegularExpression
    let manifests: SecretManifest
    let blocks = SecretBlock()

    /// They are the same for everybody.
    static let shared: BuiltInRules = {
        do { return try BuiltInRules() } catch {
            // A mistake of the program, found by any test: nothing may be told without them.
            fatalError("\(error)")
        }
    }()

    private init() throws(PolicyError) {
        var rules: [RedactionRules.Rule] = []
        for pattern in RedactionRules.places + RedactionRules.tokens + RedactionRules.named {
            rules.append(
                RedactionRules.Rule(
                    kind: pattern.kind, expression: try RedactionRules.compiled(pattern.pattern, pattern.kind),
                    check: pattern.check, needs: pattern.needs.map { UInt8(ascii: $0) }, isCustom: false))
        }
        self.rules = rules
        manifests = try SecretManifest()
        certificate = try RedactionRules.compiled(
            "-----(?:BEGIN|END) [A-Z0-9 ]*(?:CERTIFICATE|PUBLIC KEY|SIGNATURE|MESSAGE|CRL)", "certificate")
        telling = try RedactionRules.compiled(
            "(?i)(?:\(RedactionRules.strongNames)|(?:^|[^a-z])(?:\(RedactionRules.weakNames)|pwd))"
                + "\(RedactionRules.suffix)$", "telling names")
        strong = try RedactionRules.compiled(
            "(?i)(?:\(RedactionRules.strongNames))\(RedactionRules.suffix)$", "strong names")
    }
}
