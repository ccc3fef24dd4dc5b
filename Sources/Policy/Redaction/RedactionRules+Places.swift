extension RedactionRules {
    /// What stands in every option that takes a secret.
    private static let optionWords = endings.flatMap { ending in
        [" ", "=", "\"", "'", "\t"].map { RuleWord(ending + $0) }
    }

    /// Secrets by the place where a protocol, a file format or a program's options have them.
    static let places: [Pattern] = [
        Pattern(
            "private-key", ["private key"],
            #"(?s)(-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z))"#,
            check: .lines),
        // The end of a key whose beginning is not there.
        Pattern(
            "private-key", ["private key"],
            #"(?m)((?:^[ \t]*[A-Za-z0-9+/]{16,}={0,2}(?:\r?\n|\\r\\n|\\n))*^?[ \t]*[A-Za-z0-9+/=]+(?:\r?\n|\\r\\n|\\n))[ \t]*-----END [A-Z0-9 ]*PRIVATE KEY"#,
            check: .lines),
        // A user's name may be missing, and a password may hold any sign but those that end it.
        Pattern("url-password", ["://"], #"(?i)[a-z0-9]://[^/\s:@"'<>]*:([^/\s"'<>]+)@"#, needs: "@"),
        Pattern("url-password", ["@tcp(", "@unix("], #"[\w.-]+:([^\s"':/]+)@(?:tcp|unix)\("#),
        Pattern(
            "authorization", ["authorization"],
            #"(?i)\bauthorization\\*["']?[ \t]*(?:[:=]|=>|%3a)[ \t]*\[?\\*["']?"#
                + #"(?:(?:bearer|basic|token|apikey|digest|negotiate|ntlm|ssws|splunk|geniekey|key|bot)(?:[ \t]+|%20|\+)([^\s"'\\,;]{4,})"#
                + #"|aws4-hmac-sha256[^\r\n"']*?signature=([0-9a-f]+)|[a-z][a-z0-9-]{2,20}[ \t]+([^\s"'\\,;]{16,})|([^\s"'\\,;]{16,}))"#
        ),
        Pattern("bearer-token", ["bearer"], #"(?i)\bbearer(?:[ \t]+|%20)([a-z0-9._~+/=-]{16,})"#),
        Pattern(
            "api-key-header",
            [
                "x-vault-token", "x-auth", "x-amz-security", "x-csrf", "x-xsrf", "private-token", "x-goog",
                "x-functions", "ocp-apim",
            ],
            #"(?i)\b(?:x-vault-token|x-auth-(?:token|key)|x-amz-security-token|x-csrf-token|x-xsrf-token|private-token|x-goog-api-key"#
                + #"|x-functions-key|ocp-apim-subscription-key)\\*["']?[ \t]*[:=][ \t]*\[?\\*["']?([^\s"'\\,;&]{4,})"#),
        Pattern(
            "cookie", ["cookie"],
            #"(?i)\b(?:set-)?cookie2?\\*["']?[ \t]*(?::|=>|=[ \t]*["'])[ \t]*\[?[ \t]*\\*["']?([^\s=;,"'\\]+=[^\r\n"'\\]+)"#
        ),
        Pattern(
            "cookie",
            [
                "jsessionid", "phpsessid", "aspxauth", "asp.net_sessionid", "laravel_session", "connect.sid",
                "csrftoken",
            ],
            #"(?i)(?:jsessionid|phpsessid|\.?aspxauth|asp\.net_sessionid|laravel_session|connect\.sid|csrftoken)=([^\s;,&"'\\]{8,})"#
        ),
        Pattern(
            "option-value", optionWords,
            #"(?i)(?:^|[\s"'\[,])--?[a-z0-9._-]*?(?:password|passwd|passphrase|passcode|pass|pwd|secret|token|credentials?"#
                + #"|(?:api|secret|access|private|auth|account|encryption|signing|master|license|storage)[_-]?key(?:[_-]?base)?)"#
                + #"(?:[ \t]+|=|["'],[ \t]*["'])(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"'\-,\[\]|<>=][^\s"'|]*))"#
                // A shell joins what stands in quotes to what is before.
                + #"|(?:^|[\s"'\[,])--?[a-z0-9._-]*?(?:password|passwd|passphrase|passcode|pass|pwd|secret|token|credentials?"#
                + #"|(?:api|secret|access|private|auth|account|encryption|signing|master|license|storage)[_-]?key(?:[_-]?base)?)"#
                + #"(?:"([^"\s,]+)"|'([^'\s,]+)')"#,
            needs: "-"),
        Pattern(
            "option-value", ["mysql", "mariadb"],
            #"\b(?:mysql(?:dump|admin|import|sh|show)?|mariadb(?:-dump|-admin)?)\b[^\r\n|;&]*?[ \t]-p(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"'|;&]+))"#
        ),
        Pattern("option-value", ["sshpass"], #"\bsshpass[ \t]+-p[ \t]*(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"']+))"#),
        Pattern(
            "option-value", ["login"],
            #"\b(?:docker|podman|helm|nerdctl|skopeo|oras|az|cf|oc)\b[^\r\n|;&]*?\blogin\b[^\r\n|;&]*?[ \t]-p[ \t]*(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"'|;&]+))"#
        ),
        Pattern(
            "option-value", ["redis-cli", "requirepass ", "requirepass\t"],
            #"\bredis-cli\b[^\r\n|;&]*?[ \t]-a[ \t]*(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"'|;&]+))"#
                // A line of Redis' configuration, or what sets it.
                + #"|(?im:^[ \t]*|\bconfig[ \t]+set[ \t]+)(?i:requirepass)[ \t]+["']?([^\s"']+)["']?[ \t]*(?m:\r?$)"#),
        Pattern(
            "option-value", ["ldap"],
            #"\bldap[a-z]+\b[^\r\n|;&]*?[ \t]-w[ \t]*(?:"([^"\r\n]+)|'([^'\r\n]+)|([^\s"'|;&]+))"#, needs: "-"),
        Pattern(
            "basic-auth",
            ["curl", "httpie", "http", "https"].flatMap { program in
                [" ", "\t", "\"", "'", ".exe"].map { RuleWord(program + $0) }
            },
            #"\b(?:curl|httpie)(?:\.exe)?["']?[ \t](?:[^\r\n|;]*?[ \t])?(?:-[a-zA-Z]*[uU]|--user|--proxy-user|-a|--auth)[ \t=]*["']?[^\s:"'/]+:([^\s"']+)"#
                // These stand in what is no command as well.
                + #"|(?m:^|\$ |;|&&|\|)[ \t]*https?(?:\.exe)?["']?[ \t](?:[^\r\n|;]*?[ \t])?(?:-a|--auth)[ \t=]*["']?[^\s:"'/]+:([^\s"']+)"#
                // The words of a command in a list.
                + #"|["']curl["'](?:,[ \t]*["'][^"'\r\n]*["'])*?,[ \t]*["'](?:-[a-zA-Z]*[uU]|--user|--proxy-user)["'],[ \t]*["'][^\s:"'/]+:([^\s"']+)"#,
            needs: ":"),
        Pattern("option-value", ["pass:"], #"(?i)-pass(?:in|out)[ \t]+pass:([^\s"']+)"#),
        Pattern("netrc", ["login ", "login\t"], #"\blogin[ \t]+\S+[ \t]+password[ \t]+([^\s"']+)"#),
        Pattern(
            "sql-password",
            ["identified", RuleWord("password ", then: .quoted), RuleWord("password\t", then: .quoted)],
            #"(?i)\b(?:identified[ \t]+(?:with[ \t]+\S+[ \t]+)?by|password)[ \t]+(?:'((?:[^'\r\n]|'')+)|"([^"\r\n]+))"#),
    ]
}
