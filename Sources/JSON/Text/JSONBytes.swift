/// Bytes of a text that is being written, without what an array asks before each of them.
@safe struct JSONBytes: ~Copyable {
    private var memory: UnsafeMutableRawBufferPointer
    private var count = 0

    /// - Parameter capacity: how many there is room for before more has to be asked for.
    init(capacity: Int = 64) {
        unsafe memory = .allocate(byteCount: max(capacity, 1), alignment: 1)
    }

    deinit { unsafe memory.deallocate() }

    /// What was written.
    var bytes: [UInt8] { unsafe [UInt8](memory[..<count]) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if unsafe count == memory.count { grow(by: 1) }
        unsafe memory[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(contentsOf text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(contentsOf text: String) {
        var text = text
        text.withUTF8 { unsafe append(contentsOf: UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        if unsafe memory.count - count < bytes.count { grow(by: bytes.count) }
        // Within the bounds that were just looked at.
        guard let start = unsafe memory.baseAddress else { return }
        unsafe (start + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Adds what is written into memory for at most `most` bytes.
    mutating func append(atMost most: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        if unsafe memory.count - count < most { grow(by: most) }
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + most])
        unsafe room.withMemoryRebound(to: UInt8.self) { room in
            var text = unsafe OutputSpan(buffer: room, initializedCount: 0)
            write(&text)
            count += unsafe text.finalize(for: room)
        }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = unsafe UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(2 * memory.count, count + more), alignment: 1)
        unsafe larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
        unsafe memory.deallocate()
        unsafe memory = larger
    }
}
