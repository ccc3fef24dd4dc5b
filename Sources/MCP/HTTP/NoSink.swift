/// Takes nothing: a request that stands alone has no connection to speak on.
struct NoSink: FrameSink {
    func send(_ frame: Frame) -> Bool { false }
}
