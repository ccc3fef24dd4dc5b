import Glibc

/// Cuts a stream of bytes into lines, in memory bounded by the longest line allowed.
struct LineBuffer {
    /// What a stream came to.
    enum Line {
        /// A line without its end.
        case whole
        /// A line that is longer than allowed; its bytes are dropped.
        case tooLong
    }

    private var storage: [UInt8]
    private var head = 0
    private var tail = 0
    /// Up to where there is no line end.
    private var scanned = 0
    private var isSkipping = false
    private let limit: Int
    private static let piece = 64 << 10

    init(limit: Int) {
        self.limit = max(limit, 1)
        storage = [UInt8](repeating: 0, count: Self.piece)
    }

    /// Reads once from a descriptor; the count of bytes, 0 at the end of the stream or when it fails.
    mutating func read(from descriptor: Int32) -> Int {
        makeRoom()
        while true {
            let count = unsafe storage.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: tail), buffer.count - tail)
            }
            if count < 0, errno == EINTR { continue }
            tail += max(count, 0)
            return max(count, 0)
        }
    }

    /// Takes bytes from elsewhere.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            makeRoom()
            storage[tail] = byte
            tail += 1
        }
    }

    /// Hands out the lines that are complete; at the end of the stream also one that has no end.
    mutating func takeLines(atEnd isEnd: Bool = false, _ body: (Line, Span<UInt8>) -> Void) {
        while let end = lineEnd() {
            hand(head..<end, body)
            head = end + 1
            scanned = head
        }
        if tail - head > limit, !isSkipping {
            body(.tooLong, storage.span.extracting(0..<0))
            isSkipping = true
        }
        if isSkipping || isEnd {
            if isEnd, tail > head { hand(head..<tail, body) }
            head = tail
        }
        scanned = tail
        if head == tail { (head, tail, scanned) = (0, 0, 0) }
    }

    private mutating func hand(_ range: Range<Int>, _ body: (Line, Span<UInt8>) -> Void) {
        guard !isSkipping else {
            isSkipping = false
            return
        }
        let line = storage.span.extracting(range)
        if range.count > limit {
            body(.tooLong, storage.span.extracting(0..<0))
        } else if !Self.isBlank(line) {
            body(.whole, line)
        }
    }

    private func lineEnd() -> Int? {
        guard scanned < tail else { return nil }
        return unsafe storage.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + scanned, 0x0A, tail - scanned)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Moves what is left to the front, and widens the storage where little room is left behind it.
    private mutating func makeRoom() {
        if head > 0 {
            unsafe storage.withUnsafeMutableBytes { buffer in
                guard let base = buffer.baseAddress else { return }
                unsafe memmove(base, base + head, tail - head)
            }
            (tail, scanned, head) = (tail - head, scanned - head, 0)
        }
        if tail == 0, storage.count > 16 * Self.piece { storage = [UInt8](repeating: 0, count: Self.piece) }
        guard storage.count - tail < Self.piece / 4 else { return }
        let size = 2 * storage.count
        storage = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = unsafe storage.withUnsafeBytes { old in
                guard let target = buffer.baseAddress, let source = old.baseAddress else { return 0 }
                unsafe memcpy(target, source, tail)
                unsafe memset(target + tail, 0, size - tail)
                return size
            }
        }
    }

    private static func isBlank(_ line: Span<UInt8>) -> Bool {
        guard line.count < 16 else { return false }
        for index in line.indices where ![0x20, 0x09, 0x0D].contains(line[index]) { return false }
        return true
    }
}
