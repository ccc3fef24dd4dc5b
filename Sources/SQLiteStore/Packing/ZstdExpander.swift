internal import CZstd

/// Expands what a `ZstdCompressor` with the same dictionary has compressed.
@safe struct ZstdExpander: ~Copyable {
    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?
    /// The last frame; its memory is used again, since thousands of small ones come one after the other.
    private var frame = ZstdCompressor.magic

    /// Bytes that are kept for the next frame at most.
    private static let kept = 64 << 10

    init(dictionary bytes: [UInt8]) {
        unsafe context = ZSTD_createDCtx()
        unsafe dictionary = ZSTD_createDDict(bytes, bytes.count)
    }

    deinit {
        _ = unsafe ZSTD_freeDCtx(context)
        _ = unsafe ZSTD_freeDDict(dictionary)
    }

    /// The text; nil for what is no whole frame, does not say how long its text is, or is longer than `limit`.
    ///
    /// - Parameter marked: a frame with a byte in place of its magic number.
    mutating func expand(_ marked: [UInt8], atMost limit: Int) -> [UInt8]? {
        frame.removeSubrange(ZstdCompressor.magic.count...)
        frame.append(contentsOf: marked.dropFirst())
        defer { if frame.count > Self.kept { frame = ZstdCompressor.magic } }
        let said = unsafe ZSTD_getFrameContentSize(frame, frame.count)
        // The two greatest numbers stand for an error and for an unknown length.
        guard said <= UInt64(limit) else { return nil }
        let count = Int(said)
        let text = unsafe [UInt8](unsafeUninitializedCapacity: count) { text, used in
            let length = unsafe ZSTD_decompress_usingDDict(
                context, text.baseAddress, count, frame, frame.count, dictionary)
            used = ZSTD_isError(length) == 0 && length == count ? count : 0
        }
        return text.count == count ? text : nil
    }
}
