/// Splits names and messages into comparable words.
///
/// `connection_limit`, `ConnectionLimit` and `connections` share the stem `connect`.
enum Words {
    /// ASCII letters, digits, the underscore, and whatever is beyond ASCII.
    static func isWordByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isUpper(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

    /// The words of a text in their order, in lower case: split at everything but letters and digits, and where a
    /// name's case changes.
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var previous: UInt8 = 0
        let bytes = Array(text.utf8.prefix(8192))
        func flush() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for (index, byte) in bytes.enumerated() {
            defer { previous = byte }
            guard isWordByte(byte), byte != UInt8(ascii: "_") else {
                flush()
                continue
            }
            let endsAcronym =
                isUpper(previous) && isUpper(byte) && index + 1 < bytes.count && isLetter(bytes[index + 1])
                && !isUpper(bytes[index + 1])
            let startsHump = isUpper(byte) && isLetter(previous) && !isUpper(previous)
            let changesKind = isDigit(byte) != isDigit(previous) && isWordByte(previous) && previous < 0x80
            if startsHump || endsAcronym || changesKind { flush() }
            word.append(isUpper(byte) ? byte | 0x20 : byte)
        }
        flush()
        return words
    }

    /// The stems of a text's words, without numbers and single letters.
    static func stems(_ text: String) -> Set<String> {
        Set(split(text).filter { $0.utf8.count > 1 && !$0.utf8.allSatisfy(isDigit) }.map { stem($0) })
    }

    /// A word without the endings of plural, tense and noun, so that `connections` meets `connected`.
    static func stem(_ word: String) -> String {
        if let known = irregular[word] { return known }
        var stem = Substring(word)
        for ending in endings where stem.utf8.count - ending.utf8.count >= 4 && stem.hasSuffix(ending) {
            stem = stem.dropLast(ending.count)
            break
        }
        if stem.utf8.count >= 4, stem.hasSuffix("s"), !stem.hasSuffix("ss") { stem = stem.dropLast() }
        if stem.utf8.count > 4, stem.hasSuffix("e") { stem = stem.dropLast() }
        return String(stem)
    }

    private static let endings = [
        "ations", "ation", "ings", "ions", "ied", "ies", "ing", "ion", "ors", "ers", "ed", "er", "or", "es", "al", "s",
    ]

    private static let irregular = [
        "expiry": "expir", "expires": "expir", "expired": "expir", "expiration": "expir", "conns": "connect",
        "conn": "connect", "cert": "certificat", "certs": "certificat", "mem": "memory", "memories": "memory",
        "timed": "timeout", "timeouts": "timeout", "deadline": "timeout", "maximum": "max", "minimum": "min",
        "limits": "limit", "limited": "limit", "queries": "query", "proxies": "proxy", "bodies": "body",
        "replicas": "replica", "oom": "memory", "auth": "authentic", "authn": "authentic", "authenticate": "authentic",
        "authenticated": "authentic", "resolve": "resolut", "resolved": "resolut", "resolving": "resolut",
        "verification": "verify", "verified": "verify", "fails": "fail", "failure": "fail", "db": "database",
        "addr": "address", "pwd": "password", "passwd": "password",
    ]

    /// Numbers of a text as written, such as `40`, `0.5` and `2.15.0`; signs are not part of them.
    static func numbers(_ text: String) -> [String] {
        var numbers: [String] = []
        var number: [UInt8] = []
        var previous: UInt8 = 0
        for byte in Array(text.utf8.prefix(8192)) + [0] {
            if isDigit(byte) || (byte == UInt8(ascii: ".") && !number.isEmpty) {
                if number.isEmpty, isWordByte(previous), !isDigit(previous) {
                    previous = byte
                    continue
                }
                number.append(byte)
            } else {
                while number.last == UInt8(ascii: ".") { number.removeLast() }
                if !number.isEmpty { numbers.append(String(decoding: number, as: UTF8.self)) }
                number.removeAll(keepingCapacity: true)
            }
            previous = byte
        }
        return numbers
    }

    /// Whether a text stands in another as a whole word, compared without case.
    static func contains(_ text: String, word: String) -> Bool {
        let haystack = Array(text.lowercased().utf8)
        let needle = Array(word.lowercased().utf8)
        guard let first = needle.first, needle.count <= haystack.count else { return false }
        for start in 0...haystack.count - needle.count where haystack[start] == first {
            let end = start + needle.count
            guard haystack[start..<end].elementsEqual(needle) else { continue }
            let isOpen = start == 0 || !isWordByte(haystack[start - 1]) || !isWordByte(first)
            let isClosed = end == haystack.count || !isWordByte(haystack[end]) || !isWordByte(haystack[end - 1])
            if isOpen && isClosed { return true }
        }
        return false
    }
}
