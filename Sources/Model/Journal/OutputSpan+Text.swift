/// Texts written into memory that is large enough for them, without asking for more at each byte.
extension OutputSpan<UInt8> {
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    /// Adds them at once, which is several times as fast as one by one.
    mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        unsafe withUnsafeMutableBufferPointer { memory, count in
            guard let start = memory.baseAddress, bytes.count <= memory.count - count else {
                preconditionFailure("there is no room for a text")
            }
            unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: bytes.count)
            count += bytes.count
        }
    }

    /// Adds a number of 0 or more in decimal digits.
    mutating func append(number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
            divisor /= 10
        }
    }
}

extension String {
    /// A text of at most `count` bytes of ASCII.
    init(ofBytes count: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        unsafe self.init(unsafeUninitializedCapacity: count) { memory in
            var text = unsafe OutputSpan(buffer: memory, initializedCount: 0)
            write(&text)
            return unsafe text.finalize(for: memory)
        }
    }
}
