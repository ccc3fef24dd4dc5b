import JSON

extension Exchange {
    /// Asks a legacy client one question after another.
    func collect(_ demand: InputRequired, into inputs: inout RequestInputs) async throws {
        inputs.state = demand.state
        for (key, request) in demand.requests.sorted(by: { $0.key < $1.key }) {
            inputs.responses[key] = .object(try await answer(to: request))
        }
    }

    private func answer(to request: InputRequest) async throws -> JSONObject {
        let options = connection.server.options
        return try await withThrowingTaskGroup(of: JSONObject?.self) { group in
            group.addTask { [connection, sink] in try await connection.ask(request, through: sink) }
            group.addTask {
                try await options.environment.sleep(options.inputTimeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw ToolFailure("The client did not answer within \(options.inputTimeout)")
            }
            return answer
        }
    }
}
