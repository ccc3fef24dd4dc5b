internal import CZstd

/// Compresses one text after the other with the same dictionary.
@safe struct ZstdCompressor: ~Copyable {
    /// Every frame begins with it (RFC 8878, section 3.1.1), so none of those that are stored does.
    static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
    /// A higher one takes longer than a step for a tenth less.
    private static let level: Int32 = 1

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

    /// The frame, with a byte in place of its magic number; nil when there is no memory for it.
    mutating func compress(_ text: [UInt8], markedBy mark: UInt8) -> [UInt8]? {
        let capacity = ZSTD_compressBound(text.count)
        let frame = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { frame, used in
            let length = unsafe ZSTD_compress2(context, frame.baseAddress, capacity, text, text.count)
            used = ZSTD_isError(length) == 0 ? length : 0
            if used > Self.magic.count { unsafe frame[Self.magic.count - 1] = mark }
        }
        guard frame.count > Self.magic.count else { return nil }
        return Array(frame[(Self.magic.count - 1)...])
    }
}
