internal import JSON
internal import Model
internal import Scanning
internal import Tooling

/// Reads the body of evidence in blocks of whole lines; never more than a piece and a line of it are held.
struct BodyReader: Sendable {
    private static let piece = 512 << 10
    /// A line of a body is a line of a log that was made fit to be shown.
    static let longestLine = 1 << 20

    private let evidence: any EvidenceReading
    private let body: BodyReference

    /// - Throws: `ToolError` of kind `notPermitted` for an image, in which nobody could hide a secret.
    init(_ body: BodyReference, of owner: Evidence, evidence: any EvidenceReading) throws(ToolError) {
        if owner.isImage {
            throw ToolError(
                .notPermitted, "\(owner.id) is an image, which is shown to people alone",
                hint: "ask whoever attached it to say what it shows")
        }
        self.evidence = evidence
        self.body = body
    }

    /// Gives blocks of whole lines with the offset and the number of their first line; `visit` returns false to stop.
    ///
    /// - Returns: False when the body is gone.
    func forEachBlock(
        from offset: Int, line: Int, _ visit: (_ bytes: Span<UInt8>, _ offset: Int, _ line: Int) throws -> Bool
    ) async throws -> Bool {
        var (next, start, line) = (offset, offset, line)
        var held: [UInt8] = []
        while next < body.length {
            try Task.checkCancellation()
            let end = min(next + Self.piece, body.length)
            guard let piece = try await evidence.piece(of: body, next..<end), !piece.isEmpty else { return false }
            next += piece.count
            held = held.isEmpty ? piece : held + piece
            var length = next >= body.length ? held.count : (held.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            if length == 0 {
                guard held.count > Self.longestLine else { continue }
                length = held.count
            }
            let block = length == held.count ? held : Array(held[..<length])
            held = length == held.count ? [] : Array(held[length...])
            guard try visit(block.span, start, line) else { return true }
            line += NewlineCounter.count(in: block.span)
            start += length
        }
        return true
    }

    /// A line as a row has it: what it says as JSON, or its text.
    static func value(of line: [UInt8]) -> JSONValue {
        if line.first == UInt8(ascii: "{"), let value = try? JSONValue(parsing: line) { return value }
        return .string(String(decoding: line, as: UTF8.self))
    }
}
