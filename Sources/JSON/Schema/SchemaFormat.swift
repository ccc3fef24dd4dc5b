import RE2

/// The formats that can be asserted; what is not among them is accepted (2020-12 validation, 7).
enum SchemaFormat {
    static func accepts(_ text: String, as name: String) -> Bool {
        switch name {
        case "date-time": dateTime(text)
        case "date": date(Array(text.utf8)[...])
        case "time": time(Array(text.utf8)[...])
        case "email": email(text)
        case "ipv4": ipv4(text)
        case "ipv6": ipv6(text)
        case "uuid": uuid(Array(text.utf8))
        case "uri": SchemaURIFormat.accepts(text, allowsRelative: false)
        case "uri-reference": SchemaURIFormat.accepts(text, allowsRelative: true)
        case "regex": regex(text)
        case "json-pointer": (try? JSONPointer(text)) != nil
        default: true
        }
    }

    /// RFC 3339, 5.6.
    private static func dateTime(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count > 11, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
        return date(bytes[..<10]) && time(bytes[11...])
    }

    private static func date(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        guard bytes.count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            let year = number(bytes[start..<(start + 4)]), let month = number(bytes[(start + 5)..<(start + 7)]),
            let day = number(bytes[(start + 8)...]), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }

    private static func time(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        guard bytes.count >= 9, let (hour, minute) = clock(bytes[start..<(start + 5)]),
            bytes[start + 5] == UInt8(ascii: ":"), let second = number(bytes[(start + 6)..<(start + 8)]), second <= 60
        else { return false }
        var rest = bytes[(start + 8)...]
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix(while: JSONNumber.isDigit)
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = offset(rest) else { return false }
        guard second == 60 else { return true }
        // A leap second is the last one of a day in UTC.
        return (hour * 60 + minute - offset + 2880) % 1440 == 1439
    }

    /// Minutes east of UTC.
    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let sign = bytes.first else { return nil }
        if sign | 0x20 == UInt8(ascii: "z") { return bytes.count == 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let (hour, minute) = clock(bytes.dropFirst())
        else {
            return nil
        }
        return (sign == UInt8(ascii: "-") ? -1 : 1) * (hour * 60 + minute)
    }

    private static func clock(_ bytes: ArraySlice<UInt8>) -> (hour: Int, minute: Int)? {
        let start = bytes.startIndex
        guard bytes.count == 5, bytes[start + 2] == UInt8(ascii: ":"),
            let hour = number(bytes[start..<(start + 2)]), let minute = number(bytes[(start + 3)...]),
            hour < 24, minute < 60
        else { return nil }
        return (hour, minute)
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.allSatisfy(JSONNumber.isDigit) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// RFC 5321, 4.1.2, with dot-atoms, quoted local parts and address literals.
    private static func email(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count <= 254, let at = text.lastIndex(of: "@") else {
            return false
        }
        let (local, domain) = (text[..<at], text[text.index(after: at)...])
        guard !local.isEmpty, local.utf8.count <= 64 else { return false }
        if domain.hasPrefix("["), domain.hasSuffix("]") {
            let literal = String(domain.dropFirst().dropLast())
            guard literal.hasPrefix("IPv6:") ? ipv6(String(literal.dropFirst(5))) : ipv4(literal) else { return false }
        } else if !hostname(domain) {
            return false
        }
        if local.hasPrefix("\""), local.hasSuffix("\""), local.count > 1 { return quoted(local.dropFirst().dropLast()) }
        let atoms = local.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func quoted(_ text: Substring) -> Bool {
        var isEscaped = false
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, isEscaped || byte != UInt8(ascii: "\"") else { return false }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return !isEscaped
    }

    private static func hostname(_ text: Substring) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard label.count <= 63, let first = label.first, let last = label.last else { return false }
            return isAlphanumeric(first) && isAlphanumeric(last)
                && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        JSONNumber.isDigit(byte) || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }

    /// RFC 2673, 3.2: four decimal bytes without superfluous zeros.
    static func ipv4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0"),
                    let value = number(ArraySlice(part))
                else { return false }
                return value <= 255
            }
    }

    /// RFC 4291, 2.2.
    static func ipv6(_ text: String) -> Bool {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var groups = 0
        if let last = parts.last, last.contains(".") {
            guard parts.count > 1, ipv4(String(last)) else { return false }
            parts.removeLast()
            groups = 2
            // Keep the colon pair that may stand before the address.
            if parts.last == "" { parts.append("") }
        }
        guard parts.count > 1 || groups == 2 else { return false }
        let rest = parts
        let empty = rest.filter(\.isEmpty).count
        groups += rest.count - empty
        guard rest.allSatisfy({ $0.utf8.count <= 4 && $0.utf8.allSatisfy { JSONText.hexDigit($0) != nil } }) else {
            return false
        }
        guard empty > 0 else { return groups == 8 }
        return groups <= 7 && hasOneGap(rest)
    }

    /// Whether the empty parts come from one pair of colons.
    private static func hasOneGap(_ parts: [Substring]) -> Bool {
        let places = parts.indices.filter { parts[$0].isEmpty }
        guard let first = places.first, let last = places.last, last - first == places.count - 1 else { return false }
        switch places.count {
        case 1: return first > 0 && last < parts.count - 1
        case 2: return first == 0 || last == parts.count - 1
        case 3: return parts.count == 3
        default: return false
        }
    }

    /// RFC 4122: 8-4-4-4-12 hexadecimal digits.
    private static func uuid(_ bytes: [UInt8]) -> Bool {
        bytes.count == 36
            && bytes.indices.allSatisfy { index in
                [8, 13, 18, 23].contains(index)
                    ? bytes[index] == UInt8(ascii: "-") : JSONText.hexDigit(bytes[index]) != nil
            }
    }

    private static func regex(_ text: String) -> Bool {
        do throws(SchemaPattern.Failure) {
            let translated = try SchemaPattern.translate(text)
            return (try? RegularExpression(translated, maxMemory: 2 << 20)) != nil
        } catch {
            return error.isUnsupported
        }
    }
}
