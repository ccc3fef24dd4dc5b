internal import Model
internal import Scanning

/// The text of a log: the file as it is, or what was unpacked from it and written anew as plain text.
struct LogContent {
    static let sampleBytes = 128 << 10

    private(set) var file: ReadableFile
    /// Its first bytes.
    private(set) var head: [UInt8]
    /// Why it is only a beginning; nil when nothing is missing.
    private(set) var shortfall: String?
    /// When it was packed, or what was packed was written, in nanoseconds since 1970; nil when nothing tells.
    private(set) var packed: Int64?

    /// - Parameter advance: Called with the bytes that were made, for progress and cancellation.
    /// - Throws: `LogFile.Refusal.empty` when there is no text.
    init(of original: ReadableFile, limits: Packing.Limits, advance: (Int) throws -> Void) throws {
        file = original
        head = try Self.head(of: original)
        if let packing = Packing(head) {
            let unpacked = try packing.unpack(file, limits: limits, advance: advance)
            (file, shortfall) = (unpacked.file, unpacked.shortfall)
            packed = unpacked.written?.nanoseconds
            head = try Self.head(of: file)
        }
        // One in UTF-16 may have colours besides.
        for _ in 0..<2 {
            guard let kind = PlainCopy.Kind(head) else { break }
            let plain = try PlainCopy.make(of: file, kind, limit: limits.bytes, advance: advance)
            file = plain.file
            shortfall = shortfall ?? plain.shortfall
            head = try Self.head(of: file)
        }
        // There may have been nothing but a mark of UTF-16, or codes.
        guard !head.isEmpty else { throw LogFile.Refusal.empty }
    }

    /// Goes on with the lines that an export of systemd's journal holds.
    mutating func takeJournal(advance: (Int) throws -> Void) throws {
        file = try JournalExport.lines(of: file, advance: advance)
        head = try Self.head(of: file)
    }

    /// Where text begins behind zeros at the beginning; 0 where there are none.
    mutating func skipZeros(advance: (Int) throws -> Void) throws -> Int {
        guard head.allSatisfy({ $0 == 0 }) else { return 0 }
        var end = 0
        try file.forEachChunk { bytes, offset in
            let place = unsafe bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 != 0 } }
            end = offset + (place ?? bytes.byteCount)
            try advance(bytes.byteCount)
            return place == nil
        }
        if end > 0, end < file.size { head = try file.read(at: end, count: Self.sampleBytes) }
        return end
    }

    private static func head(of file: ReadableFile) throws(FileFault) -> [UInt8] {
        try file.read(at: 0, count: min(file.size, sampleBytes))
    }
}
