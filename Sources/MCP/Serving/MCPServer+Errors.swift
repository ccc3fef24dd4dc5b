import JSON

extension MCPServer {
    /// The error as it is told: what repeats the client's words has passed the server's own judgement of them.
    func told(_ error: MCPError) -> MCPError {
        let data = error.data?.objectValue?.mapValues { value in
            value.stringValue.map { .string(features.shown($0)) } ?? value
        }
        return MCPError(error.code, features.shown(error.message), data: data.map { .object($0) } ?? error.data)
    }
}
