extension StandardLibrary {
    /// The strings extension; places in a text are counted in code points.
    static let texts: [StandardFunction] = [
        StandardFunction("charAt", [.member([.string, .int], .string)], .binary(charAt)),
        StandardFunction("indexOf", [.member([.string, .string], .int)], .variadic(indexOf)),
        StandardFunction("indexOf", [.member([.string, .string, .int], .int)], .variadic(indexOf)),
        StandardFunction("lastIndexOf", [.member([.string, .string], .int)], .variadic(lastIndexOf)),
        StandardFunction("lastIndexOf", [.member([.string, .string, .int], .int)], .variadic(lastIndexOf)),
        StandardFunction("substring", [.member([.string, .int], .string)], .variadic(substring)),
        StandardFunction("substring", [.member([.string, .int, .int], .string)], .variadic(substring)),
        StandardFunction("replace", [.member([.string, .string, .string], .string)], .variadic(replace)),
        StandardFunction("replace", [.member([.string, .string, .string, .int], .string)], .variadic(replace)),
        StandardFunction("split", [.member([.string, .string], .list(.string))], .variadic(split)),
        StandardFunction("split", [.member([.string, .string, .int], .list(.string))], .variadic(split)),
        StandardFunction("join", [.member([.list(.string)], .string)], .variadic(join)),
        StandardFunction("join", [.member([.list(.string), .string], .string)], .variadic(join)),
        StandardFunction("format", [.member([.string, .list(.dyn)], .string)], .binary(format)),
        mapping("lowerAscii") { lowered($0) },
        mapping("upperAscii") { raised($0) },
        mapping("trim") { trimmed($0) },
        StandardFunction(
            "reverse", [.member([.string], .string), .member([.list(.parameter("A"))], .list(.parameter("A")))],
            .unary(reverse)),
        StandardFunction("strings.quote", [.global([.string], .string)], .unary(quote)),
    ]

    private static func outOfRange(_ index: Int64, _ text: String) -> CELError {
        CELError(
            .indexOutOfRange, "index \(index) is outside the text of \(text.unicodeScalars.count) characters")
    }

