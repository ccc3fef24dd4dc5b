extension StandardLibrary {
    /// `bool`, `int`, `uint`, `double`, `string`, `bytes`, `timestamp` and `duration`.
    static let conversions: [StandardFunction] = [
        conversion("bool", .bool, from: [.bool, .string], toBool),
        conversion("int", .int, from: [.int, .uint, .double, .string, .timestamp, .duration], toInt),
        conversion("uint", .uint, from: [.uint, .int, .double, .string], toUInt),
        conversion("double", .double, from: [.double, .int, .uint, .string], toDouble),
        conversion(
            "string", .string, from: [.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration], toString),
        conversion("bytes", .bytes, from: [.bytes, .string], toBytes),
        conversion("timestamp", .timestamp, from: [.timestamp, .string, .int], toTimestamp),
        conversion("duration", .duration, from: [.duration, .string, .int], toDuration),
    ]

    private static func conversion(
        _ name: String, _ type: CELType, from types: [CELType],
        _ function: @escaping @Sendable (CELValue, inout Frame) throws(CELError) -> CELValue?
    ) -> StandardFunction {
        StandardFunction(name, types.map { .global([$0], type) }, .unary(function))
    }

    private static func failure(_ value: CELValue, _ type: String, hint: String? = nil) -> CELError {
        let shown = TextForm.plain(value) ?? value.typeName
        return CELError(
            .invalidConversion, "'\(Access.clipped(shown))' is not \(type)", hint: hint)
    }

    private static func rangeFailure(_ value: CELValue, _ type: String) -> CELError {
        CELError(.overflow, "\(TextForm.plain(value) ?? "the number") is out of range for \(type)")
    }

    private static func toBool(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .bool: return value
        case .string("true"), .string("True"), .string("TRUE"), .string("t"), .string("1"): return .bool(true)
        case .string("false"), .string("False"), .string("FALSE"), .string("f"), .string("0"): return .bool(false)
        case .string: throw failure(value, "a bool", hint: "write 'true' or 'false'")
        default: return nil
        }
    }

    private static func toInt(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .int: return value
        case .uint(let number):
            guard let int = Int64(exactly: number) else { throw rangeFailure(value, "int") }
            return .int(int)
        case .double(let number):
            // Both ends are refused, for the double there may have been rounded from outside.
            guard number > -0x1p63, number < 0x1p63 else { throw rangeFailure(value, "int") }
            return .int(Int64(number))
        case .string(let text):
            guard let int = Int64(text) else { throw failure(value, "an int") }
            return .int(int)
        case .timestamp(let moment): return .int(moment.seconds)
        case .duration(let duration): return .int(duration.nanoseconds)
        default: return nil
        }
    }

    private static func toUInt(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .uint: return value
        case .int(let number):
            guard let uint = UInt64(exactly: number) else { throw rangeFailure(value, "uint") }
            return .uint(uint)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw rangeFailure(value, "uint") }
            return .uint(UInt64(number))
        case .string(let text):
            guard let uint = UInt64(text) else { throw failure(value, "a uint") }
            return .uint(uint)
        default: return nil
        }
    }

    private static func toDouble(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let double = double(text) else { throw failure(value, "a double") }
            return .double(double)
        default: return nil
        }
    }

    /// Reads a decimal number, `NaN`, `Infinity`, `inf` or one of these with a sign.
    private static func double(_ text: String) -> Double? {
        guard text.utf8.count <= 1_024 else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if isPlain { return Double(text) }
        let isNegative = text.hasPrefix("-")
        switch text.drop(while: { $0 == "-" || $0 == "+" }).lowercased() {
        case "nan" where text.utf8.count == 3: return .nan
        case "infinity" where text.utf8.count <= 9, "inf" where text.utf8.count <= 4:
            return isNegative ? -.infinity : .infinity
        default: return nil
        }
    }

    private static func toString(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .string: return value
        case .bytes(let bytes):
            try frame.build(bytes.count)
            try frame.chargeReading(bytes.count)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CELError(.invalidConversion, "the bytes are not valid UTF-8")
            }
            return .string(text)
        case .null, .list, .map, .type, .optional: return nil
        default: return TextForm.plain(value).map(CELValue.string)
        }
    }

    private static func toBytes(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .bytes: return value
        case .string(let text):
            try frame.build(text.utf8.count)
            try frame.chargeReading(text.utf8.count)
            return .bytes(Array(text.utf8))
        default: return nil
        }
    }

    private static func toTimestamp(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .timestamp: return value
        case .int(let seconds):
            guard let moment = CELTimestamp(seconds: seconds) else { throw rangeFailure(value, "timestamp") }
            return .timestamp(moment)
        case .string(let text):
            guard let moment = CELTimestamp(text) else {
                throw failure(value, "a timestamp", hint: "write it as 2006-01-02T15:04:05Z, in the years 1 to 9999")
            }
            return .timestamp(moment)
        default: return nil
        }
    }

    private static func toDuration(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .duration: return value
        case .int(let nanoseconds): return .duration(CELDuration(nanoseconds: nanoseconds))
        case .string(let text):
            guard let duration = CELDuration(text) else {
                throw failure(
                    value, "a duration", hint: "write numbers with the units h, m, s, ms, us, ns, up to 292 years")
            }
            return .duration(duration)
        default: return nil
        }
    }
}
