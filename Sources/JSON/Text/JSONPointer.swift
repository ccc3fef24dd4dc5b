/// A JSON Pointer (RFC 6901): a path of member names and indices.
public struct JSONPointer: Hashable, Sendable {
    /// The unescaped parts; none for the whole document.
    public private(set) var tokens: [String]

    /// The whole document.
    public static let root = JSONPointer(tokens: [])

    /// A pointer of unescaped parts.
    public init(tokens: [String]) { self.tokens = tokens }

    /// Parses `""` or `/a~1b/0`.
    public init(_ text: String) throws(JSONError) {
        tokens = []
        guard !text.isEmpty else { return }
        let bytes = Array(text.utf8)
        guard bytes[0] == UInt8(ascii: "/") else {
            throw Self.error("The pointer \"\(text.prefix(80))\" does not start with a slash")
        }
        for part in bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            tokens.append(try Self.unescape(part))
        }
    }

    /// The pointer as text.
    public var text: String {
        var bytes: [UInt8] = []
        for token in tokens {
            bytes.append(UInt8(ascii: "/"))
            for byte in token.utf8 {
                switch byte {
                case UInt8(ascii: "~"): bytes.append(contentsOf: "~0".utf8)
                case UInt8(ascii: "/"): bytes.append(contentsOf: "~1".utf8)
                default: bytes.append(byte)
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The pointer with one more part, a member's name.
    public func appending(_ key: String) -> JSONPointer {
        var copy = self
        copy.tokens.append(key)
        return copy
    }

    /// The pointer with one more part, an index.
    public func appending(_ index: Int) -> JSONPointer { appending(index.description) }

    /// The pointer to what holds this; nil of the whole document.
    public var parent: JSONPointer? {
        tokens.isEmpty ? nil : JSONPointer(tokens: tokens.dropLast())
    }

    /// The index that a part names: digits without superfluous zeros.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard let first = digits.first, digits.allSatisfy(JSONNumber.isDigit) else { return nil }
        guard first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        return Int(token)
    }

    private static func unescape(_ part: ArraySlice<UInt8>) throws(JSONError) -> String {
        var bytes: [UInt8] = []
        var index = part.startIndex
        while index < part.endIndex {
            if part[index] == UInt8(ascii: "~") {
                index += 1
                switch index < part.endIndex ? part[index] : 0 {
                case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
                case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
                default: throw error("A tilde in a pointer is not followed by 0 or 1")
                }
            } else {
                bytes.append(part[index])
            }
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func error(_ reason: String) -> JSONError {
        JSONError(
            .invalidPointer, reason,
            hint: "Write it as RFC 6901 has it, as in /items/0/name; ~0 is a tilde, ~1 a slash.")
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer as text.
    public var description: String { text }
}

extension JSONValue {
    /// The value that a pointer names; nil where there is none.
    public subscript(pointer: JSONPointer) -> JSONValue? {
        var current = self
        for token in pointer.tokens {
            let next: JSONValue?
            switch current {
            case .object(let members): next = members[token]
            case .array: next = JSONPointer.index(token).flatMap { current[$0] }
            default: next = nil
            }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}
