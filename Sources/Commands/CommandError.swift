import Model

/// Why a command could not do what was asked.
struct CommandError: CodedError {
    enum Code: String { case usage, configuration, workflow, notFound, inputOutput }

    let kind: Code
    let message: String
    let hint: String?

    init(_ kind: Code, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    var code: String { kind.rawValue }
}
