#if HTTP
import Dispatch
import Glibc
import MCP
import MCPHTTP
import Model
import Policy
import Server
import Sessions

/// Serves on the network.
struct HTTPServing {
    private let options: HTTPServerOptions

    /// Reads the options; nothing is opened yet.
    ///
    /// - Throws: `CommandError` of code `usage`, above all for what would send tokens over a network in the clear.
    init(_ given: HTTPOptions, at text: String) throws(CommandError) {
        let address = try ListeningAddress(text)
        var options = HTTPServerOptions()
        options.host = address.host
        options.port = address.port
        options.allowedHosts = Set(given.allowHost)
        options.allowedOrigins = Set(given.allowOrigin)
        switch (given.tlsCert, given.tlsKey) {
        case (let certificate?, let key?): options.tls = TLSFiles(certificate: certificate, key: key)
        case (nil, nil): break
        default: throw CommandError(.usage, "--tls-cert and --tls-key belong together", hint: "give both, or none")
        }
        guard options.isLoopback || options.tls != nil || given.isBehindProxy else {
            throw CommandError(
                .usage, "beyond this machine tokens and evidence are not sent unencrypted",
                hint: "give --tls-cert and --tls-key, say --behind-tls-proxy, or listen on 127.0.0.1")
        }
        self.options = options
    }

    /// Serves until a signal asks to end.
    func run(_ place: ServingPlace) async throws {
        let path = place.workplace.wiring.tokenPath
        let token = try TokenFile(path: path).readOrMake(from: SystemIdentifierSource())
        let gate = TokenGate(
            installation: token, server: try place.server(isRemote: !options.isLoopback),
            manager: place.workplace.manager, uptime: ContinuousClock().stopwatch()
        ) { try place.server(for: $0) }
        await gate.look { _ in }
        let names = (try? await place.workplace.manager.tokens().map(\.name)) ?? []
        for name in place.workplace.wiring.configuration.roles.strangers(beside: names) {
            ServingDesk.log("`principals` speaks of \(name), whose name no token bears")
        }
        Self.raiseLimit()
        do {
            try await serve(gate, tokenPath: path)
        } catch {
            await gate.end()
            throw CommandError(
                error.code == .certificate ? .usage : .inputOutput, error.message, hint: error.hint)
        }
        await gate.end()
    }

    private func serve(_ gate: TokenGate, tokenPath: String) async throws(HTTPServerError) {
        let http = try HTTPServer(options, gate: gate)
        let watching = Task {
            // Twice a second, so that a token that was revoked counts for a second at most.
            repeat { await gate.look { http.close($0) } } while (try? await Task.sleep(for: .milliseconds(500))) != nil
        }
        // A look may wait for the journal, what is no longer valid ends nevertheless.
        let judging = Task {
            while (try? await Task.sleep(for: .milliseconds(500))) != nil { await gate.judge { http.close($0) } }
        }
        defer {
            watching.cancel()
            judging.cancel()
        }
        let signals = Interrupts.watch { Task { await http.stop() } }
        defer { for signal in signals { signal.cancel() } }
        let scheme = options.tls == nil ? "http" : "https"
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        let path = options.path
        try await http.run { port in
            ProgramPages.giveBack()
            // Made of nothing that others have written; where the token lies must not be hidden.
            Stream.errors.write(
                "casebook: "
                    + Printable.clean("serving \(scheme)://\(host):\(port)\(path); the token is in \(tokenPath)") + "\n"
            )
        }
    }

    /// Takes as many descriptors as the system allows: each connection needs one.
    private static func raiseLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
#endif
