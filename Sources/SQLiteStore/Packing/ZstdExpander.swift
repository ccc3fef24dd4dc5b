internal import CZstd

/// Expands what a `ZstdCompressor` with the same dictionary has compressed.
@safe struct ZstdExpander: ~Copyable {
    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?

    init(dictionary bytes: [UInt8]) {
        unsafe context = ZSTD_createDCtx()
        unsafe dictionary = ZSTD_createDDict(bytes, bytes.count)
    }

    deinit {
        _ = unsafe ZSTD_freeDCtx(context)
        _ = unsafe ZSTD_freeDDict(dictionary)
    }

    /// The text; nil for what is no whole frame, does not say how long its text is, or is longer than `limit`.
    mutating func expand(_ frame: ArraySlice<UInt8>, atMost limit: Int) -> [UInt8]? {
        let whole = ZstdCompressor.magic + frame
        let said = unsafe ZSTD_getFrameContentSize(whole, whole.count)
        // The two greatest numbers stand for an error and for an unknown length.
        guard said <= UInt64(limit) else { return nil }
        let count = Int(said)
        let text = unsafe [UInt8](unsafeUninitializedCapacity: count) { text, used in
            let length = unsafe ZSTD_decompress_usingDDict(
                context, text.baseAddress, count, whole, whole.count, dictionary)
            used = ZSTD_isError(length) == 0 && length == count ? count : 0
        }
        return text.count == count ? text : nil
    }
}
