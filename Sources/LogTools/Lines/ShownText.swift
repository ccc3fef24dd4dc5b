internal import Scanning

/// Makes text out of bytes from a log, which are hostile: they may be a terminal's commands or have no end.
enum ShownText {
    /// In bytes.
    static let limit = 2048

    /// What is left of a line when it is made fit to be shown; secrets are looked for in this.
    ///
    /// Codes that are spelt out are taken out too: they stand between a name and its secret.
    static func visible(_ line: [UInt8]) -> [UInt8] {
        var bytes = line
        if ColourCode.mayBeSpelt(in: line.span) {
            bytes = []
            _ = ColourCode.without(line, isLast: true, into: &bytes)
        }
        return PlainText.isPlain(bytes.span) ? bytes : Array(text(bytes.span, to: bytes.count).utf8)
    }

    /// Without control characters, terminal sequences and marks that change the direction of writing; cut with `…`.
    static func make(_ bytes: Span<UInt8>, cut: Bool = false) -> String {
        let end = min(bytes.count, limit)
        let text = text(bytes, to: end)
        return end < bytes.count || cut ? text + "…" : text
    }

    private static func text(_ bytes: Span<UInt8>, to end: Int) -> String {
        guard !PlainText.isPlain(bytes.extracting(0..<end)) else { return plain(bytes.extracting(0..<end)) }
        var kept: [UInt8] = []
        kept.reserveCapacity(end)
        var position = 0
        while position < end {
            let byte = bytes[position]
            if byte == 0x1B {
                position = endOfSequence(bytes, position, end)
                continue
            }
            if byte == Byte.tab { kept.append(Byte.space) } else if byte >= 0x20, byte != 0x7F { kept.append(byte) }
            position += 1
        }
        var text = String(decoding: kept, as: UTF8.self)
        if !kept.allSatisfy({ $0 < 0x80 }) {
            text.unicodeScalars.removeAll { isUnseen($0.value) }
            // A character that the cut went through.
            if end < bytes.count, text.unicodeScalars.last == "\u{FFFD}" { text.unicodeScalars.removeLast() }
        }
        return text
    }

    /// Of what stands in a plain text nothing but tabs is written otherwise.
    private static func plain(_ bytes: Span<UInt8>) -> String {
        var copy = bytes.copied()
        while let tab = copy.firstIndex(of: Byte.tab) { copy[tab] = Byte.space }
        return String(decoding: copy, as: UTF8.self)
    }

    private static func isUnseen(_ scalar: UInt32) -> Bool {
        0x80...0x9F ~= scalar || 0x200B...0x200F ~= scalar || 0x2028...0x202E ~= scalar || 0x2066...0x2069 ~= scalar
            || scalar == 0xFEFF
    }

    /// Skips `ESC [ … letter` and `ESC x`.
    private static func endOfSequence(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        guard start + 1 < end, bytes[start + 1] == Byte.open else { return start + 1 }
        var position = start + 2
        while position < end, !(0x40...0x7E ~= bytes[position]) { position += 1 }
        return position + 1
    }
}
