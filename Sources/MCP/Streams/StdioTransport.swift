/// Serves one client over a pair of descriptors: a JSON message a line (2026-07-28, basic/transports/stdio).
///
/// A thread of its own reads, so that nothing has to be woken to take a message. All lines of one read are handled in
/// a row, and the answers that are ready by then go out in one write.
public struct StdioTransport: Sendable {
    private let input: Int32
    private let writer: FrameWriter

    /// A transport over descriptors, which it does not close.
    public init(input: Int32, output: Int32) {
        self.input = input
        writer = FrameWriter(descriptor: output)
    }

    /// A transport over the process's standard streams.
    public init(_ streams: StandardStreams) {
        self.init(input: streams.input, output: streams.output)
    }

    /// Serves until the input ends or the task is cancelled; then cancels what runs, writes what is ready and returns.
    ///
    /// Requests that were read before the input ended are answered first, unless they take longer than a moment.
    ///
    /// - Parameter opened: Told of the connection before its first message is read.
    public func run(
        _ server: MCPServer, caller: Caller, opened: (Connection) -> Void = { _ in }
    ) async {
        guard let signal = WakeSignal() else { return }
        let connection = server.connect(.stream, caller: caller, sink: writer)
        opened(connection)
        await withTaskCancellationHandler {
            await Self.onThread { read(into: connection, signal, limit: server.options.messageBytes) }
        } onCancel: {
            signal.wake()
        }
        await connection.close(within: server.options.closingGrace)
        await Self.onThread { writer.finish() }
    }

    private func read(into connection: Connection, _ signal: WakeSignal, limit: Int) {
        var lines = LineBuffer(limit: limit)
        while signal.wait(for: input) {
            let isEnd = lines.read(from: input) == 0
            writer.cork()
            lines.takeLines(atEnd: isEnd) { line, bytes in
                switch line {
                case .whole: connection.receive(bytes)
                case .tooLong:
                    connection.refuse(MCPError(.invalidRequest, "A message is longer than \(limit) bytes"))
                }
            }
            writer.uncork()
            guard !isEnd else { return }
            writer.waitForRoom()
        }
    }

    private static func onThread(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            let hasStarted = SystemThread.start {
                body()
                continuation.resume()
            }
            if !hasStarted { continuation.resume() }
        }
    }
}
