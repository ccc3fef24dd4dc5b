#if HTTP
internal import Glibc
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Logging
public import MCP
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// Puts endpoints of Streamable HTTP behind a socket.
public final class HTTPServer: Sendable {
    private let options: HTTPServerOptions
    private let gate: any HTTPGate
    private let sockets: SocketTable
    private let encryption: TLSConfiguration?
    private let stopping = Mutex<(@Sendable () async -> Void)?>(nil)

    /// A server that does not listen yet.
    ///
    /// - Throws: `HTTPServerError` of code `certificate`.
    public init(_ options: HTTPServerOptions, gate: any HTTPGate) throws(HTTPServerError) {
        self.options = options
        self.gate = gate
        encryption = try options.tls?.configuration()
        sockets = SocketTable(capacity: min(options.connections, Self.room))
    }

    /// Listens and answers until it is stopped.
    ///
    /// - Parameter ready: called with the port once connections are taken.
    /// - Throws: `HTTPServerError` of code `address`.
    public func run(ready: @escaping @Sendable (_ port: Int) -> Void) async throws(HTTPServerError) {
        let plain = SocketChannel(options: options, sockets: sockets, responder: Responder(options, gate))
        guard let encryption else { return try await run(plain, ready) }
        let channel: TLSChannel<SocketChannel>
        do {
            channel = try TLSChannel(plain, tlsConfiguration: encryption)
        } catch {
            throw HTTPServerError(
                code: .certificate, message: "the certificate cannot be used", hint: "does the key belong to it?")
        }
        try await run(channel, ready)
    }

    private func run(
        _ channel: some ServerChildChannel, _ ready: @escaping @Sendable (Int) -> Void
    ) async throws(HTTPServerError) {
        let host = options.host == "localhost" ? "127.0.0.1" : options.host
        let address = "\(host):\(options.port)"
        // Taking one more than there is room for lets the table choose which one goes.
        let most = sockets.capacity + Self.spare
        let quiet = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(host, port: options.port), backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(most, logger: quiet)),
            onServerRunning: { ready($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: quiet)
        stopping.withLock { $0 = { try? await server.shutdownGracefully() } }
        do {
            try await server.run()
        } catch let error as IOError {
            throw HTTPServerError(
                code: .address,
                message: "\(address) cannot be listened on: \(unsafe String(cString: strerror(error.errnoCode)))",
                hint: "is another program using the port, or is the address another machine's?")
        } catch is Server<TLSChannel<SocketChannel>>.Error {
            return
        } catch is Server<SocketChannel>.Error {
            return
        } catch {
            throw HTTPServerError(
                code: .address, message: "\(address) cannot be listened on", hint: "is that an address of this machine?"
            )
        }
    }

    /// Stops: takes no more connections, ends all streams, and gives requests a little time to be answered.
    public func stop() async {
        guard let shutDown = stopping.withLock({ $0 }) else { return }
        await withTaskGroup { group in
            group.addTask { await shutDown() }
            group.addTask { [gate] in
                await gate.close()
                // What is asked to stop may take its time; the connections are closed all the same.
                await shutDown()
            }
            group.addTask { [sockets, grace = options.grace] in
                try? await Task.sleep(for: grace)
                sockets.closeAll()
            }
            // The first that ends is the last connection, or the time.
            await group.next()
            group.cancelAll()
        }
    }

    /// Closes the connections that answer a caller, as when its token is revoked.
    public func close(_ caller: Caller) { sockets.close(of: caller.subject) }

    /// The number of open connections.
    public var connectionCount: Int { sockets.count }

    /// Connections that are taken only to be closed.
    private static let spare = 16

    /// Half of the descriptors that the process may have: files are read as well, and an accept that finds none left
    /// would end the server.
    private static var room: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return max(Int(clamping: limit.rlim_cur / 2) - spare, 8)
    }
}
#endif
