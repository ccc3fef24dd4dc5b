import JSON
import TestSupport

/// What a command printed, and how it ended.
struct Answer: Sendable {
    let arguments: [String]
    /// The exit code; nil when a signal ended the program.
    let code: Int32?
    let ending: ProcessResult.Ending
    /// The standard output.
    let text: String
    /// The standard error.
    let errors: String

    init(_ result: ProcessResult, to arguments: [String]) {
        self.arguments = arguments
        code = result.code
        ending = result.ending
        text = result.text
        errors = result.errorText
    }

    /// The answer itself when it ended with that code.
    @discardableResult
    func expect(_ wanted: Int32) throws -> Answer {
        guard code == wanted else {
            throw TestFailure("\(arguments) ended with \(ending) instead of \(wanted): \(text) \(errors)")
        }
        return self
    }

    /// The standard output as one JSON document.
    func json() throws -> JSONValue {
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw TestFailure("\(arguments) printed no JSON (\(error)): \(text) \(errors)")
        }
    }

    /// The `error` object of a command that failed with `--json`.
    func error() throws -> JSONObject {
        guard let error = try json()["error"]?.objectValue else {
            throw TestFailure("\(arguments) printed no error: \(text)")
        }
        return error
    }
}
