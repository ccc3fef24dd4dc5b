/// Cuts bytes that come in pieces into lines; it holds one line and one piece at most.
struct LineSplitter: Sendable {
    private var buffer: [UInt8] = []
    /// Bytes of the buffer that are taken, and that are known to hold no line feed.
    private var start = 0
    private var scanned = 0
    /// Where in the file the next line begins.
    private(set) var offset = 0

    mutating func feed(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeFirst(start)
            scanned -= start
            start = 0
        }
        buffer += bytes
    }

    /// The next line without its line feed; nil when more bytes are needed.
    mutating func next() throws(CaseError) -> [UInt8]? {
        guard let end = buffer[scanned...].firstIndex(of: UInt8(ascii: "\n")) else {
            scanned = buffer.count
            guard scanned - start <= CaseFormat.maximumLine else { throw Self.tooLong }
            return nil
        }
        guard end - start <= CaseFormat.maximumLine else { throw Self.tooLong }
        let line = Array(buffer[start..<end])
        start = end + 1
        scanned = start
        offset += line.count + 1
        return line
    }

    /// Whether bytes are left that no line feed has ended.
    var isInLine: Bool { start < buffer.count }

    private static var tooLong: CaseError {
        CaseError(.tooLarge, "it is longer than \(CaseFormat.maximumLine) bytes")
    }
}
