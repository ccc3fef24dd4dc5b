/// Where the frames of one request, or of a connection, go: standard output, an event stream, a test's list.
public protocol FrameSink: Sendable {
    /// Takes a frame. It is called from any thread, also while locks are held, so it must neither wait nor call back.
    ///
    /// - Returns: false when the frame was dropped because the reader stalls or is gone.
    @discardableResult
    func send(_ frame: Frame) -> Bool

    /// Tells that a request whose answer would have come this way was cancelled and has none.
    func abandon()
}

extension FrameSink {
    /// On a way that is shared by requests there is nothing to end.
    public func abandon() {}
}
