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
    package init() {}

    package func ask(
        _ question: ServerQuestion, of endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> Int {
        guard let url = ServerURL(endpoint.url) else {
            throw ToolError(.communication, "the URL of this source is not one of a server", hint: "check `url`")
        }
        let deadline = NIODeadline.now() + .milliseconds(Int64(endpoint.timeout))
        let host = url.host
        let addresses = try await NIOThreadPool.singleton.runIfActive {
            Result { () throws(ToolError) -> HostAddresses in try HostAddresses(of: host) }
        }.get()
        let request = try Self.request(question, url, endpoint, isPrivateWay: url.isSecure || addresses.areLoopback)
        var last: any Error = CancellationError()
        for address in addresses.all {
            try Task.checkCancellation()
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(.singletonMultiThreadedEventLoopGroup),
                configuration: try Self.configuration(url, endpoint, address))
            do {
                let status = try await Self.send(request, by: client, until: deadline, endpoint, take)
                try? await client.shutdown()
                return status
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

    /// The address does not answer, so that the next one may be tried.
    private struct NoConnection: Error {
        let reason: any Error
    }

    private static func send(
        _ request: HTTPClientRequest, by client: HTTPClient, until deadline: NIODeadline, _ endpoint: Endpoint,
        _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> Int {
        let response: HTTPClientResponse
        do {
            response = try await client.execute(request, deadline: deadline)
        } catch let error where ServerFailure.isConnecting(error) {
            throw NoConnection(reason: error)
        }
        let status = Int(response.status.code)
        let length = response.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        guard length <= endpoint.maximumResponse else { throw ServerFailure.tooLarge(endpoint) }
        var received = 0
        for try await buffer in response.body {
            received += buffer.readableBytes
            guard received <= endpoint.maximumResponse else { throw ServerFailure.tooLarge(endpoint) }
            // Each piece may come in time and all of them never.
            guard NIODeadline.now() < deadline else { throw HTTPClientError.deadlineExceeded }
            try take(status, Array(buffer.readableBytesView))
        }
        return status
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
        configuration.ignoreUncleanSSLShutdown = false
        // The connection goes to the address that was looked at, and not to what the name leads to the next time.
        if url.host != address { configuration.dnsOverride = [url.host: address, url.writtenHost: address] }
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
        _ question: ServerQuestion, _ url: ServerURL, _ endpoint: Endpoint, isPrivateWay: Bool
    ) throws(ToolError) -> HTTPClientRequest {
        let form = question.form.map { "\(FormText.escaped($0.name))=\(FormText.escaped($0.value))" }
            .joined(separator: "&")
        let query = question.isPost || form.isEmpty ? "" : "?" + form
        var request = HTTPClientRequest(url: url.text(question.path) + query)
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "user-agent", value: "casebook")
        if question.isPost {
            request.method = .POST
            request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(Array(form.utf8))
        }
        guard let credential = endpoint.credential else { return request }
        guard isPrivateWay else {
            throw ToolError(
                .notPermitted, "a credential is not sent unencrypted to another host",
                hint: "name the server by https, or leave the credential out")
        }
        switch credential {
        case .token(let file):
            request.headers.add(name: "authorization", value: "Bearer \(try SecretFile.line(file))")
        case .password(let user, let file): request.setBasicAuth(username: user, password: try SecretFile.line(file))
        }
        return request
    }
}
#else
package import MetricTools

/// Asks no server: this program was built without HTTP.
package typealias ServerClient = NoServers
#endif
