package import JSON

/// The schema that an answer must meet.
package struct AnswerSchema: Sendable {
    package let json: JSONValue
    private let compiled: JSONSchema

    init(_ json: JSONValue) throws(JSONSchemaError) {
        self.json = json
        compiled = try JSONSchema(json)
    }

    /// What is wrong with an answer; empty when it fits.
    package func problems(with answer: JSONValue) -> [JSONSchema.Violation] { compiled.validate(answer) }
}
