#if HTTP
internal import HTTPTypes
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTPTypes

/// Sets up a connection for HTTP/1.1 and answers what comes on it.
struct SocketChannel: ServerChildChannel {
    /// A connection that is set up.
    struct Value: ServerChildChannelValue {
        let http: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
        /// Nil for one that there was no room for.
        let socket: Socket?

        var channel: any Channel { http.channel }
    }

    let options: HTTPServerOptions
    let sockets: SocketTable
    let responder: Responder

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let socket = sockets.admit(channel)
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [SocketWatch(socket, options)],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: options.headBytes, maxHeaderListSize: options.headBytes, maxHeaderFieldCount: 128))
        if let socket { channel.closeFuture.whenComplete { [sockets] _ in sockets.remove(socket) } }
        return HTTP1Channel(responder: { _, _, _ in }, configuration: configuration)
            .setup(channel: channel, logger: logger)
            .map { Value(http: $0, socket: socket) }
    }

    func handle(value: Value, logger: Logger) async {
        guard let socket = value.socket else {
            value.channel.close(promise: nil)
            return await HTTP1Channel { _, _, _ in }.handle(value: value.http, logger: logger)
        }
        let answering = HTTP1Channel { [responder, sockets] request, writer, _ in
            try await responder.answer(request, writer, on: socket, of: sockets)
        }
        await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
            await answering.handle(value: value.http, logger: logger)
        }
    }
}
#endif
