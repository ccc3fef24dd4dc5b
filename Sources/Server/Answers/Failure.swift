import JSON
import MCP
import Model
import Sessions

/// Turns the errors of the modules below into what a client is told.
enum Failure {
    /// What to throw to the protocol's side: a tool's failure with code, message and hint where the error has these.
    static func told(_ error: any Error) -> any Error {
        guard let coded = error as? any CodedError else { return error }
        let hint = hint(of: coded)
        var object: JSONObject = ["code": .string(coded.code), "message": .string(coded.message)]
        object.add("hint", hint)
        let text = "\(coded.code): \(coded.message)" + (hint.map { " (\($0))" } ?? "")
        return ToolFailure(text, structured: ["error": .object(object)])
    }

    /// The same for requests other than calls of tools.
    static func refused(_ error: any Error) -> any Error {
        guard let coded = error as? any CodedError else { return error }
        let hint = hint(of: coded).map { " (\($0))" } ?? ""
        return MCPError.invalidParams("\(coded.code): \(coded.message)\(hint)")
    }

    /// What a client can do, where the error speaks of the command line.
    private static func hint(of error: any CodedError) -> String? {
        guard let error = error as? SessionsError else { return error.hint }
        return switch error.kind {
        case .notFound: "list_sessions shows the sessions, get_session the runs of one"
        case .closed: "open another session with open_session"
        case .driven: "get_run tells how far it is"
        case .ended: "get_run tells what came of it"
        default: error.hint
        }
    }
}
