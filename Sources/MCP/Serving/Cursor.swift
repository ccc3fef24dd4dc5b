public import JSON

/// Opaque places in lists that are sorted by name: the last name given out, so that they stay right when lists change.
public enum Cursor {
    /// The part of sorted names that a request asks for.
    ///
    /// - Throws: `MCPError.invalidParams` for a cursor that was not given out here.
    public static func page(
        _ names: [String], _ params: JSONObject, size: Int
    ) throws(MCPError) -> Page<String> {
        try page(names, after: text(params), size: size)
    }

    /// The part of sorted names after a cursor.
    public static func page(_ names: [String], after cursor: String?, size: Int) throws(MCPError) -> Page<String> {
        var rest = names[...]
        if let cursor {
            let last = try decoded(cursor)
            rest = names.drop { $0 <= last }
        }
        let part = rest.prefix(max(size, 1))
        guard part.count < rest.count, let last = part.last else { return Page(Array(part)) }
        return Page(Array(part), next: Base64.encode("1:\(last)".utf8))
    }

    /// The cursor of a request; nil when it has none.
    ///
    /// An empty one is a cursor too.
    static func text(_ params: JSONObject) throws(MCPError) -> String? {
        switch params["cursor"] {
        case nil: return nil
        case .string(let text): return text
        default: throw .invalidParams("\"cursor\" must be a string")
        }
    }

    private static func decoded(_ cursor: String) throws(MCPError) -> String {
        guard let bytes = Base64.decode(cursor), let text = String(validating: bytes, as: UTF8.self),
            text.hasPrefix("1:")
        else { throw .invalidParams("The cursor is not one of this list") }
        return String(text.dropFirst(2))
    }
}
