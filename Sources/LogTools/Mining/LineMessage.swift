internal import Scanning

/// Finds the message of each line of one file: what is left without header and the trimmings of a format.
struct LineMessage {
    private let header: HeaderLayout

    init(header: HeaderLayout) { self.header = header }

    private static let requestEnd = BytePattern("\" ")

    /// The part of a line that its template is made from, and the status that belongs to it.
    func part(of line: Span<UInt8>, time: FoundTime?, facts: LineFacts) -> (range: Range<Int>, isRequest: Bool) {
        if line.count > 1, line[0] == UInt8(ascii: "{"), let message = JSONLine.message(in: line) {
            return (message, false)
        }
        guard let time else { return (0..<line.count, false) }
        if facts.isAccess, let request = Self.request(in: line) { return (request, true) }
        return (header.messageStart(in: line, time: time)..<line.count, false)
    }

    /// The first quoted text of an access line, with its quotes, so that the status follows as it does in the line.
    private static func request(in line: Span<UInt8>) -> Range<Int>? {
        var start = 0
        while start < line.count, line[start] != Byte.quote { start += 1 }
        guard let end = unsafe requestEnd.firstMatch(in: line.bytes, from: start + 1) else { return nil }
        return start..<end + 1
    }
}
