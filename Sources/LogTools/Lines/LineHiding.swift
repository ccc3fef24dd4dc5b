internal import Policy
internal import Scanning

/// Hides what is secret in the lines of logs that are not searched but counted and quoted.
enum LineHiding {
    /// The line without its secrets; nil when it has none.
    ///
    /// What stands before `start`, its time, stays as it is.
    static func hidden(_ line: Span<UInt8>, upTo start: Int, _ redactor: Redactor) -> [UInt8]? {
        guard redactor.nextPlace(in: line, from: 0) != nil else { return nil }
        var copy: [UInt8] = []
        copy.reserveCapacity(line.count)
        for index in 0..<line.count { copy.append(line[index]) }
        let head = copy.prefix(start)
        var rest = Array(copy.dropFirst(start))
        var receipt = RedactionReceipt()
        guard redactor.redact(&rest, &receipt) else { return nil }
        return head + rest
    }

    /// Whether a line without a time is nothing but a piece of base 64, which may be of a key and tells nothing.
    static func mayBeOfKey(_ line: Span<UInt8>) -> Bool {
        var copy: [UInt8] = []
        for index in 0..<min(line.count, 256) { copy.append(line[index]) }
        return Redactor.mayBeOfKey(copy)
    }

    /// A line that is read again to be shown.
    static func text(at offset: Int, of file: ReadableFile, _ redactor: Redactor) throws -> String {
        var window = LineWindow(file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
        var line = ShownText.visible(try window.line(at: offset))
        var receipt = RedactionReceipt()
        _ = redactor.redact(&line, &receipt)
        return ShownText.make(line.span)
    }
}
