/// `'…'.format([…])`: fills a template with values (cel-go, strings extension).
struct TextFormat {
    private let arguments: CELList
    private var used = 0
    private var result = ""

    init(_ arguments: CELList) { self.arguments = arguments }

    mutating func fill(_ template: String, _ frame: inout Frame) throws(CELError) -> String {
        try frame.build(template.utf8.count)
        try frame.chargeReading(template.utf8.count * 4)
        var scalars = template.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            guard var clause = scalars.next() else { throw Self.invalid("the template ends after '%'") }
            guard clause != "%" else {
                result += "%"
                continue
            }
            var precision: Int?
            if clause == "." { (precision, clause) = try Self.precision(&scalars) }
            try append(clause, precision, &frame)
        }
        return result
    }

    private static func invalid(_ message: String) -> CELError {
        CELError(.invalidArgument, "format: \(message)", hint: "write %% for a percent sign")
    }

    private static func precision(
        _ scalars: inout String.UnicodeScalarView.Iterator
    ) throws(CELError) -> (Int?, Unicode.Scalar) {
        var value = 0
        var digits = 0
        while let scalar = scalars.next() {
            guard let digit = scalar.isASCII ? Int(String(scalar)) : nil else {
                guard digits > 0 else { throw invalid("a precision needs digits") }
                return (value, scalar)
            }
            value = value * 10 + digit
            digits += 1
            guard value <= 1_000 else { throw invalid("the precision is greater than 1000") }
        }
        throw invalid("the template ends inside a clause")
    }

    private mutating func append(
        _ clause: Unicode.Scalar, _ precision: Int?, _ frame: inout Frame
    ) throws(CELError) {
        guard "sdfebxXo".unicodeScalars.contains(clause) else {
            throw Self.invalid("there is no clause '%\(clause)'; there are %s %d %f %e %b %x %X %o")
        }
        guard used < arguments.count else {
            throw Self.invalid("the template needs more than the \(arguments.count) values given")
        }
        let value = arguments[used]
        used += 1
        if clause == "s" { return try TextForm.write(value, to: &result, &frame) }
        // The further from one, the more digits have to be worked out: more than a thousand at the ends of the range.
        if case .double(let number) = value, number.isFinite, number != 0 {
            try frame.charge(Int(number.exponent.magnitude))
        }
        guard let text = Self.text(of: value, clause, precision ?? 6) else {
            throw Self.invalid("%\(clause) does not take \(value.typeName)")
        }
        try frame.build(text.utf8.count)
        try frame.charge(1 + text.utf8.count)
        result += text
    }

    private static func text(of value: CELValue, _ clause: Unicode.Scalar, _ precision: Int) -> String? {
        switch (clause, value) {
        case ("d", .int(let number)): String(number)
        case ("d", .uint(let number)): String(number)
        case ("d", .double(let number)): number.isFinite ? nil : NumberText.shortest(number)
        case ("f", .double(let number)): NumberText.fixed(number, precision: precision)
        case ("f", .int(let number)): whole(number.magnitude, isNegative: number < 0, precision)
        case ("f", .uint(let number)): whole(number, isNegative: false, precision)
        case ("e", .double(let number)): NumberText.scientific(number, precision: precision)
        case ("e", .int(let number)): NumberText.scientific(Double(number), precision: precision)
        case ("e", .uint(let number)): NumberText.scientific(Double(number), precision: precision)
        case ("b", .bool(let truth)): truth ? "1" : "0"
        case ("b", .int(let number)): String(number, radix: 2)
        case ("b", .uint(let number)): String(number, radix: 2)
        case ("o", .int(let number)): String(number, radix: 8)
        case ("o", .uint(let number)): String(number, radix: 8)
        case ("x", .int(let number)), ("X", .int(let number)): String(number, radix: 16, uppercase: clause == "X")
        case ("x", .uint(let number)), ("X", .uint(let number)): String(number, radix: 16, uppercase: clause == "X")
        case ("x", .string(let text)), ("X", .string(let text)): hexadecimal(text.utf8, uppercase: clause == "X")
        case ("x", .bytes(let bytes)), ("X", .bytes(let bytes)): hexadecimal(bytes, uppercase: clause == "X")
        default: nil
        }
    }

    private static func whole(_ number: UInt64, isNegative: Bool, _ precision: Int) -> String {
        let fraction = precision > 0 ? "." + String(repeating: "0", count: precision) : ""
        return (isNegative ? "-" : "") + String(number) + fraction
    }

    private static func hexadecimal(_ bytes: some Collection<UInt8>, uppercase: Bool) -> String {
        let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            result.append(digits[Int(byte >> 4)])
            result.append(digits[Int(byte & 15)])
        }
        return String(decoding: result, as: UTF8.self)
    }
}
