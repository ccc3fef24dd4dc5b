/// Cuts comma-separated values (RFC 4180) into rows as bytes come, in memory bounded by one row.
struct CSVRows {
    /// The longest row in bytes.
    static let maximumRow = 1 << 20
    /// The most fields of a row.
    static let maximumFields = 10_000

    /// What separates fields.
    let separator: UInt8
    /// The fields' bytes one after the other, quotes resolved.
    private(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    private(set) var ends: [Int] = []
    /// Line feeds passed.
    private(set) var lines = 0
    private var isQuoted = false
    private var wasQuote = false
    private var isFieldStart = true
    private var isSkipping = false

    init(separator: UInt8) { self.separator = separator }

    /// What a byte came to.
    enum Step { case goesOn, row, tooLong }

    /// Takes a byte; after `.row` the fields can be read until `clear()`.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Step {
        if isQuoted, !wasQuote {
            if byte == 0x22 { wasQuote = true } else { keep(byte) }
            if byte == 0x0A { lines += 1 }
            return .goesOn
        }
        if wasQuote {
            wasQuote = false
            if byte == 0x22 {
                keep(byte)
                return .goesOn
            }
            isQuoted = false
        }
        if byte == 0x0A {
            lines += 1
            return end()
        }
        if byte == separator {
            if ends.count < Self.maximumFields { ends.append(bytes.count) } else { isSkipping = true }
            isFieldStart = true
        } else if byte == 0x22, isFieldStart {
            isQuoted = true
            isFieldStart = false
        } else if byte != 0x0D {
            keep(byte)
            isFieldStart = false
        }
        return .goesOn
    }

    /// Ends the last row of a file that has no line feed at its end; `.goesOn` when there is none.
    mutating func end() -> Step {
        isQuoted = false
        wasQuote = false
        isFieldStart = true
        guard !isSkipping else { return .tooLong }
        guard !bytes.isEmpty || !ends.isEmpty else { return .goesOn }
        ends.append(bytes.count)
        return .row
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isSkipping = false
    }

    var count: Int { ends.count }

    /// The place of a field in `bytes`, without blanks around it.
    func range(_ field: Int) -> Range<Int> {
        var low = field > 0 ? ends[field - 1] : 0
        var high = ends[field]
        while low < high, KeyText.isBlank(bytes[low]) { low += 1 }
        while low < high, KeyText.isBlank(bytes[high - 1]) { high -= 1 }
        return low..<high
    }

    func text(_ field: Int) -> String { String(decoding: bytes[range(field)], as: UTF8.self) }

    private mutating func keep(_ byte: UInt8) {
        guard bytes.count < Self.maximumRow else {
            isSkipping = true
            return
        }
        bytes.append(byte)
    }
}
