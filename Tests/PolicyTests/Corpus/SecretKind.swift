/// A kind of secret by the grammar that those who give it out have published.
struct SecretKind: Sendable {
    let name: String
    /// Names that it is written beside; empty for a secret that shows by itself what it is.
    let names: [String]
    let make: @Sendable (inout Draw) -> String

    init(_ name: String, beside names: [String] = [], _ make: @escaping @Sendable (inout Draw) -> String) {
        self.name = name
        self.names = names
        self.make = make
    }

    /// Each from the documentation of the one who gives it out, as of 2026.
    static let all: [SecretKind] = tokens + named

    private static let tokens: [SecretKind] = [
        // docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
        SecretKind("AWS access key") { $0.one(of: ["AKIA", "ASIA"]) + $0.text(16, Draw.base32) },
        // github.blog/2021-04-05-behind-githubs-new-authentication-token-formats
        SecretKind("GitHub token") { $0.one(of: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"]) + $0.text(36) },
        SecretKind("GitHub fine-grained token") { "github_pat_\($0.text(22))_\($0.text(59))" },
        // docs.gitlab.com/security/tokens/#token-prefixes
        SecretKind("GitLab token") {
            $0.one(of: ["glpat-", "gldt-", "glrt-", "glptt-", "glft-", "glsoat-"]) + $0.text(20, Draw.base64url)
        },
        // docs.slack.dev/authentication/tokens
        SecretKind("Slack bot token") {
            "xoxb-\($0.text(11...13, Draw.digits))-\($0.text(11...13, Draw.digits))-\($0.text(24))"
        },
        SecretKind("Slack app token") {
            "xapp-1-A\($0.text(10, Draw.upper))-\($0.text(13, Draw.digits))-\($0.hex(64))"
        },
        // cloud.google.com/docs/authentication/api-keys
        SecretKind("Google API key") { "AIza" + $0.text(35, Draw.base64url) },
        SecretKind("Google OAuth client secret") { "GOCSPX-" + $0.text(28, Draw.base64url) },
        SecretKind("Google access token") { "ya29." + $0.text(60...160, Draw.base64url) },
        // docs.stripe.com/keys
        SecretKind("Stripe key") { $0.one(of: ["sk_live_", "rk_live_", "sk_test_"]) + $0.text($0.one(of: [24, 99])) },
        SecretKind("Stripe webhook secret") { "whsec_" + $0.text(32) },
        // docs.npmjs.com, pypi.org/help/#apitoken, docs.docker.com/security/access-tokens
        SecretKind("npm token") { "npm_" + $0.text(36) },
        SecretKind("PyPI token") { "pypi-AgEIcHlwaS5vcmc" + $0.text(140...170, Draw.base64url) },
        SecretKind("Docker token") { "dckr_pat_" + $0.text(27, Draw.base64url) },
        SecretKind("RubyGems key") { "rubygems_" + $0.hex(48) },
        // developer.hashicorp.com/vault/docs/concepts/tokens
        SecretKind("Vault token") { $0.one(of: ["hvs.", "hvb."]) + $0.text($0.one(of: [24, 90]), Draw.base64url) },
        SecretKind("HCP Terraform token") { "\($0.text(14)).atlasv1.\($0.text(67))" },
        SecretKind("Anthropic key") { "sk-ant-api03-\($0.text(93, Draw.base64url))AA" },
        SecretKind("OpenAI key") { "sk-\($0.text(20))T3BlbkFJ\($0.text(20))" },
        SecretKind("OpenAI project key") { "sk-proj-" + $0.text(48...156, Draw.base64url) },
        SecretKind("Hugging Face token") { "hf_" + $0.text(34, Draw.lower + Draw.upper) },
        // docs.sendgrid.com, documentation.mailgun.com
        SecretKind("SendGrid key") { "SG.\($0.text(22, Draw.base64url)).\($0.text(43, Draw.base64url.dropLast(2)))" },
        SecretKind("Mailgun key") { "key-" + $0.hex(32) },
        SecretKind("DigitalOcean token") { $0.one(of: ["dop_v1_", "doo_v1_", "dor_v1_"]) + $0.hex(64) },
        SecretKind("Databricks token") { "dapi" + $0.hex(32) },
        SecretKind("Shopify token") { $0.one(of: ["shpat_", "shpss_", "shpca_", "shppa_"]) + $0.hex(32) },
        SecretKind("Grafana token") { "glsa_\($0.text(32))_\($0.hex(8))" },
        SecretKind("New Relic key") { "NRAK-" + $0.text(27, Draw.upper + Draw.digits) },
        SecretKind("Linear key") { "lin_api_" + $0.text(40) },
        SecretKind("Postman key") { "PMAK-\($0.hex(24))-\($0.hex(34))" },
        SecretKind("Pulumi token") { "pul-" + $0.hex(40) },
        SecretKind("Tailscale key") { "tskey-auth-k\($0.text(10))CNTRL-\($0.text(24))" },
        SecretKind("Telegram bot token") { "\($0.text(10, Array("123456789"))):AA\($0.text(33, Draw.base64url))" },
        SecretKind("age key") { "AGE-SECRET-KEY-1" + $0.text(58, Array("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")) },
        // RFC 7519, with the headers that libraries write
        SecretKind("JSON Web Token") {
            let header = $0.one(of: [
                "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9",
                "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ",
            ])
            return "\(header).eyJ\($0.text(60...200, Draw.base64url)).\($0.text(43, Draw.base64url.dropLast(2)))"
        },
        // crypt(5)
        SecretKind("password hash") {
            $0.one(of: [
                "$2b$12$" + $0.text(53), "$6$\($0.text(16))$" + $0.text(86), "$y$j9T$\($0.text(22))$\($0.text(43))",
            ])
        },
    ]

    private static let named: [SecretKind] = [
        SecretKind(
            "password",
            beside: ["password", "passwd", "DB_PASSWORD", "dbPassword", "db.password", "spring.datasource.password"]
        ) { $0.password() },
        SecretKind("short name for a password", beside: ["DB_PASS", "SMTP_PASS", "REDIS_PASS", "MYSQL_PWD"]) {
            $0.password()
        },
        SecretKind(
            "AWS secret key",
            beside: ["aws_secret_access_key", "AWS_SECRET_ACCESS_KEY", "SecretAccessKey", "secretKey"]
        ) {
            $0.text(40, Draw.base64)
        },
        SecretKind("AWS session token", beside: ["aws_session_token", "AWS_SESSION_TOKEN", "SessionToken"]) {
            "IQoJb3JpZ2luX2Vj" + $0.text(200, Draw.base64)
        },
        SecretKind("API key", beside: ["api_key", "apiKey", "API_KEY", "DATADOG_API_KEY", "x-api-key"]) {
            $0.one(of: [$0.hex(32), $0.text(40), $0.uuid()])
        },
        SecretKind("client secret", beside: ["client_secret", "clientSecret", "OAUTH_CLIENT_SECRET"]) {
            $0.text(32...64, Draw.base64url)
        },
        // learn.microsoft.com: two keys of 512 bits for each storage account
        SecretKind("Azure storage key", beside: ["AccountKey", "AZURE_STORAGE_KEY", "storage_account_key"]) {
            $0.base64(bytes: 64)
        },
        SecretKind("Rails secret", beside: ["secret_key_base", "SECRET_KEY_BASE"]) { $0.hex(128) },
        SecretKind("Django secret", beside: ["SECRET_KEY", "DJANGO_SECRET_KEY"]) { $0.text(50) },
        SecretKind(
            "encryption key",
            beside: ["encryption_key", "ENCRYPTION_KEY", "signing_key", "JWT_SIGNING_KEY", "masterKey"]
        ) { $0.base64(bytes: 32) },
        SecretKind(
            "token", beside: ["token", "access_token", "accessToken", "AUTH_TOKEN", "refresh_token", "GITHUB_TOKEN"]
        ) {
            "\($0.number(0...9))" + $0.text(20...40, Draw.base64url)
        },
        SecretKind("passphrase", beside: ["passphrase", "SSH_KEY_PASSPHRASE", "keyPassphrase"]) {
            "\($0.word())-\($0.word())-\($0.number(10...99))-\($0.word())"
        },
    ]
}
