/// A compiled JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12/json-schema-core).
///
/// All references are resolved and all patterns compiled when it is made. Patterns are RE2's, so time is linear; the
/// work of one validation is bounded by `Options.maximumSteps`.
public struct JSONSchema: Sendable {
    /// How a schema is read and applied.
    public struct Options: Sendable {
        /// Whether `format` is checked; by default it only describes.
        public var assertsFormats = false
        /// The URI that relative references start from when the schema has no `$id`.
        public var baseURI = ""
        /// Finds the schemas of absolute URIs without fragment; by default only the meta-schemas are known.
        public var resolver: (@Sendable (_ uri: String) -> JSONValue?)?
        /// The most violations that are reported.
        public var maximumViolations = 20
        /// The most subschema applications of one validation.
        public var maximumSteps = 5_000_000
        /// The most subschemas of the schema and what it refers to.
        public var maximumSubschemas = 50_000

        /// The standard options.
        public init() {}
    }

    /// One way in which a value does not fit.
    public struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// Where in the value.
        public let instance: JSONPointer
        /// The keyword that is not met; `false` for a schema that nothing meets.
        public let keyword: String
        /// Where in the schema: a URI with a JSON Pointer as its fragment.
        public let schemaLocation: String
        /// What is wrong and what would be right.
        public let message: String

        /// One of the whole value, or of a place in it.
        public init(
            instance: JSONPointer = JSONPointer(tokens: []), keyword: String, schemaLocation: String, message: String
        ) {
            self.instance = instance
            self.keyword = keyword
            self.schemaLocation = schemaLocation
            self.message = message
        }

        /// The place and the message in one line.
        public var description: String { "\(instance.tokens.isEmpty ? "the value" : instance.text): \(message)" }
    }

    /// The schema as given.
    public let source: JSONValue
    private let program: SchemaProgram
    private let options: Options

    /// Compiles a schema.
    ///
    /// - Throws: An error that names the place, for what is malformed, unresolved or unsupported.
    public init(_ schema: JSONValue, options: Options = Options()) throws(JSONSchemaError) {
        source = schema
        self.options = options
        var compiler = SchemaCompiler(options: options)
        program = try compiler.compile(schema)
    }

    /// What is wrong with a value; nothing when it fits.
    public func validate(_ value: JSONValue) -> [Violation] {
        var evaluator = SchemaEvaluator(program: program, options: options)
        return evaluator.run(value)
    }

    /// Whether a value fits.
    public func isValid(_ value: JSONValue) -> Bool { validate(value).isEmpty }
}
