/// A JSON number that keeps its decimal value whatever its size.
///
/// A double stands for the shortest decimal that reads back as it, so `0.1` is a tenth. Equality, hash and order are
/// those of the decimal values: `1`, `1.0` and `1e0` are one number, and `-0` equals `0`.
public struct JSONNumber: Sendable {
    enum Storage: Sendable {
        case integer(Int64)
        case double(Double)
        /// A decimal that neither of the others holds, as it was written.
        case decimal(String)
    }

    let storage: Storage

    init(storage: Storage) { self.storage = storage }

    /// An integer of any width.
    public init(_ value: some BinaryInteger) {
        if let small = Int64(exactly: value) {
            storage = .integer(small)
        } else {
            storage = .decimal(String(value))
        }
    }

    /// A double; nil when it is infinite or not a number.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        storage = .double(value)
    }

    /// A number in JSON's grammar; nil when the text is none or longer than 4096 bytes.
    public init?(_ text: String) {
        guard let value = try? JSONValue(parsing: text), case .number(let number) = value else { return nil }
        guard let first = text.utf8.first, let last = text.utf8.last,
            first == UInt8(ascii: "-") || JSONNumber.isDigit(first), JSONNumber.isDigit(last)
        else { return nil }
        self = number
    }

    /// The value, if `Int` holds it exactly.
    public var int: Int? { int64.flatMap { Int(exactly: $0) } }

    /// The value, if 64 bits with sign hold it exactly.
    public var int64: Int64? {
        switch storage {
        case .integer(let value): value
        case .double(let value):
            value.magnitude <= 0x1p53 ? Int64(exactly: value) : JSONDecimal(shortest: value).int64
        case .decimal: decimal?.int64
        }
    }

    /// The value, if 64 bits without sign hold it exactly.
    public var uint64: UInt64? {
        if let int64 { return UInt64(exactly: int64) }
        guard let decimal, decimal.isInteger, decimal.magnitude <= 20 else { return nil }
        return UInt64(decimal.canonicalText)
    }

    /// The nearest double; infinite beyond a double's range.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .decimal(let text): Double(text) ?? .nan
        }
    }

    /// The number as decimal text in JSON's grammar, as written where that is kept.
    public var text: String {
        switch storage {
        case .integer(let value): value.description
        case .double(let value): value.description
        case .decimal(let text): text
        }
    }

    /// Whether the value has no fraction: true of `1.0` and `1e300`.
    public var isInteger: Bool {
        switch storage {
        case .integer: true
        case .double(let value): value.magnitude < 0x1p53 ? value == value.rounded(.towardZero) : true
        case .decimal: decimal?.isInteger ?? !text.contains("-")
        }
    }

    /// Whether the number is written with neither point nor exponent: `1` but not `1.0`.
    public var isWrittenAsInteger: Bool {
        switch storage {
        case .integer: true
        // Its text always has one of them.
        case .double: false
        case .decimal(let text): text.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
        }
    }

    /// The text of the canonical form.
    ///
    /// That is ECMAScript's form of the double (RFC 8785, 3.2.2.3). Where a double does not hold the number, the form
    /// is the same but of the decimal itself: integers that would come back as others, numbers of more than
    /// 17 significant digits, and those beyond a double's range.
    public var canonicalText: String {
        switch storage {
        case .integer(let value): return value.description
        case .double(let value):
            // Where both write digits without an exponent, Swift's shortest form is ECMAScript's.
            guard (1e-4..<0x1p53).contains(value.magnitude) else { return JSONDecimal(shortest: value).canonicalText }
            return Int64(exactly: value)?.description ?? value.description
        case .decimal(let text):
            guard let decimal else { return text }
            let double = double
            guard !decimal.isInteger, decimal.digits.count <= 17, double.isFinite, double != 0 else {
                return decimal.canonicalText
            }
            return JSONDecimal(shortest: double).canonicalText
        }
    }

    /// Digits and exponent; nil when the exponent is beyond reason.
    var decimal: JSONDecimal? {
        switch storage {
        case .integer(let value): JSONDecimal(value)
        case .double(let value): JSONDecimal(shortest: value)
        case .decimal(let text): JSONDecimal(text: text.utf8)
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

extension JSONNumber: Hashable, Comparable {
    /// Whether both are the same decimal value.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.storage, right.storage) {
        case (.integer(let left), .integer(let right)): return left == right
        case (.double(let left), .double(let right)): return left == right
        default: break
        }
        if let left = left.int64, let right = right.int64 { return left == right }
        guard let a = left.decimal, let b = right.decimal else { return left.text == right.text }
        return a == b
    }

    /// Whether the value is smaller.
    public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.storage, right.storage) {
        case (.integer(let left), .integer(let right)): return left < right
        case (.double(let left), .double(let right)): return left < right
        default: break
        }
        guard let a = left.decimal, let b = right.decimal else { return left.double < right.double }
        return a < b
    }

    /// Feeds a hash under which equal values are alike.
    public func hash(into hasher: inout Hasher) {
        if let int64 {
            hasher.combine(int64)
        } else if let decimal {
            hasher.combine(decimal)
        } else {
            hasher.combine(text)
        }
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// An integer.
    public init(integerLiteral value: Int64) { storage = .integer(value) }

    /// A double; a literal beyond the range becomes the greatest one.
    public init(floatLiteral value: Double) {
        let bound = Double.greatestFiniteMagnitude
        storage = .double(value.isNaN ? 0 : min(max(value, -bound), bound))
    }
}

extension JSONNumber: CustomStringConvertible {
    /// The number as decimal text.
    public var description: String { text }
}
