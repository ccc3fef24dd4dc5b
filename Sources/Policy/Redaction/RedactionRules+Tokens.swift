extension RedactionRules {
    /// Forms of tokens as those who give them out have published them.
    static let tokens: [Pattern] = [
        Pattern("aws-access-key", ["AKIA", "ASIA", "ABIA", "ACCA"], #"\b((?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16})\b"#),
        Pattern(
            "github-token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"],
            #"\b(gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{22,251})"#),
        Pattern(
            "gitlab-token", ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "gloas-"],
            #"\b(gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|oas)-[A-Za-z0-9_-]{20,})"#),
        Pattern(
            "slack-token",
            ["xoxa", "xoxb", "xoxe", "xoxo", "xoxp", "xoxr", "xoxs", "xapp-", "hooks.slack.com"],
            #"\b(xox[abeoprs][.-][A-Za-z0-9.-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,})"#
                + #"|hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9_/]{20,})"#),
        Pattern(
            "google-key", ["AIza", "GOCSPX-", "ya29.", "1//0"],
            #"\b(AIza[0-9A-Za-z_-]{35}|GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{20,})|\b(1//0[A-Za-z0-9_-]{30,})"#),
        Pattern(
            "stripe-key", ["k_live_", "k_test_", "whsec_"],
            #"\b([rsp]k_(?:live|test)_[0-9A-Za-z]{16,}|whsec_[A-Za-z0-9+/=]{24,})"#),
        Pattern(
            "registry-token", ["npm_", "pypi-", "dckr_", "rubygems_", "oy2"],
            #"\b(npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}|dckr_[op]at_[A-Za-z0-9_-]{20,}|rubygems_[0-9a-f]{48}|oy2[a-z0-9]{43})\b"#
        ),
        Pattern(
            "vault-token", ["hvs.", "hvb.", "hvr.", ".atlasv1."],
            #"\b(hv[sbr]\.[A-Za-z0-9_-]{20,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,})"#),
        Pattern(
            "model-key", ["sk-ant-", "sk-proj-", "sk-svcacct-", "sk-admin-", "T3BlbkFJ", "hf_", "r8_", "gsk_", "xai-"],
            #"\b(sk-ant-[A-Za-z0-9_-]{20,}|sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"#
                + #"|hf_[A-Za-z0-9]{34,}|r8_[A-Za-z0-9]{37}|gsk_[A-Za-z0-9]{40,}|xai-[A-Za-z0-9]{60,})"#),
        Pattern(
            "mail-key", ["SG.", "key-", "-us1", "-us2", "-us3", "-us4", "-us5", "-us6", "-us7", "-us8", "-us9"],
            #"\b(SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{32,64}|key-[0-9a-f]{32}|[0-9a-f]{32}-us[1-9][0-9]?)\b"#),
        Pattern(
            "cloud-token",
            [
                "dop_v1_", "doo_v1_", "dor_v1_", "dapi", "tskey-", "pscale_", "sbp_", "pul-", "dp.pt.", "HRKU-", "nfp_",
                "fo1_", "fm2_",
            ],
            #"\b(do[opr]_v1_[a-f0-9]{64}|dapi[0-9a-f]{32}(?:-[0-9])?|tskey-[a-z]+-[A-Za-z0-9-]{20,}|pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,}"#
                + #"|sbp_[a-f0-9]{40}|pul-[a-f0-9]{40}|dp\.pt\.[A-Za-z0-9]{40,}|HRKU-[A-Za-z0-9_-]{36,}|nfp_[A-Za-z0-9]{36,}"#
                + #"|fo1_[A-Za-z0-9_-]{43}|fm2_[A-Za-z0-9+/=]{60,})"#),
        Pattern(
            "service-token",
            [
                "shpat_", "shpss_", "shpca_", "shppa_", "glsa_", "glc_", "NRAK-", "sntrys_", "sntryu_", "lin_api_",
                "ntn_",
                "figd_", "PMAK-", "ATATT3x", "sq0csp-", "EAAA",
            ],
            #"\b(shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}|glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,}|NRAK-[A-Z0-9]{27}"#
                + #"|sntrys_[A-Za-z0-9+/=_]{40,}|sntryu_[a-f0-9]{64}|lin_api_[A-Za-z0-9]{40}|ntn_[A-Za-z0-9]{40,}|figd_[A-Za-z0-9_-]{36,}"#
                + #"|PMAK-[a-f0-9]{24}-[a-f0-9]{34}|ATATT3x[A-Za-z0-9_=-]{60,}|sq0csp-[A-Za-z0-9_-]{43}|EAAA[A-Za-z0-9_-]{60})"#
        ),
        Pattern(
            "bot-token", [":AA", "%3AAA"],
            #"\b([0-9]{8,10}(?::|%3A)AA[A-Za-z0-9_-]{33})"#),
        Pattern(
            "azure-secret", ["8Q~", "7Q~", "accountkey=", "sharedaccesskey=", "sig="],
            #"\b([A-Za-z0-9_~.-]{3}[78]Q~[A-Za-z0-9_~.-]{31,34})|(?i)(?:account|sharedaccess)key=([A-Za-z0-9+/%]{40,}={0,2})"#
                + #"|(?i)[?&;]sig=([A-Za-z0-9%+/=_-]{20,})"#),
        Pattern("age-key", ["age-secret-key-1"], "(?i)(AGE-SECRET-KEY-1[A-Z0-9]{58})"),
        Pattern(
            "jwt", ["eyJ"],
            #"\b(eyJ[A-Za-z0-9_-]{6,}\.eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{16,})"#
        ),
        Pattern(
            "encoded-key", ["LS0tLS1CRUdJTi", "eyJhdXRocyI6"],
            #"\b(LS0tLS1CRUdJTiB(?:QUklWQVRF|SU0EgUFJJ|FQyBQUklW|PUEVOU1NI|FTkNSWVBU|EU0EgUFJJ|QR1AgUFJJ)[A-Za-z0-9+/_-]*={0,2})"#
                + #"|\b(eyJhdXRocyI6[A-Za-z0-9+/_-]{8,}={0,2})"#),
        Pattern(
            "password-hash",
            ["{ssha"]
                + ["2a", "2b", "2y", "5", "6", "y", "apr1", "argon2id", "argon2i", "argon2d"].flatMap { method in
                    [RuleWord("$\(method)$"), RuleWord("%24\(method)%24")]
                },
            #"((?:\$(?:2[aby]|5|6|y|apr1|argon2(?:id|i|d))\$|%24(?:2[aby]|5|6|y|apr1|argon2(?:id|i|d))%24)[A-Za-z0-9./+$=,%-]{20,})|(\{SSHA(?:256|512)?\}[A-Za-z0-9+/=]{20,})"#
        ),
        Pattern(
            "jwk", [#""kty""#, #"kty\""#], #"\\*"(?:d|p|q|dp|dq|qi|k)\\*"\s*:\s*\\*"([A-Za-z0-9_-]{16,})"#,
            isElsewhere: true),
    ]
}
