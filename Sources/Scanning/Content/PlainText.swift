internal import CScan

/// Tells text that can be shown as it is, at the speed of memory.
package enum PlainText {
    /// Whether the bytes are nothing but printable ASCII and tabs.
    package static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        unsafe bytes.withUnsafeBufferPointer { raw in
            guard let base = raw.baseAddress else { return true }
            return unsafe cscan_is_plain(base, raw.count)
        }
    }
}

extension Span<UInt8> {
    /// The bytes as an array.
    package func copied() -> [UInt8] { unsafe withUnsafeBufferPointer { unsafe [UInt8]($0) } }
}
