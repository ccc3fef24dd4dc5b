import JSON

/// A prompt with its arguments filled in (`GetPromptResult`).
public struct PromptResult: Hashable, Sendable {
    /// One message of a prompt (`PromptMessage`).
    public struct Message: Hashable, Sendable {
        /// Who speaks.
        public var role: Annotations.Role
        /// What is said.
        public var content: Content

        /// A message.
        public init(_ role: Annotations.Role, _ content: Content) {
            self.role = role
            self.content = content
        }
    }

    /// What the prompt is for.
    public var about: String?
    /// The messages in order.
    public var messages: [Message]

    /// A prompt.
    public init(about: String? = nil, _ messages: [Message]) {
        self.about = about
        self.messages = messages
    }

    func json(in revision: Revision) -> JSONObject {
        let messages = messages.map { message in
            JSONValue.object([
                "role": .string(message.role.rawValue), "content": message.content.json(in: revision),
            ])
        }
        var object: JSONObject = ["messages": .array(messages)]
        object.set("description", about)
        return object
    }
}
