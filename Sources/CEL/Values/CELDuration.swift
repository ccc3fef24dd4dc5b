/// A length of time in nanoseconds, up to about 292 years either way.
public struct CELDuration: Hashable, Sendable, Comparable {
    /// The length in nanoseconds.
    public let nanoseconds: Int64

    /// A length.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whether the length is smaller; a negative one is smaller than none.
    public static func < (left: CELDuration, right: CELDuration) -> Bool { left.nanoseconds < right.nanoseconds }

    private static let units: [(name: [UInt8], nanoseconds: Int64)] = [
        (Array("ns".utf8), 1), (Array("us".utf8), 1_000), (Array("µs".utf8), 1_000), (Array("μs".utf8), 1_000),
        (Array("ms".utf8), 1_000_000), (Array("s".utf8), 1_000_000_000), (Array("m".utf8), 60_000_000_000),
        (Array("h".utf8), 3_600_000_000_000),
    ]

    /// Reads numbers with units such as `1h30m`, `-1.5s` or `250ms`; nil for any other text and beyond the range.
    ///
    /// The units are `h`, `m`, `s`, `ms`, `us` and `ns`; `0` needs none.
    public init?(_ text: String) {
        var bytes = Array(text.utf8.prefix(256))[...]
        guard text.utf8.count <= 256 else { return nil }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
        guard bytes != [UInt8(ascii: "0")] else {
            self.init(nanoseconds: 0)
            return
        }
        guard !bytes.isEmpty else { return nil }
        var total: Int64 = 0
        while !bytes.isEmpty {
            guard let part = Self.part(&bytes) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(isNegative ? -part : part)
            guard !overflow else { return nil }
            total = sum
        }
        self.init(nanoseconds: total)
    }

    /// One number with its unit, taken off the front.
    private static func part(_ bytes: inout ArraySlice<UInt8>) -> Int64? {
        func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let whole = bytes.prefix(while: isDigit)
        bytes = bytes.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            fraction = bytes.prefix(while: isDigit)
            bytes = bytes.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let name = bytes.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }
        guard let unit = units.first(where: { $0.name == Array(name) }) else { return nil }
        bytes = bytes.dropFirst(name.count)
        guard let number = whole.isEmpty ? 0 : Int64(String(decoding: whole, as: UTF8.self)) else { return nil }
        var (value, overflow) = number.multipliedReportingOverflow(by: unit.nanoseconds)
        guard !overflow else { return nil }
        var scale = unit.nanoseconds
        for digit in fraction {
            // What is finer than a nanosecond is cut off.
            let (tenths, rest) = scale.quotientAndRemainder(dividingBy: 10)
            value = value.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")) * tenths).partialValue
            guard value >= 0 else { return nil }
            scale = rest == 0 ? tenths : 0
        }
        return value
    }
}

extension CELDuration: CustomStringConvertible {
    /// Seconds with as many digits as needed and an `s`, as JSON has durations of protobuf.
    public var description: String {
        let magnitude = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let sign = nanoseconds < 0 ? "-" : ""
        return sign + String(magnitude.quotient) + CELTimestamp.fraction(Int32(magnitude.remainder)) + "s"
    }
}
