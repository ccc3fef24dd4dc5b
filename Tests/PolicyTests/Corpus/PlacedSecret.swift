/// Secrets that a protocol, a program or a file format has in one place of its own.
struct PlacedSecret: Sendable {
    let name: String
    let make: @Sendable (inout Draw) -> (text: String, secret: String)

    init(_ name: String, _ make: @escaping @Sendable (inout Draw) -> (text: String, secret: String)) {
        self.name = name
        self.make = make
    }

    static let all: [PlacedSecret] = [
        PlacedSecret("basic authorization") { draw in
            let secret = draw.base64(bytes: 18)
            return (
                draw.one(of: [
                    "Authorization: Basic \(secret)", "> authorization: Basic \(secret)\r",
                    "-H 'Proxy-Authorization: Basic \(secret)'",
                ]), secret
            )
        },
        PlacedSecret("bearer authorization") { draw in
            let secret = draw.text(24...60, Draw.base64url)
            return (
                draw.one(of: [
                    "Authorization: Bearer \(secret)", #"{"authorization":["Bearer \#(secret)"]}"#,
                    "auth header was Bearer \(secret)",
                ]), secret
            )
        },
        PlacedSecret("session cookie") { draw in
            let secret = draw.text(26, Draw.lower + Draw.digits)
            return (
                draw.one(of: [
                    "Cookie: theme=dark; sid=\(secret)", "Set-Cookie: session=\(secret); Path=/; HttpOnly",
                    #"{"cookie":"a=1; _s=\#(secret)"}"#, "GET /cart;jsessionid=\(secret)",
                    "PHPSESSID=\(secret); path=/",
                ]), secret
            )
        },
        PlacedSecret("Slack webhook") { draw in
            let capitals = Draw.upper + Draw.digits
            let secret = "T\(draw.text(8...10, capitals))/B\(draw.text(10, capitals))/\(draw.text(24))"
            return (
                draw.one(of: [
                    "notify: https://hooks.slack.com/services/\(secret)",
                    "POST https://hooks.slack.com/services/\(secret) 404",
                ]), secret
            )
        },
        PlacedSecret("mysql's option") { draw in
            let secret = draw.password()
            return (
                draw.one(of: [
                    "+ mysql -h \(draw.host()) -u root -p\(secret) shop",
                    "mysqldump -uapp -p'\(secret)' shop > shop.sql",
                ]), secret
            )
        },
        PlacedSecret("option") { draw in
            let secret = draw.password()
            return (
                draw.one(of: [
                    "app --password \(secret) --verbose", "app --db-password=\(secret)",
                    "cmd: [\"app\", \"--auth-token\", \"\(secret)\"]",
                    "docker login -u ci -p \(secret) registry.example.com",
                    "sshpass -p \(secret) ssh root@\(draw.host())", "redis-cli -a \(secret) ping",
                ]), secret
            )
        },
        PlacedSecret("curl's user") { draw in
            let secret = draw.password()
            return (
                draw.one(of: [
                    "curl -s -u admin:\(secret) https://\(draw.host())/",
                    "curl --user ci:\(secret) -O https://\(draw.host())/x",
                ]), secret
            )
        },
        PlacedSecret("connection string") { draw in
            let secret = draw.password()
            return (
                draw.one(of: [
                    "Server=\(draw.host());Database=shop;User Id=sa;Password=\(secret);Encrypt=true",
                    "host=\(draw.host()) user=app password=\(secret) dbname=shop",
                    "mongodb+srv://app:\(secret.replacing("@", with: "%40"))@\(draw.host())/shop",
                    "app:\(secret.replacing("@", with: "a"))@tcp(\(draw.host()):3306)/shop",
                ]), secret.replacing("@", with: "\u{0}")
            )
        },
        PlacedSecret("Azure connection string") { draw in
            let secret = draw.base64(bytes: 64)
            return (
                "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=\(secret);EndpointSuffix=core.windows.net",
                secret
            )
        },
        PlacedSecret("signed address") { draw in
            let secret = Draw.encoded(draw.base64(bytes: 32))
            return (
                "https://shop.blob.core.windows.net/c/b?sv=2024-11-04&se=2026-01-01&sr=b&sp=r&sig=\(secret)", secret
            )
        },
        PlacedSecret("SQL") { draw in
            let secret = draw.password()
            return (
                draw.one(of: [
                    "CREATE USER 'app'@'%' IDENTIFIED BY '\(secret)'", "ALTER ROLE app WITH PASSWORD '\(secret)';",
                ]), secret
            )
        },
        PlacedSecret("netrc") { draw in
            let secret = draw.password()
            return ("machine \(draw.host()) login ci password \(secret)", secret)
        },
        PlacedSecret("XML") { draw in
            let secret = draw.text(16)
            return (
                draw.one(of: [
                    "<server><username>ci</username><password>\(secret)</password></server>",
                    "<add key=\"ApiSecret\" value=\"\(secret)\"/>",
                    "<Password type=\"PasswordText\">\(secret)</Password>",
                ]), secret
            )
        },
        PlacedSecret("prose") { draw in
            let secret = draw.text(32)
            return (
                draw.one(of: [
                    "rotated the api key to \(secret) today", "the new token is \(secret)",
                    "secret \(secret) has leaked",
                ]), secret
            )
        },
        PlacedSecret("private key") { draw in
            let secret =
                draw.text(64, Draw.base64) + "\n" + draw.text(64, Draw.base64) + "\n" + draw.text(33, Draw.base64) + "="
            let kind = draw.one(of: ["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "])
            let text = "-----BEGIN \(kind)PRIVATE KEY-----\n\(secret)\n-----END \(kind)PRIVATE KEY-----"
            guard draw.number(0...1) == 0 else { return (text, secret) }
            return (#"{"private_key":"\#(text.replacing("\n", with: "\\n"))"}"#, secret.replacing("\n", with: "\\n"))
        },
        PlacedSecret("line of a private key") { draw in
            // Chance may leave out digits, which no real key does in 64 signs but once in fifty thousand.
            let secret = "aZ3" + draw.text(61, Draw.base64)
            return (draw.one(of: [secret, "    \(secret)", "\"\(secret)\\n\","]), secret)
        },
        PlacedSecret("end of a private key") { draw in
            let secret = draw.text(64, Draw.base64) + "\n" + draw.text(30, Draw.base64) + "=="
            return ("\(secret)\n-----END RSA PRIVATE KEY-----\nnext line", secret)
        },
        PlacedSecret("Kubernetes manifest") { draw in
            let secret = draw.base64(bytes: draw.number(9...40))
            let key = draw.one(of: ["username", "config.yaml", "ca", "value", "a-b.c"])
            return (
                draw.one(of: [
                    "apiVersion: v1\ndata:\n  \(key): \(secret)\nkind: Secret\nmetadata:\n  name: x",
                    "kind: Secret\nmetadata:\n  name: x\nstringData:\n  \(key): \"\(secret)\"\n---\nkind: Pod",
                    #"{"apiVersion":"v1","data":{"\#(key)":"\#(secret)"},"kind":"Secret","metadata":{"name":"x"}}"#,
                    "{\n  \"data\": {\n    \"\(key)\": \"\(secret)\"\n  },\n  \"kind\": \"Secret\"\n}",
                ]), secret
            )
        },
        PlacedSecret("key in base 64") { draw in
            let secret =
                draw.one(of: [
                    "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo", "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1J",
                ]) + draw.text(200, Draw.base64)
            return ("  tls.key: \(secret)", secret)
        },
        PlacedSecret("registry's login") { draw in
            let secret = "eyJhdXRocyI6eyJodHRwczovL2luZGV4" + draw.text(80, Draw.base64)
            return (".dockerconfigjson: \(secret)", secret)
        },
    ]
}
