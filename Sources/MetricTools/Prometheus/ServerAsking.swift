package import Model

/// What is asked of a server: a place below the endpoint's URL, and a form.
package struct ServerQuestion: Sendable {
    /// Such as `/api/v1/query`.
    package let path: String
    /// Names and values; they are escaped by whoever sends them.
    package let form: [(name: String, value: String)]
    /// True when the form is the body of a POST, false when it is the query of a GET.
    package let isPost: Bool

    package init(_ path: String, _ form: [(name: String, value: String)] = [], isPost: Bool = true) {
        self.path = path
        self.form = form
        self.isPost = isPost
    }
}

/// What is told of an answer besides its bytes.
package struct ServerReply: Sendable {
    package let status: Int
    /// The server's clock beside this host's; nothing where the answer does not tell its time.
    package let clock: ClockComparison

    package init(status: Int, clock: ClockComparison = ClockComparison()) {
        self.status = status
        self.clock = clock
    }
}

/// The one way from the tools to a server; what knows the network is lent from outside.
package protocol ServerAsking: Sendable {
    /// Asks a question and gives the answer's bytes in pieces, as they come.
    ///
    /// - Parameter take: Is given the answer's status with each piece; what it throws ends the asking.
    /// - Throws: `ToolError` of kind `communication`, `timeout` or `notPermitted`, `CancellationError`, or what `take` threw.
    func ask(
        _ question: ServerQuestion, of endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> ServerReply
}

/// For a program that knows no network.
package struct NoServers: ServerAsking {
    package init() {}

    package func ask(
        _ question: ServerQuestion, of endpoint: Endpoint, _ take: (_ status: Int, _ piece: [UInt8]) throws -> Void
    ) async throws -> ServerReply {
        throw ToolError(
            .communication, "this program was built without HTTP, and cannot ask a server",
            hint: "build it with the trait HTTP, or export the range as a metrics-file")
    }
}
