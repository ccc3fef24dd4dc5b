import ArgumentParser

/// How to serve on the network.
struct HTTPOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Speak Streamable HTTP on this address; clients need a token.", valueName: "host:port"))
    var http: String?

    @Option(help: ArgumentHelp("The certificate to encrypt connections with, PEM.", valueName: "path"))
    var tlsCert: String?

    @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "path"))
    var tlsKey: String?

    @Flag(name: .customLong("behind-tls-proxy"), help: "A proxy encrypts what comes from other machines.")
    var isBehindProxy = false

    @Option(help: ArgumentHelp("A value of Host that is served, with its port.", valueName: "host"))
    var allowHost: [String] = []

    @Option(help: ArgumentHelp("An origin of web pages that may ask.", valueName: "origin"))
    var allowOrigin: [String] = []

    /// Whether something was given that is about HTTP alone.
    var isUsed: Bool {
        tlsCert != nil || tlsKey != nil || isBehindProxy || !allowHost.isEmpty || !allowOrigin.isEmpty
    }
}

/// An address to listen on.
struct ListeningAddress: Hashable {
    let host: String
    let port: Int

    /// Reads `HOST:PORT`, where a host of IP version 6 stands in brackets.
    ///
    /// - Throws: `CommandError` of code `usage`.
    init(_ text: String) throws(CommandError) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            throw Self.malformed
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw Self.malformed
        }
        guard !host.isEmpty, !host.utf8.contains(0) else { throw Self.malformed }
        self.host = String(host)
        self.port = Int(port)
    }

    private static var malformed: CommandError {
        CommandError(.usage, "--http needs HOST:PORT", hint: "such as 127.0.0.1:8620 or [::1]:8620")
    }
}
