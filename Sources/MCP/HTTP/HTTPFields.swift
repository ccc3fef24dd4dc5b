public import JSON

/// The fields of an HTTP request, without any HTTP library's types.
public struct HTTPFields: Hashable, Sendable {
    private var values: [String: [String]] = [:]

    /// Fields in the order in which they came; blanks around values are dropped (RFC 9110, section 5.5).
    public init(_ fields: some Sequence<(String, String)>) {
        for (name, value) in fields { values[name.lowercased(), default: []].append(Self.trimmed(value)) }
    }

    /// The value of a field, whose name is given in small letters; nil when it is missing or there several times.
    public subscript(name: String) -> String? {
        guard let all = values[name], all.count == 1 else { return nil }
        return all[0]
    }

    /// All values of a field.
    public func all(_ name: String) -> [String] { values[name] ?? [] }

    private static func trimmed(_ value: String) -> String {
        func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
        let start = value.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }
}

extension HTTPFields {
    /// Step 2 of the modern ladder: the headers that mirror the body (2026-07-28, streamable-http; SEP-2243).
    ///
    /// - Throws: `headerMismatch` for one that is missing, given twice, or different from the body.
    public func checkMirrors(method: String, params: JSONObject) throws(MCPError) {
        let version = params["_meta"]?[MetaKey.protocolVersion]?.stringValue
        try check(HTTPField.protocolVersion, "MCP-Protocol-Version", version)
        try check(HTTPField.method, "Mcp-Method", method)
        let known = Method(rawValue: method)
        guard let parameter = known?.nameParameter, let name = params[parameter]?.stringValue else { return }
        if known?.mayLackName == true, all(HTTPField.name).isEmpty { return }
        let value = try single(HTTPField.name, "Mcp-Name")
        guard try Self.decoded(value, "Mcp-Name") == name else { throw Self.mismatch("Mcp-Name") }
    }

    /// Step 6 of the modern ladder: the headers that mirror arguments.
    func checkParameters(_ parameters: [MirroredParameter], _ arguments: JSONObject) throws(MCPError) {
        for parameter in parameters {
            let name = HTTPField.parameterPrefix + parameter.header
            var value: JSONValue? = .object(arguments)
            for key in parameter.path { value = value?[key] }
            guard let value, !value.isNull else {
                guard all(name).isEmpty else { throw Self.mismatch("Mcp-Param-\(parameter.header)") }
                continue
            }
            let header = try Self.decoded(single(name, "Mcp-Param-\(parameter.header)"), name)
            guard Self.matches(header, value) else { throw Self.mismatch("Mcp-Param-\(parameter.header)") }
        }
    }

    private func check(_ name: String, _ title: String, _ expected: String?) throws(MCPError) {
        let value = try single(name, title)
        // A version that is no string is refused for that, once the headers have been looked at.
        guard let expected, value != expected else { return }
        throw Self.mismatch(title)
    }

    private func single(_ name: String, _ title: String) throws(MCPError) -> String {
        let all = all(name)
        guard let value = all.first else { throw MCPError(.headerMismatch, "The header \(title) is missing") }
        guard all.count == 1 else { throw MCPError(.headerMismatch, "The header \(title) is given twice") }
        return value
    }

    /// The text of a value, which may be wrapped as `=?base64?…?=`.
    static func decoded(_ value: String, _ title: String) throws(MCPError) -> String {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else { return value }
        guard let bytes = Base64.decode(value.dropFirst(9).dropLast(2)),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw MCPError(.headerMismatch, "The header \(title) is not proper base64 of UTF-8") }
        return text
    }

    private static func matches(_ header: String, _ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): header == text
        case .bool(let flag): header == (flag ? "true" : "false")
        case .number(let number): JSONNumber(header) == number
        default: false
        }
    }

    private static func mismatch(_ title: String) -> MCPError {
        MCPError(.headerMismatch, "The header \(title) contradicts the body")
    }
}
