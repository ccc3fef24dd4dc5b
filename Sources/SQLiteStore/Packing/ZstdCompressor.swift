internal import CZstd

/// Compresses one text after the other with the same dictionary.
@safe struct ZstdCompressor: ~Copyable {
    /// Every frame begins with it (RFC 8878, section 3.1.1), so none of those that are stored does.
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    /// A higher one takes longer than a step for a tenth less.
    private static let level: Int32 = 3

    private let context: OpaquePointer?
    private let dictionary: OpaquePointer?

    init(dictionary bytes: [UInt8]) {
        unsafe context = ZSTD_createCCtx()
        unsafe dictionary = ZSTD_createCDict(bytes, bytes.count, Self.level)
        // Which dictionary it is stands before the frame.
        _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_dictIDFlag, 0)
        _ = unsafe ZSTD_CCtx_refCDict(context, dictionary)
    }

    deinit {
        _ = unsafe ZSTD_freeCCtx(context)
        _ = unsafe ZSTD_freeCDict(dictionary)
    }

    /// The frame without its magic number; nil when there is no memory for it.
    mutating func compress(_ text: [UInt8]) -> [UInt8]? {
        var frame = [UInt8](repeating: 0, count: ZSTD_compressBound(text.count))
        let length = unsafe ZSTD_compress2(context, &frame, frame.count, text, text.count)
        guard unsafe ZSTD_isError(length) == 0, length > Self.magic.count else { return nil }
        return Array(frame[Self.magic.count..<length])
    }
}
