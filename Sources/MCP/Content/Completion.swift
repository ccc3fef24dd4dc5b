import JSON

/// Proposals for an argument (`CompleteResult`).
public struct Completion: Hashable, Sendable {
    /// What is to be completed (`PromptReference`, `ResourceTemplateReference`).
    public enum Reference: Hashable, Sendable {
        /// A prompt of this name.
        case prompt(String)
        /// A resource of this URI or template.
        case resource(String)
    }

    /// What a client asks.
    public struct Query: Hashable, Sendable {
        /// What is to be completed.
        public let reference: Reference
        /// The argument's name.
        public let argument: String
        /// What has been typed.
        public let value: String
        /// Arguments that are settled already; empty before 2025-06-18.
        public let settled: [String: String]
    }

    /// The proposals, best first; at most 100 are sent.
    public var values: [String]
    /// How many there are in all.
    public var total: Int?

    /// Proposals.
    public init(_ values: [String], total: Int? = nil) {
        self.values = values
        self.total = total
    }

    var json: JSONObject {
        let shown = values.prefix(100)
        let total = max(total ?? values.count, values.count)
        let completion: JSONObject = [
            "values": .array(shown.map { .string($0) }), "total": JSONValue(total),
            "hasMore": .bool(total > shown.count),
        ]
        return ["completion": .object(completion)]
    }
}

extension Completion.Query {
    /// Reads the parameters of `completion/complete`.
    init(_ params: JSONObject) throws(MCPError) {
        guard let ref = params["ref"], let kind = ref["type"]?.stringValue else {
            throw .invalidParams("\"ref\" must be an object with a \"type\"")
        }
        switch kind {
        case "ref/prompt":
            guard let name = ref["name"]?.stringValue else { throw .invalidParams("\"ref\" needs a \"name\"") }
            reference = .prompt(name)
        case "ref/resource":
            guard let uri = ref["uri"]?.stringValue else { throw .invalidParams("\"ref\" needs a \"uri\"") }
            reference = .resource(uri)
        default:
            throw .invalidParams("The type of \"ref\" must be \"ref/prompt\" or \"ref/resource\"")
        }
        guard let name = params["argument"]?["name"]?.stringValue,
            let value = params["argument"]?["value"]?.stringValue
        else { throw .invalidParams("\"argument\" must have a \"name\" and a \"value\", both strings") }
        argument = name
        self.value = value
        var settled: [String: String] = [:]
        for (name, value) in params["context"]?["arguments"]?.objectValue ?? [:] {
            settled[name] = value.stringValue
        }
        self.settled = settled
    }
}
