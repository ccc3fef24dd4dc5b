#if HTTP
internal import AsyncHTTPClient
package import MetricTools
package import Model
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Asks servers over HTTP/1.1, each question on a connection of its own to an address that was looked at before.
///
/// Redirects are not followed, so that a credential reaches its own origin alone; proxies are not used, whatever the
/// environment says; nothing is decompressed, so that no answer is larger than what was received.
package struct ServerClient: ServerAsking {
    private let clock: any WallClock

    private let resolve: @Sendable (_ host: String) throws -> HostAddresses

    /// - Parameter clock: Is compared with what servers say that the time is.
    package init(clock: any WallClock) { self.init(clock: clock) { try HostAddresses(of: $0) } }

    /// - Parameter resolve: Tells the addresses of a name; may block.
    init(clock: any WallClock, resolve: @escaping @Sendable (_ host: String) throws -> HostAddresses) {
        self.clock = clock
        self.resolve = resolve
    }

    package func ask(
        _ question: ServerQuestion, of endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> ServerReply {
        guard let url = ServerURL(endpoint.url) else {
            throw ToolError(.communication, "the URL of this source is not one of a server", hint: "check `url`")
        }
        let deadline = NIODeadline.now() + .milliseconds(Int64(endpoint.timeout))
        let addresses = try await addresses(of: url.host, until: deadline, endpoint)
        var request = Self.request(question, url, endpoint)
        let secrets = try Self.authorize(&request, endpoint, isPrivateWay: url.isSecure || addresses.areLoopback)
        var last: any Error = CancellationError()
        for address in addresses.all {
            try Task.checkCancellation()
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(.singletonMultiThreadedEventLoopGroup),
                configuration: try Self.configuration(url, endpoint, address))
            do {
                let reply = try await send(request, hiding: secrets, by: client, until: deadline, endpoint, take)
                try? await client.shutdown()
                return reply
            } catch let failure as NoConnection {
                try? await client.shutdown()
                last = failure.reason
            } catch {
                try? await client.shutdown()
                throw ServerFailure.told(error, endpoint)
            }
        }
        throw ServerFailure.told(last, endpoint)
    }

    /// Resolves the server's name; a resolver that does not answer takes no longer than the request may, nor than
    /// anybody waits for it.
    private func addresses(
        of host: String, until deadline: NIODeadline, _ endpoint: Endpoint
    ) async throws -> HostAddresses {
        // An address needs no thread, all of which may be waiting for a resolver.
        if let addresses = try HostAddresses(numeric: host) { return addresses }
        let resolve = resolve
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let promise = loop.makePromise(of: HostAddresses.self)
        // Whichever comes first counts: a resolver cannot be stopped.
        let timer = loop.scheduleTask(deadline: deadline) { promise.fail(ServerFailure.unresolved(endpoint)) }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { try resolve(host) }.cascade(to: promise)
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(CancellationError())
            }
        } catch { throw ServerFailure.told(error, endpoint) }
    }

    /// The address does not answer, so that the next one may be tried.
    private struct NoConnection: Error {
        let reason: any Error
    }

    private func send(
        _ request: HTTPClientRequest, hiding secrets: [String], by client: HTTPClient, until deadline: NIODeadline,
        _ endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> ServerReply {
        let response: HTTPClientResponse
        let asked = clock.now
        do {
            response = try await client.execute(request, deadline: deadline)
        } catch let error where ServerFailure.isConnecting(error) {
            throw NoConnection(reason: error)
        }
        let clock = Self.comparison(response.headers, from: asked, to: clock.now)
        let status = Int(response.status.code)
        let length = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= endpoint.maximumResponse else { throw ServerFailure.tooLarge(endpoint) }
        var received = 0
        var veil = SecretVeil(secrets)
        for try await buffer in response.body {
            received += buffer.readableBytes
            guard received <= endpoint.maximumResponse else { throw ServerFailure.tooLarge(endpoint) }
            // Each piece may come in time and all of them never.
            guard NIODeadline.now() < deadline else { throw HTTPClientError.deadlineExceeded }
            try take(status, veil.hide(Array(buffer.readableBytesView)))
        }
        let rest = veil.rest()
        if !rest.isEmpty { try take(status, rest) }
        return ServerReply(status: status, clock: clock)
    }

    /// What the head tells of the clock of whoever answers; one that was kept in a cache tells nothing.
    private static func comparison(
        _ headers: HTTPHeaders, from asked: Timestamp, to answered: Timestamp
    ) -> ClockComparison {
        var comparison = ClockComparison()
        if !headers.contains(name: "age"), let date = headers.first(name: "date").flatMap(HTTPDate.read) {
            comparison.see(second: date, from: asked, to: answered)
        }
        return comparison
    }

    private static func configuration(
        _ url: ServerURL, _ endpoint: Endpoint, _ address: String
    ) throws(ToolError) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.proxy = nil
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        let timeout = TimeAmount.milliseconds(Int64(endpoint.timeout))
        configuration.timeout = .init(connect: min(timeout, .seconds(10)), read: timeout, write: timeout)
        // The connection goes to the address that was looked at, and not to what the name leads to the next time.
        if url.host != address {
            // Both are the same but for an address of version 6, which stands in brackets in a URL.
            configuration.dnsOverride[url.host] = address
            configuration.dnsOverride[url.writtenHost] = address
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let authorities = endpoint.authorities {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(authorities), !certificates.isEmpty else {
                throw ToolError(
                    .communication, "the file of `ca-file` holds no certificates that can be read",
                    hint: "it has to be PEM")
            }
            tls.trustRoots = .certificates(certificates)
        }
        configuration.tlsConfiguration = tls
        return configuration
    }

    private static func request(
        _ question: ServerQuestion, _ url: ServerURL, _ endpoint: Endpoint
    ) -> HTTPClientRequest {
        let form = question.form.map { "\(FormText.escaped($0.name))=\(FormText.escaped($0.value))" }
            .joined(separator: "&")
        let query = question.isPost || form.isEmpty ? "" : "?" + form
        var request = HTTPClientRequest(url: url.text(question.path) + query)
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "user-agent", value: "casebook")
        if let tenant = endpoint.tenant { request.headers.add(name: "x-scope-orgid", value: tenant) }
        if question.isPost {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(form.utf8))
        }
        return request
    }

    /// Adds the credential, and tells what of it nobody else may see.
    private static func authorize(
        _ request: inout HTTPClientRequest, _ endpoint: Endpoint, isPrivateWay: Bool
    ) throws(ToolError) -> [String] {
        guard let credential = endpoint.credential else { return [] }
        guard isPrivateWay else {
            throw ToolError(
                .notPermitted, "a credential is not sent unencrypted to another host",
                hint: "name the server by https, or leave the credential out")
        }
        switch credential {
        case .token(let file):
            let token = try SecretFile.line(file)
            request.headers.add(name: "authorization", value: "Bearer \(token)")
            return [token]
        case .password(let user, let file):
            let password = try SecretFile.line(file)
            request.setBasicAuth(username: user, password: password)
            let header = request.headers.first(name: "authorization") ?? ""
            // Whoever tells it again may leave out what fills it up.
            var encoded = header.dropFirst("Basic ".count)
            while encoded.last == "=" { encoded.removeLast() }
            return [password, String(encoded)]
        }
    }
}
#else
package import MetricTools
package import Model

/// Asks no server: this program was built without HTTP.
package struct ServerClient: ServerAsking {
    package init(clock: any WallClock) {}

    package func ask(
        _ question: ServerQuestion, of endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> ServerReply {
        try await NoServers().ask(question, of: endpoint, take)
    }
}
#endif
