package import JSON
import Synchronization

/// A schema that is compiled when a value is first held to it: a program that starts calls few of its tools.
package final class DeferredSchema: Sendable {
    private let source: Deferred<JSONValue>
    /// Nil until it was needed.
    private let compiled = Mutex<JSONSchema?>(nil)

    package init(_ schema: @autoclosure @escaping @Sendable () -> Schema) {
        source = Deferred { .object(schema().json) }
    }

    /// - Throws: An error that names the place when it is no schema.
    package func compile() throws(JSONSchemaError) -> JSONSchema {
        if let known = compiled.withLock({ $0 }) { return known }
        var options = JSONSchema.Options()
        // A time that is none is told by its place, not by the tool that cannot decode it.
        options.assertsFormats = true
        let schema = try JSONSchema(source.value, options: options)
        compiled.withLock { $0 = schema }
        return schema
    }

    /// What is wrong with a value; nothing fits what is no schema.
    package func problems(of value: JSONValue) -> [JSONSchema.Violation] {
        do { return try compile().validate(value) } catch {
            return [JSONSchema.Violation(keyword: "false", schemaLocation: "#", message: error.description)]
        }
    }
}
