internal import Model
internal import Scanning

/// Makes lines of what `journalctl --output=export` wrote.
///
/// An entry is `FIELD=value` lines up to an empty one; a value with a line break stands as `FIELD`, eight bytes of length,
/// the value (https://systemd.io/JOURNAL_EXPORT_FORMATS). One entry gives one line in the manner of syslog, and further
/// lines of its message follow indented.
struct JournalExport {
    private static let longest = 1 << 20

    private let spool: SpoolFile
    private var line: [UInt8] = []
    /// Bytes of a value that are still to come, and the value.
    private var rest = 0
    private var lengthBytes: [UInt8]?
    private var name: [UInt8] = []
    private var value: [UInt8] = []
    private var fields: [String: [UInt8]] = [:]
    private var output: [UInt8] = []

    /// Whether a file begins like one.
    static func isMeant(by head: [UInt8]) -> Bool {
        let lines = head.prefix(4096).split(separator: 10, maxSplits: 12, omittingEmptySubsequences: false)
        guard let first = lines.first, first.starts(with: "__".utf8), first.contains(Byte.equals) else { return false }
        return lines.contains { $0.starts(with: "__REALTIME_TIMESTAMP=".utf8) }
    }

    /// The entries of a file as lines of another.
    static func lines(of file: ReadableFile, advance: (Int) throws -> Void) throws -> ReadableFile {
        var export = JournalExport(spool: try SpoolFile())
        try file.forEachChunk { bytes, offset in
            unsafe bytes.withUnsafeBytes { raw in
                for index in 0..<min(raw.count, file.size - offset) { export.take(unsafe raw[index]) }
            }
            try export.flush(least: 256 << 10)
            try advance(bytes.byteCount)
            return offset + bytes.byteCount < file.size
        }
        export.endOfEntry()
        try export.flush(least: 1)
        return try export.spool.file(for: file)
    }

    private init(spool: SpoolFile) { self.spool = spool }

    private mutating func flush(least: Int) throws {
        guard output.count >= least else { return }
        try spool.write(output.span)
        output.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ byte: UInt8) {
        if var bytes = lengthBytes {
            bytes.append(byte)
            guard bytes.count == 8 else {
                lengthBytes = bytes
                return
            }
            lengthBytes = nil
            rest = Int(clamping: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            // The line feed behind the value.
            rest = rest < .max ? rest + 1 : rest
            return
        }
        if rest > 0 {
            rest -= 1
            if rest > 0, value.count < Self.longest { value.append(byte) }
            if rest == 0 { keep() }
            return
        }
        guard byte == 10 else {
            if line.count < Self.longest { line.append(byte) }
            return
        }
        endOfLine()
    }

    private mutating func endOfLine() {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endOfEntry() }
        guard let equals = line.firstIndex(of: Byte.equals) else {
            name = line
            value = []
            lengthBytes = []
            return
        }
        name = Array(line[..<equals])
        value = Array(line[(equals + 1)...])
        keep()
    }

    private static let wanted: Set<String> = [
        "__REALTIME_TIMESTAMP", "_HOSTNAME", "SYSLOG_IDENTIFIER", "_COMM", "_PID", "SYSLOG_PID", "PRIORITY", "MESSAGE",
    ]

    private mutating func keep() {
        let text = String(decoding: name, as: UTF8.self)
        if Self.wanted.contains(text) { fields[text] = value }
        value = []
    }

    private mutating func endOfEntry() {
        defer { fields.removeAll(keepingCapacity: true) }
        guard let stamp = fields["__REALTIME_TIMESTAMP"],
            let microseconds = Int64(String(decoding: stamp, as: UTF8.self)), microseconds > 0,
            microseconds < Int64.max / 1000
        else { return }
        let time = Timestamp(nanoseconds: microseconds * 1000)
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        output += Array("\(time.description.prefix(19)).\(fraction)Z ".utf8)
        output += (fields["_HOSTNAME"] ?? Array("localhost".utf8)) + [Byte.space]
        output += fields["SYSLOG_IDENTIFIER"] ?? fields["_COMM"] ?? Array("unknown".utf8)
        if let process = fields["_PID"] ?? fields["SYSLOG_PID"] { output += [Byte.open] + process + [Byte.close] }
        output += [Byte.colon, Byte.space]
        if let level = level { output += Array(level.utf8) + [Byte.space] }
        for (index, line) in (fields["MESSAGE"] ?? []).split(separator: 10).enumerated() {
            if index > 0 { output += [10, Byte.tab] }
            output += line
        }
        output.append(10)
    }

    private var level: String? {
        switch fields["PRIORITY"]?.first.map({ Int($0) - 48 }) {
        case 0, 1, 2: "CRITICAL"
        case 3: "ERROR"
        case 4: "WARNING"
        case 5: "NOTICE"
        case 6: "INFO"
        case 7: "DEBUG"
        default: nil
        }
    }
}
