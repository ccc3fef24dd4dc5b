#if HTTP
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Holds a connection to its times, and tells when its client is gone.
///
/// There is one timer, for the nearest of all deadlines; a deadline that moved is seen when the timer fires.
final class SocketWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let socket: Socket?
    private let options: HTTPServerOptions
    /// Requests that have begun and are not answered.
    private var open = 0
    private var isReading = false
    /// When the client must have sent what is due; nil while it is our turn.
    private var due: NIODeadline?
    /// When the client must have read what was written to it; nil while it does.
    private var stalled: NIODeadline?
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?

    init(_ socket: Socket?, _ options: HTTPServerOptions) {
        self.socket = socket
        self.options = options
    }

    func handlerAdded(context: ChannelHandlerContext) {
        due = .now() + TimeAmount(options.headTime)
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        socket?.leave()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            socket?.leave()
            // What is left is to close our side, for which a client that went has no need to be waited for.
            due = .now() + TimeAmount(options.headTime)
            schedule(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            open += 1
            isReading = true
            due = .now() + TimeAmount(options.bodyTime)
        case .body: break
        case .end:
            isReading = false
            due = nil
        }
        schedule(context)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            open = max(open - 1, 0)
            if open == 0, !isReading { due = .now() + TimeAmount(options.idleTime) }
            schedule(context)
        }
        context.write(data, promise: promise)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stalled = context.channel.isWritable ? nil : .now() + TimeAmount(options.stallTime)
        schedule(context)
        context.fireChannelWritabilityChanged()
    }

    private func schedule(_ context: ChannelHandlerContext) {
        guard let next = [due, stalled].compactMap({ $0 }).min() else { return }
        if let timer {
            guard next < timer.at else { return }
            timer.task.cancel()
        }
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [self] in
            timer = nil
            let now = NIODeadline.now()
            guard [due, stalled].allSatisfy({ $0.map { now < $0 } ?? true }) else {
                return context.close(promise: nil)
            }
            schedule(context)
        }
        timer = (next, task)
    }
}
#endif
