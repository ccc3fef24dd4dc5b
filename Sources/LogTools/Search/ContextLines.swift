internal import Policy
internal import Scanning

/// The lines around a hit, read again when they are wanted.
enum ContextLines {
    private static let reach = 64 << 10

    /// Up to `count` lines above and below the line that begins at `offset`, redacted and made fit to be shown.
    static func around(
        _ offset: Int, in file: ReadableFile, count: Int, redactor: Redactor
    ) throws -> (before: [String], after: [String]) {
        let start = max(0, offset - reach)
        let above = try file.read(at: start, count: offset - start).split(
            separator: 10, omittingEmptySubsequences: false)
        // Behind the last line feed nothing stands; what comes first may be the rest of a line.
        let complete = above.dropLast().dropFirst(start > 0 ? 1 : 0)
        let below = try file.read(at: offset, count: reach).split(separator: 10, omittingEmptySubsequences: false)
        let following = below.dropFirst().dropLast()
        return (complete.suffix(count).map { show($0, redactor) }, following.prefix(count).map { show($0, redactor) })
    }

    private static func show(_ bytes: ArraySlice<UInt8>, _ redactor: Redactor) -> String {
        var line = Array(bytes)
        var receipt = RedactionReceipt()
        _ = redactor.redact(&line, &receipt)
        return ShownText.make(line.span)
    }
}
