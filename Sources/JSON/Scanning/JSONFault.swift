/// What a scanner found wrong, before it is known in which line.
struct JSONFault: Error {
    enum Kind {
        case unexpected(String)
        case unexpectedEnd
        case badUTF8
        case loneSurrogate
        case badEscape
        case controlCharacter
        case leadingZero
        case badNumber
        case badLiteral
        case byteOrderMark
        case trailing
        case trailingComma
        case duplicateKey(String)
        case tooDeep(Int)
        case tooManyMembers(Int)
        case tooLong(what: String, limit: Int)
        case tooManyMarks(Int)
    }

    let kind: Kind
    /// Bytes from the start of the scanned span.
    let offset: Int

    init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    func error(at position: JSONPosition) -> JSONError {
        let (code, reason, hint) = description
        return JSONError(code, reason, hint: hint, at: position)
    }

    private var description: (JSONError.Code, reason: String, hint: String) {
        switch kind {
        case .unexpected(let expected):
            (.syntax, "Expected \(expected)", "Check the quotes, commas and brackets around this place.")
        case .unexpectedEnd:
            (
                .unexpectedEnd, "The text ends inside a value",
                "Close every string, array and object; send the whole text."
            )
        case .badUTF8:
            (.invalidUTF8, "Bytes that are not UTF-8", "Encode the text as UTF-8.")
        case .loneSurrogate:
            (
                .loneSurrogate, "Half of a surrogate pair",
                #"Write both halves, as in \ud83d\ude00, or the character itself."#
            )
        case .badEscape:
            (
                .syntax, "Unknown escape in a string",
                #"Use \" \\ \/ \b \f \n \r \t or \u and four hexadecimal digits."#
            )
        case .controlCharacter:
            (.controlCharacter, "Unescaped control character in a string", #"Escape it, as in \n or \u0001."#)
        case .leadingZero:
            (.syntax, "A number starts with a superfluous zero", "Remove the zero, or quote the text.")
        case .badNumber:
            (
                .syntax, "Malformed number",
                "Write digits before and after the point and after the exponent; no plus sign."
            )
        case .badLiteral:
            (
                .syntax, "Unknown word",
                "Write true, false or null in small letters, and put other text in double quotes."
            )
        case .byteOrderMark:
            (.syntax, "The text starts with a byte order mark", "Remove the first three bytes.")
        case .trailing:
            (.trailingContent, "Something follows the value", "Send one value; put several in an array.")
        case .trailingComma:
            (.syntax, "A comma stands before a closing bracket", "Remove the comma.")
        case .duplicateKey(let key):
            (
                .duplicateKey, "Two members are named \"\(key.prefix(80))\"",
                "Give each member of an object its own name."
            )
        case .tooDeep(let limit):
            (.limitExceeded, "More than \(limit) arrays and objects within one another", "Flatten the value.")
        case .tooManyMembers(let limit):
            (
                .limitExceeded, "The open objects have more than \(limit) members together",
                "Send smaller objects."
            )
        case .tooLong(let what, let limit):
            (.limitExceeded, "\(what) is longer than \(limit) bytes", "Send less, or raise the limit.")
        case .tooManyMarks(let limit):
            (.limitExceeded, "More than \(limit) combining characters in a row", "Leave some of them out.")
        }
    }
}
