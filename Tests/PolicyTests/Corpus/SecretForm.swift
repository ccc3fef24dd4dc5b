/// A way in which secrets come to stand in what is read.
enum SecretForm: String, CaseIterable, Sendable {
    case log, json, yaml, url, env

    /// A text with the secret, and the secret as it stands there.
    func text(of kind: SecretKind, _ draw: inout Draw) -> (text: String, secret: String) {
        let secret = kind.make(&draw)
        guard let name = kind.names.isEmpty ? nil : draw.one(of: kind.names) else { return plain(secret, &draw) }
        return named(name, secret, &draw)
    }

    /// A secret that shows by itself what it is.
    private func plain(_ secret: String, _ draw: inout Draw) -> (String, String) {
        switch self {
        case .log:
            let text = draw.one(of: [
                "upload by \(secret) failed", "using credential \(secret)", "request [\(secret)] was refused",
                "x=\(secret), retry=3", "Using '\(secret)' from the environment", "got \"\(secret)\"", "\(secret)",
            ])
            return ("\(draw.time()) WARN \(draw.word()): \(text)", secret)
        case .json:
            let text = draw.one(of: [
                #"{"time":"\#(draw.time())","level":"error","message":"failed with \#(secret)","n":\#(draw.number(1...9))}"#,
                #"{"value":"\#(secret)","host":"\#(draw.host())"}"#, #"{"line":"{\"arg\":\"\#(secret)\"}"}"#,
            ])
            return (text, secret)
        case .yaml:
            let text = draw.one(of: [
                "  value: \(secret)", "  - \"\(secret)\"", "args: ['--use', '\(secret)']",
                "config: {id: \(secret), n: 3}",
            ])
            return (text, secret)
        case .url:
            let encoded = Draw.encoded(secret)
            return (
                "GET https://\(draw.host())/v1/\(draw.word())?id=\(draw.number(1...99))&u=\(encoded)&page=2 HTTP/1.1",
                encoded
            )
        case .env:
            return (
                draw.one(of: [
                    "export CONFIG_VALUE=\(secret)", "SERVICE='\(secret)'", "APP_SETTING=\"\(secret)\"",
                    "V=\(secret) ./run.sh",
                ]), secret
            )
        }
    }

    /// A secret that its name alone gives away.
    private func named(_ name: String, _ secret: String, _ draw: inout Draw) -> (String, String) {
        switch self {
        case .log:
            let text = draw.one(of: [
                "login with \(name)=\(secret) failed", "config loaded: \(name): \(secret)", "\(name) = \"\(secret)\"",
                "started --\(name.lowercased().replacing("_", with: "-")) \(secret) --retries 3",
                "parameters {host=\(draw.host()), \(name)=\(secret)}", "\(name)='\(secret)' rejected",
            ])
            return ("\(draw.time()) INFO \(draw.word()): \(text)", secret)
        case .json:
            return (
                draw.one(of: [
                    #"{"\#(name)":"\#(secret)","user":"ada"}"#, #"{"user":"ada", "\#(name)": "\#(secret)"}"#,
                    #"{"level":"debug","body":"{\"\#(name)\":\"\#(secret)\",\"a\":1}"}"#,
                    #"{"env":[{"name":"\#(name)","value":"\#(secret)"}]}"#,
                    "{\n  \"\(name)\":\n    \"\(secret)\",\n  \"user\": \"ada\"\n}",
                ]), secret
            )
        case .yaml:
            return (
                draw.one(of: [
                    "  \(name): \(secret)", "\(name): \"\(secret)\"", "  \(name): '\(secret)' # from the vault",
                    "- name: \(name)\n  value: \(secret)", "stringData:\n  \(name): \(secret)",
                    "a:\n  \(name): |\n    \(secret)\n  user: ada", "- \(name): >-\n    \(secret)\n  user: ada",
                    "\(name):\n  \"\(secret)\"\nuser: ada", "\(name): !!str |2-  # from the vault\n\n  \(secret)\n",
                ]), secret
            )
        case .url:
            let encoded = Draw.encoded(secret)
            return (
                draw.one(of: [
                    "GET /\(draw.word())?\(name)=\(encoded)&page=\(draw.number(1...9)) HTTP/1.1",
                    "connecting to postgres://app:\(encoded)@\(draw.host()):5432/\(draw.word())",
                    "redis://:\(encoded)@\(draw.host()):6379/0", "https://\(draw.host())/cb?state=1&\(name)=\(encoded)",
                    "jdbc:postgresql://\(draw.host())/\(draw.word())?user=app&password=\(encoded)",
                ]), encoded
            )
        case .env:
            let upper = name.replacing(".", with: "_").replacing("-", with: "_").uppercased()
            let variable = name.contains("_") || name.contains(".") || name.contains("-") ? upper : name
            return (
                draw.one(of: [
                    "\(variable)='\(secret)'", "export \(variable)=\"\(secret)\"", "      - \(variable)=\(secret)",
                    "env \(variable)=\(secret) ./start", "docker run -e \(variable)=\(secret) app",
                ]), secret
            )
        }
    }
}
