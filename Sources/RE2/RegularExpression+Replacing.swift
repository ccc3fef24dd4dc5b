extension RegularExpression {
    /// Replaces every match by what `replacement` makes of its groups; nil keeps the match as it is.
    ///
    /// - Parameters:
    ///   - text: The bytes to search.
    ///   - replacement: Is given the byte offsets of the match and its groups, element 0 the whole.
    /// - Returns: The new bytes and how many matches were replaced.
    package func replacing(
        in text: [UInt8], with replacement: (_ captures: [Range<Int>?]) throws -> [UInt8]?
    ) rethrows -> (bytes: [UInt8], count: Int) {
        var result: [UInt8] = []
        var copied = 0
        var count = 0
        var position = 0
        while position <= text.count, let groups = captures(in: text, from: position), let whole = groups[0] {
            if let new = try replacement(groups) {
                result.append(contentsOf: text[copied..<whole.lowerBound])
                result.append(contentsOf: new)
                copied = whole.upperBound
                count += 1
            }
            position = unsafe advanced(past: whole, in: text.span.bytes)
        }
        guard count > 0 else { return (text, 0) }
        result.append(contentsOf: text[copied...])
        return (result, count)
    }

    /// Replaces every match in a string by what `replacement` makes of its groups; nil keeps the match as it is.
    package func replacing(
        in text: String, with replacement: (_ captures: [Substring?]) throws -> String?
    ) rethrows -> String {
        let result = try replacing(in: Array(text.utf8)) { groups in
            let texts = groups.map { range in range.map { text[Self.indices($0, in: text)] } }
            return try replacement(texts).map { Array($0.utf8) }
        }
        return result.count == 0 ? text : String(decoding: result.bytes, as: UTF8.self)
    }

    /// A pattern that matches exactly this text.
    package static func escape(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0":
                result += "\\x00"
            case "a"..."z", "A"..."Z", "0"..."9", "_":
                result.unicodeScalars.append(scalar)
            case _ where scalar.isASCII:
                result += "\\"
                result.unicodeScalars.append(scalar)
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