    /// The byte at which a code point starts; the end counts as one.
    private static func offset(_ index: Int64, in text: String) throws(CELError) -> Int {
        guard index >= 0, index <= text.utf8.count else { throw outOfRange(index, text) }
        let bytes = text.utf8.span
        var left = index
        for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
            if left == 0 { return offset }
            left -= 1
        }
        guard left == 0 else { throw outOfRange(index, text) }
        return bytes.count
    }

    /// How many code points start before a byte.
    private static func index(of offset: Int, in text: String) -> Int64 {
        let bytes = text.utf8.span
        var count: Int64 = 0
        for place in 0..<offset where bytes[place] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    private static func slice(_ text: String, _ start: Int, _ end: Int) -> String {
        let from = text.utf8.index(text.utf8.startIndex, offsetBy: start)
        let to = text.utf8.index(from, offsetBy: end - start)
        return String(text[from..<to])
    }

    private static func charAt(
        _ text: CELValue, _ index: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .string(let text) = text, case .int(let index) = index else { return nil }
        try frame.chargeReading(text.utf8.count)
        let start = try offset(index, in: text)
        guard start < text.utf8.count else { return .string("") }
        let scalars = text.unicodeScalars
        return .string(String(scalars[scalars.index(scalars.startIndex, offsetBy: Int(index))]))
    }

    private static func indexOf(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else { return nil }
        try frame.chargeReading(text.utf8.count * 4)
        var start = 0
        if arguments.count == 3 {
            guard case .int(let index) = arguments[2] else { return nil }
            start = try offset(index, in: text)
        }
        let found = ByteSearch.first(of: part.utf8.span, in: text.utf8.span, from: start)
        return .int(found.map { index(of: $0, in: text) } ?? -1)
    }

    private static func lastIndexOf(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else { return nil }
        try frame.chargeReading(text.utf8.count * 4)
        var last = text.utf8.count
        if arguments.count == 3 {
            guard case .int(let index) = arguments[2] else { return nil }
            last = try offset(index, in: text)
        }
        var found: Int?
        ByteSearch.forEachMatch(of: part.utf8.span, in: text.utf8.span) { place in
            guard place <= last else { return false }
            found = place
            return true
        }
        return .int(found.map { index(of: $0, in: text) } ?? -1)
    }

    private static func substring(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = arguments[0], case .int(let start) = arguments[1] else { return nil }
        try frame.build(text.utf8.count)
        try frame.chargeReading(text.utf8.count * 2)
        let from = try offset(start, in: text)
        guard arguments.count == 3 else { return .string(slice(text, from, text.utf8.count)) }
        guard case .int(let end) = arguments[2] else { return nil }
        let to = try offset(end, in: text)
        guard from <= to else {
            throw CELError(.indexOutOfRange, "invalid substring range: the start \(start) lies after the end \(end)")
        }
        return .string(slice(text, from, to))
    }

    private static func limit(_ arguments: [CELValue], at index: Int) -> Int? {
        guard arguments.count > index else { return .max }
        guard case .int(let limit) = arguments[index] else { return nil }
        return limit < 0 ? .max : Int(clamping: limit)
    }

    private static func replace(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = arguments[0], case .string(let old) = arguments[1],
            case .string(let new) = arguments[2], let limit = limit(arguments, at: 3)
        else { return nil }
        try frame.chargeReading(text.utf8.count * 4)
        let places = replacementPlaces(old, text, limit)
        guard !places.isEmpty else { return .string(text) }
        let (added, overflow) = places.count.multipliedReportingOverflow(by: new.utf8.count)
        let (size, overflowed) = text.utf8.count.addingReportingOverflow(added)
        try frame.build(overflow || overflowed ? .max : size)
        try frame.chargeReading(size * 2)
        var result: [UInt8] = []
        result.reserveCapacity(size)
        let bytes = Array(text.utf8)
        var start = 0
        for place in places {
            result.append(contentsOf: bytes[start..<place])
            result.append(contentsOf: new.utf8)
            start = place + old.utf8.count
        }
        result.append(contentsOf: bytes[start...])
        return .string(String(decoding: result, as: UTF8.self))
    }

    /// Where a part is replaced; an empty one stands before every character and at the end.
    private static func replacementPlaces(_ part: String, _ text: String, _ limit: Int) -> [Int] {
        guard part.isEmpty else {
            return ByteSearch.separateMatches(of: part.utf8.span, in: text.utf8.span, limit: limit)
        }
        let bytes = text.utf8.span
        var places: [Int] = []
        for offset in 0...bytes.count where offset == bytes.count || bytes[offset] & 0xC0 != 0x80 {
            guard places.count < limit else { break }
            places.append(offset)
        }
        return places
    }

    private static func split(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1],
            let limit = limit(arguments, at: 2)
        else { return nil }
        guard limit > 0 else { return .list([CELValue]()) }
        try frame.chargeReading(text.utf8.count * 4)
        guard !separator.isEmpty else { return try splitCharacters(text, limit, &frame) }
        let places = ByteSearch.separateMatches(of: separator.utf8.span, in: text.utf8.span, limit: limit - 1)
        try frame.buildElements(places.count + 1)
        try frame.build(text.utf8.count)
        let bytes = Array(text.utf8)
        var parts: [CELValue] = []
        parts.reserveCapacity(places.count + 1)
        var start = 0
        for place in places {
            parts.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
            start = place + separator.utf8.count
        }
        parts.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
        return .list(CELList(parts))
    }

    private static func splitCharacters(
        _ text: String, _ limit: Int, _ frame: inout Frame
    ) throws(CELError) -> CELValue {
        try frame.buildElements(min(text.utf8.count, limit))
        var parts: [CELValue] = []
        var rest = text.unicodeScalars[...]
        while parts.count < limit - 1, let scalar = rest.popFirst() { parts.append(.string(String(scalar))) }
        if !rest.isEmpty { parts.append(.string(String(rest))) }
        return .list(CELList(parts))
    }

    private static func join(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = arguments[0] else { return nil }
        var separator = ""
        if arguments.count == 2 {
            guard case .string(let text) = arguments[1] else { return nil }
            separator = text
        }
        try frame.charge(list.count)
        var result = ""
        for index in 0..<list.count {
            guard case .string(let part) = list[index] else {
                throw CELError(
                    .noSuchOverload, "join takes a list of texts; element \(index) is \(list[index].typeName)",
                    hint: "convert the elements: .map(x, string(x)).join(…)")
            }
            try frame.build(part.utf8.count + separator.utf8.count)
            if index > 0 { result += separator }
            result += part
        }
        try frame.chargeReading(result.utf8.count)
        return .string(result)
    }

    private static func format(
        _ template: CELValue, _ arguments: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .string(let template) = template, case .list(let list) = arguments else { return nil }
        var format = TextFormat(list)
        return .string(try format.fill(template, &frame))
    }

    private static func mapping(
        _ name: String, _ function: @escaping @Sendable (String) -> String
    ) -> StandardFunction {
        StandardFunction(
            name, [.member([.string], .string)],
            .unary { value, frame throws(CELError) in
                guard case .string(let text) = value else { return nil }
                try frame.build(text.utf8.count)
                try frame.chargeReading(text.utf8.count * 4)
                return .string(function(text))
            })
    }

    private static func lowered(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func raised(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 &- 97 < 26 ? $0 & 0xDF : $0 }, as: UTF8.self)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    private static func reverse(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .string(let text):
            try frame.build(text.utf8.count)
            try frame.chargeReading(text.utf8.count * 4)
            var result = String.UnicodeScalarView()
            for scalar in text.unicodeScalars.reversed() { result.append(scalar) }
            return .string(String(result))
        case .list(let list):
            try frame.buildElements(list.count)
            return .list(CELList(list.reversed() as [CELValue]))
        default: return nil
        }
    }

    private static func quote(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = value else { return nil }
        try frame.build(text.utf8.count * 2 + 2)
        try frame.chargeReading(text.utf8.count * 8)
        return .string(TextForm.quoted(text))
    }
}
