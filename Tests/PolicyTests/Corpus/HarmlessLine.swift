/// Lines that look as if they held a secret and hold none.
enum HarmlessLine {
    /// A line by chance, of one of the forms in turn.
    static func text(_ index: Int, _ draw: inout Draw) -> String {
        var parts = forms[index % forms.count].split(separator: "`", omittingEmptySubsequences: false).map {
            String($0)
        }
        for place in stride(from: 1, to: parts.count, by: 2) { parts[place] = filled(parts[place], &draw) }
        return parts.joined()
    }

    /// What stands for a word between backquotes; a number behind it is a length.
    private static func filled(_ word: String, _ draw: inout Draw) -> String {
        let name = word.filter { !$0.isNumber }
        let count = Int(word.filter(\.isNumber)) ?? 1
        return switch name {
        case "time": draw.time()
        case "uuid": draw.uuid()
        case "hex": draw.hex(count)
        case "base": draw.base64(bytes: count)
        case "digits": draw.text(count, Draw.digits)
        case "capitals": draw.text(count, Draw.upper + Draw.digits)
        case "id": draw.text(count, Draw.lower + Draw.digits)
        case "sign": draw.text(count, Draw.base64)
        case "host": draw.host()
        case "address": draw.address()
        case "WORD": draw.word().uppercased()
        case "nothing": draw.one(of: ["********", "${DB_PASSWORD}", "", "[REDACTED]", "null", "<redacted>", "xxxxx"])
        case "word": draw.word()
        default: "\(draw.number(1...999))"
        }
    }

    private static let forms = [
        "`time` INFO `word` request_id=`uuid` took `n` ms", "commit `hex40`", "HEAD is now at `hex7` fix the `word`",
        "sha256:`hex64` `word`", "md5sum `hex32`  `word`.tar.gz", #"etag: "`hex32`""#,
        "`word` version `n`.`n`.`n`-rc.1+build.`hex8`", "pulled `word`:v`n`.`n`@sha256:`hex64`",
        "trace_id=`hex32` span_id=`hex16` parent=`hex16`", "x-amz-request-id: `capitals16` x-amz-id-2: `base54`",
        "data:image/png;base64,`base90`", "`time` DEBUG payload=`base60`", "integrity: sha512-`base64`",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI`sign43` ada@example.com",
        "-----BEGIN CERTIFICATE-----\n`sign64`\n`sign64`\n-----END CERTIFICATE-----",
        #"`time` FATAL:  password authentication failed for user "`word`""#,
        "Failed password for invalid user admin from `address` port `n` ssh2",
        "unexpected token: `WORD` at line `n`", "error near token: expected ')'", "the secret: nobody knows",
        "Invalid cookie: session expired", "authorization: denied for `word`",
        "max_tokens=`n` prompt_tokens: `n` tokens=`n`", "token_type: bearer expires_in: `n`", "password=`nothing`",
        "export DB_PASSWORD=$`WORD`_PW", "password_file=/run/secrets/`word`", "--password-file /etc/`word`/pw",
        "secretName: `word`-tls", "secretKeyRef: {name: `word`, key: password}", "cache_key=`word`:`n`:`hex12`",
        "partition key `word`-`n` moved", #"duplicate key value violates unique constraint "`word`_pkey""#,
        "foreign key `word`_id=`n`", "idempotency-key: `uuid`", "key=`uuid` ttl=`n`",
        "TTY=pts/0 ; PWD=/home/`word` ; USER=root ; COMMAND=/bin/ls", "http://`host`:8080/a@b?x=1",
        "see https://`host`/`word`?page=`n`&sort=asc", "public_key=`base32`", "git@github.com:`word`/`word`.git",
        "mail to `word`@`host` queued as `capitals10`",
        "token=AppWindowToken{`hex7` token=Token{`hex7` Record{`hex7` u0}}}",
        "pass: `n` fail: `n` skip: 0", "user=`word` session=`n` uid=`n`",
        "aws_account_id=`digits12` arn:aws:iam::`digits12`:role/`word`", "Asia/Shanghai offset +08:00 host `host`",
        "msg.`word`.`word` delivered", "region us-east-1 zone us-west-2a",
        "blk_`digits19` replicated to `address`:50010",
        #"`address` - - "GET /`word` HTTP/1.1" 200 `n` "-" "curl/7.88.1""#,
        "kind: ConfigMap\ndata:\n  mode: `word`\n  level: debug", "credentials:\n  user: `word`",
        "tokens:\n  - `word``n`", "token:\n  at `word`.js:`n`", "password:\n  required", "public_key: |\n  `base32`",
        "description: |\n  reset the password at https://`host`/`word`", "secret:\n  secretName: `word``n`",
        "Password:\n    - must have at least `n` signs", "varchar password(`digits2`)", "getPassword(user)",
        "use '--token' or '--key'", "[\"--token\", \"--user\"] are required",
        "  at app.auth.checkToken(auth.js:`n`:`n`)", "api_key:\n  ${API_KEY}", "auth_token: |\nuser: `word``n`",
        "jti `uuid` kid `hex8`", "serial number `capitals20`",
        "java.lang.IllegalStateException: Token expired at com.example.`word`.TokenFilter.check(TokenFilter.java:`n`)",
        "ev_`id26` ses_`id26`", #"{"level":"info","id":"`uuid`","hash":"`hex40`","ms":`n`}"#,
        "retrying login for `word` in `n` s", "loaded key `word`Repository`n`Service",
        "fingerprint SHA256:`sign43` (ED25519)", "csrf token missing or incorrect",
        "secret `word`-`word`-credentials not found in namespace `word`", "credentials: include",
        "{\"tokens\":`n`,\"key\":\"`word`/`uuid`.json\",\"etag\":\"`hex32`\"}", "`time` ERROR `word` failed: 0x`hex16`",
        "https://`host`/`word`/`uuid`?v=`hex8`#`word`", "- name: `WORD`_HOST\n  value: `host`",
    ]
}
