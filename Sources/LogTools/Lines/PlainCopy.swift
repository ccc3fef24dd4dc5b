internal import Scanning

/// Writes a log anew where its lines are no plain text: in UTF-16, or with the colours of a terminal.
///
/// What is looked for, counted and shown is then one text: nobody who looks for what is shown misses it for a colour that
/// begins in the middle.
struct PlainCopy {
    /// In what way a log is written.
    enum Kind: Hashable {
        case utf16(isBigEndian: Bool)
        case coloured

        /// Nil for plain text.
        init?(_ head: [UInt8]) {
            if head.starts(with: [0xFF, 0xFE]) {
                self = .utf16(isBigEndian: false)
            } else if head.starts(with: [0xFE, 0xFF]) {
                self = .utf16(isBigEndian: true)
            } else {
                let lines = head.prefix(64 << 10).split(separator: 10, maxSplits: 400)
                // Now and then a line may show anything, and is left as it is.
                guard lines.count(where: { ColourCode.stands(in: $0) }) * 10 > lines.count else { return nil }
                self = .coloured
            }
        }
    }

    /// The log as plain text, at most so many bytes of it, and why it is only a beginning; nil when it is the whole.
    static func make(
        of file: ReadableFile, _ kind: Kind, limit: Int, advance: (Int) throws -> Void
    ) throws -> (file: ReadableFile, shortfall: String?) {
        let spool = try SpoolFile()
        var units = UTF16Units(isBigEndian: kind == .utf16(isBigEndian: true))
        // What may be the beginning of a code is looked at once more with what follows.
        var rest: [UInt8] = []
        var (isCut, isWhole) = (false, false)
        try file.forEachChunk { bytes, offset in
            let isLast = offset + bytes.byteCount >= file.size
            let chunk = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0.prefix(file.size - offset)) }
            var output: [UInt8] = []
            if kind == .coloured {
                rest += chunk
                rest.removeFirst(ColourCode.without(rest, isLast: isLast, into: &output))
            } else {
                for byte in chunk { units.take(byte, into: &output) }
            }
            try spool.write(output.span)
            // By what is read: codes alone give nothing.
            try advance(bytes.byteCount)
            isWhole = isLast
            isCut = !isLast && spool.length >= limit
            return !isLast && !isCut
        }
        if isCut {
            return (
                try spool.file(for: file), "is more than \(limit) bytes as plain text, of which the first were read"
            )
        }
        return (try spool.file(for: file), isWhole ? nil : "became shorter while it was read")
    }
}

/// Puts code units of UTF-16 together to UTF-8; what is none becomes U+FFFD.
private struct UTF16Units {
    private let isBigEndian: Bool
    private var half: UInt8?
    private var high: UInt16?

    init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

    mutating func take(_ byte: UInt8, into output: inout [UInt8]) {
        guard let first = half else {
            half = byte
            return
        }
        half = nil
        let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
        if let high {
            self.high = nil
            guard !UTF16.isTrailSurrogate(unit) else {
                let value = 0x10000 + (UInt32(high) & 0x3FF) << 10 + UInt32(unit) & 0x3FF
                return Self.append(Unicode.Scalar(value), to: &output)
            }
            Self.append(nil, to: &output)
        }
        if UTF16.isLeadSurrogate(unit) {
            high = unit
        } else if unit != 0xFEFF {
            Self.append(Unicode.Scalar(unit), to: &output)
        }
    }

    private static func append(_ scalar: Unicode.Scalar?, to output: inout [UInt8]) {
        let scalar = scalar ?? "\u{FFFD}"
        if scalar.isASCII { output.append(UInt8(truncatingIfNeeded: scalar.value)) } else { output += scalar.utf8 }
    }
}
