import JSON
import Model

/// A recorded case of a workflow: what its calls gave once, and how a run over that has to end.
package struct RecordedCase: Sendable, Codable {
    /// The version of the file's form.
    package static let version = 1
    /// The largest file that is read, in bytes.
    package static let maximumBytes = 32 << 20

    package let schema: Int
    package let workflow: String
    /// The workflow's own version when it was recorded; told and never compared.
    package let version: String
    package let recording: Recording
    package let expected: RunOutcome

    package init(workflow: String, version: String, recording: Recording, expected: RunOutcome) {
        schema = Self.version
        self.workflow = workflow
        self.version = version
        self.recording = recording
        self.expected = expected
    }

    /// Reads a file's text.
    /// - Throws: `SessionsError` of code `validation` that says what is wrong and where.
    package init(text: String, path: String) throws {
        do {
            let value = try JSONValue(
                parsing: text, limits: JSONLimits(bytes: Self.maximumBytes, stringBytes: Self.maximumBytes))
            guard let schema = value["schema"]?.intValue, schema == Self.version else {
                throw Self.invalid(
                    path, "`schema` is \(value["schema"]?.description ?? "missing"), not \(Self.version)",
                    hint: "a newer version of Casebook may have written it")
            }
            self = try value.decode(RecordedCase.self)
        } catch let error as JSONError {
            throw Self.invalid(path, error.message, hint: error.hint)
        } catch let error as DecodingError {
            throw Self.invalid(path, Self.words(of: error), hint: "record it again with `workflow test --record`")
        }
    }

    /// The file's text: the same for the same case, byte for byte.
    package var text: String {
        get throws { try JSONValue(encoding: self).serialized(pretty: true) + "\n" }
    }

    private static func invalid(_ path: String, _ what: String, hint: String) -> SessionsError {
        SessionsError(.validation, "\(path) is not a recorded case: \(what)", hint: hint)
    }

    private static func words(of error: DecodingError) -> String {
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "`\(key.stringValue)` is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, context.debugDescription)
            @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
            }
        let path = context.codingPath.map { $0.intValue.map { "/\($0)" } ?? "/\($0.stringValue)" }.joined()
        return path.isEmpty ? what : "at \(path) \(what)"
    }
}
