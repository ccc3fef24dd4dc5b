/// Values that protect less than others, whatever they are values of.
enum WeakValues {
    /// Values that say of themselves that nothing is protected.
    static let plain: Set<String> = [
        "plaintext", "tls_plaintext", "unencrypted", "decrypted", "allow-all", "unblocked", "unrestricted", "allow_all",
        "allowall", "always_allow", "allow-public", "no_restriction", "unprotected",
    ]

    /// Values by which something is not done.
    static let off: Set<String> = [
        "none", "off", "disabled", "disable", "false", "no", "0", "inactive", "not_required", "optional", "suspended",
        "unspecified", "not_configured", "notconfigured", "stopped", "paused", "no-op",
    ]

    /// Words of names that turn the meaning of an off around.
    static let inverse: Set<String> = [
        "disable", "disabled", "skip", "ignore", "without", "no", "non", "not", "insecure", "allow", "bypass", "exempt",
        "public", "anonymous", "legacy",
    ]

    /// Words of types that stand for a field of work as well as for a demand.
    static let vague: Set<String> = [
        "iam", "auth", "authentication", "authorization", "ssl", "tls", "https", "secure", "scan", "scanning",
        "signing",
        "validation", "sso", "audit", "approval", "block", "ownership", "firewall", "inspection", "threat",
    ]

    /// Values of one kind, from what protects most to what protects least; those of one step protect alike.
    static let ladders: [[Set<String>]] = [
        [["https"], ["http", "tcp"]],
        [["tls", "ssl"], ["tcp", "http", "udp"]],
        [["wss"], ["ws"]],
        [["grpcs"], ["grpc"]],
        [["ftps", "sftp"], ["ftp"]],
        [["ldaps"], ["ldap"]],
        [
            ["verify-full", "verify_full"], ["verify-ca", "verify_ca"], ["require"], ["prefer"], ["allow"], ["disable"],
        ],
        [["bucketownerenforced"], ["bucketownerpreferred"], ["objectwriter"]],
        [["block-all-sharing"], ["block-new-sharing"], ["unblocked"]],
        [["denyall"], ["allowprivate"], ["allowall"]],
        [["prevention"], ["detection"], ["off", "disabled"]],
        [
            ["enforce", "enforced", "enforcing", "enforced_block_and_audit_log"],
            ["audit", "warn", "monitor", "report", "dryrun", "dry_run", "dryrun_audit_log_only", "permissive", "log"],
            ["disabled", "off", "none"],
        ],
        [["enabled"], ["enabledforreportingbutnotenforced", "report_only", "report-only"]],
        [
            ["deny", "block", "reject", "drop"],
            ["count", "log", "audit", "monitor", "alert", "allow", "accept", "pass"],
        ],
        [["require_attestation", "always_deny"], ["always_allow"]],
        [["strict"], ["permissive", "lax", "loose", "none", "disable", "disabled"]],
        [["required", "require"], ["optional", "requested", "request", "none", "not_required", "off", "disabled"]],
        [["compliance"], ["governance"]],
        [["private"], ["internal", "limited"], ["public", "unlisted"]],
        [["restricted"], ["baseline"], ["privileged"]],
        [["restricted"], ["unrestricted", "public"]],
        [["locked"], ["unlocked"]],
        [["encrypted_only", "trusted_client_certificate_required"], ["allow_unencrypted_and_encrypted"]],
        [["internal"], ["external", "internet-facing"]],
        [["enforced"], ["inherited", "unspecified"]],
        [["aws:kms", "kms", "customer_managed", "cmk"], ["none", "plaintext"]],
        [["high"], ["none", "off"]],
        [["immutable"], ["mutable"]],
    ]

    /// Whether a value protects less than another of its kind.
    static func isLower(_ value: String, than other: String) -> Bool {
        ladders.contains { ladder in
            guard let from = ladder.firstIndex(where: { $0.contains(other) }),
                let to = ladder.lastIndex(where: { $0.contains(value) })
            else { return false }
            return to > from
        }
    }
}
