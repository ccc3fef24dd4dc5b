import JSON

extension MCPError {
    /// What a text that was not accepted as JSON is answered with.
    init(malformed error: JSONError) {
        let isLimit = error.code == .limitExceeded
        self.init(isLimit ? .invalidRequest : .parseError, "\(isLimit ? "Refused" : "Not JSON"): \(error.message)")
    }
}
