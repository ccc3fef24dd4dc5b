package import JSON

/// A schema that is compiled when a value is first held to it: a program that starts calls few of its tools.
package final class DeferredSchema: Sendable {
    private let compiled: Deferred<Result<JSONSchema, JSONSchemaError>>

    package init(_ schema: @autoclosure @escaping @Sendable () -> Schema) {
        compiled = Deferred {
            var options = JSONSchema.Options()
            // A time that is none is told by its place, not by the tool that cannot decode it.
            options.assertsFormats = true
            return Result { () throws(JSONSchemaError) in
                try JSONSchema(.object(schema().json), options: options)
            }
        }
    }

    /// - Throws: An error that names the place when it is no schema.
    package func compile() throws(JSONSchemaError) -> JSONSchema { try compiled.value.get() }

    /// What is wrong with a value; nothing fits what is no schema.
    package func problems(of value: JSONValue) -> [JSONSchema.Violation] {
        do { return try compile().validate(value) } catch {
            return [JSONSchema.Violation(keyword: "false", schemaLocation: "#", message: error.description)]
        }
    }
}
