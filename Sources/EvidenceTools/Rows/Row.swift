internal import JSON
internal import Model

/// A part of stored evidence that is asked about: an element of its output, or a line of its body.
struct Row: Sendable {
    /// Where it stands in its evidence, as a citation names it.
    enum Place: Hashable, Sendable {
        case pointer(String)
        /// From 1.
        case line(Int)
    }

    let evidence: EvidenceID
    let place: Place
    let value: JSONValue

    /// What a text search looks at.
    var text: String { value.stringValue ?? value.canonicalText() }
}

/// Which part of evidence is asked about.
enum RowSelection: Sendable {
    /// The lines of the body where there is one, the output otherwise.
    case standard
    case body
    case output(JSONPointer)

    /// `body`, or a JSON Pointer into the output.
    init(_ text: String?) throws(ToolError) {
        guard let text else {
            self = .standard
            return
        }
        if text == "body" {
            self = .body
            return
        }
        guard let pointer = try? JSONPointer(text) else {
            throw ToolError(
                .validation, "`at` is neither `body` nor a JSON Pointer",
                hint: "such as /hits for the elements of that list")
        }
        self = .output(pointer)
    }

    /// The rows of an output: the elements of a list, the members of an object, or one value.
    static func rows(of evidence: Evidence, at pointer: JSONPointer) throws(ToolError) -> [Row] {
        guard let value = evidence.output[pointer] else {
            throw ToolError(
                .validation, "the output of \(evidence.id) has nothing at \(pointer.text)",
                hint: "its members are \(members(of: evidence.output))")
        }
        let parts: [(JSONPointer, JSONValue)] =
            switch value {
            case .array(let elements): elements.enumerated().map { (pointer.appending($0.offset), $0.element) }
            case .object(let object) where pointer.tokens.isEmpty:
                object.sorted { $0.key < $1.key }.map { (pointer.appending($0.key), $0.value) }
            default: [(pointer, value)]
            }
        return parts.map { Row(evidence: evidence.id, place: .pointer($0.0.text), value: $0.1) }
    }

    private static func members(of output: JSONValue) -> String {
        let names = output.objectValue?.map { "/\($0.key)" } ?? []
        return names.isEmpty ? "none: use an empty pointer" : names.prefix(20).joined(separator: ", ")
    }
}
