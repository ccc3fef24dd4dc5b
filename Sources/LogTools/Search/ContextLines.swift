internal import Policy
internal import Scanning

/// The lines around a hit, read again when they are wanted.
enum ContextLines {
    /// Up to `count` lines above and below the line that begins at `offset`, redacted and made fit to be shown.
    static func around(
        _ offset: Int, in file: ReadableFile, count: Int, redactor: Redactor
    ) throws -> (before: [String], after: [String]) {
        var window = LineWindow(file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
        var (before, after) = try window.neighbours(of: offset, count: count)
        // Behind the last line feed nothing stands.
        if after.last?.isEmpty == true { after.removeLast() }
        return (before.map { show($0, redactor) }, after.map { show($0, redactor) })
    }

    /// What is left when a line is made fit to be shown may be a secret for the first time.
    private static func show(_ line: [UInt8], _ redactor: Redactor) -> String {
        var line = ShownText.visible(line)
        var receipt = RedactionReceipt()
        _ = redactor.redact(&line, &receipt)
        return ShownText.make(line.span)
    }
}
