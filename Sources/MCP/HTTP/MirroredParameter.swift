import JSON

/// An argument that clients mirror into a header `Mcp-Param-…` (2026-07-28, streamable-http, "x-mcp-header"; SEP-2243).
struct MirroredParameter: Hashable, Sendable {
    /// The rest of the header's name, in small letters.
    let header: String
    /// Where the argument is.
    let path: [String]

    /// The annotated properties of a schema; reachable through `properties` alone.
    static func all(in schema: JSONObject, of tool: String) throws(SetupError) -> [MirroredParameter] {
        var found: [MirroredParameter] = []
        try collect(schema, [], tool, &found)
        guard Set(found.map(\.header)).count == found.count else {
            throw SetupError(
                code: .badSchema, message: "Two properties of \(tool) have one x-mcp-header",
                hint: "Give each its own name, ignoring case.")
        }
        return found
    }

    private static func collect(
        _ schema: JSONObject, _ path: [String], _ tool: String, _ found: inout [MirroredParameter]
    ) throws(SetupError) {
        // A schema nests as deep as whoever wrote it liked; the compiled schema has its own bound.
        guard path.count < 32, let properties = schema["properties"]?.objectValue else { return }
        for (name, value) in properties {
            guard case .object(let property) = value else { continue }
            if let annotation = property["x-mcp-header"] {
                guard let header = annotation.stringValue, HTTPField.isToken(header),
                    ["string", "integer", "boolean"].contains(property["type"]?.stringValue)
                else {
                    throw SetupError(
                        code: .badSchema, message: "The x-mcp-header of \(tool)'s \"\(name)\" is not usable",
                        hint: "Use an RFC 9110 token, on a string, integer or boolean.")
                }
                found.append(MirroredParameter(header: header.lowercased(), path: path + [name]))
            }
            try collect(property, path + [name], tool, &found)
        }
    }
}
