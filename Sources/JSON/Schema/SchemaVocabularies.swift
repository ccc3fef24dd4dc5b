/// The groups of keywords that a dialect knows (2020-12 core, 8.1.2).
struct SchemaVocabularies: OptionSet, Sendable {
    let rawValue: UInt8

    static let applicator = SchemaVocabularies(rawValue: 1)
    static let unevaluated = SchemaVocabularies(rawValue: 2)
    static let validation = SchemaVocabularies(rawValue: 4)
    static let formatAssertion = SchemaVocabularies(rawValue: 8)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Those of the standard dialect.
    static func standard(_ options: JSONSchema.Options) -> SchemaVocabularies {
        let all: SchemaVocabularies = [.applicator, .unevaluated, .validation]
        return options.assertsFormats ? all.union(.formatAssertion) : all
    }

    /// Those of a meta-schema's `$vocabulary`; one that is demanded and not known is an error.
    init(_ listed: JSONObject, at location: String) throws(JSONSchemaError) {
        self = []
        for (uri, required) in listed {
            let prefix = "https://json-schema.org/draft/2020-12/vocab/"
            let name = uri.hasPrefix(prefix) ? String(uri.dropFirst(prefix.count)) : uri
            switch name {
            case "applicator": insert(.applicator)
            case "unevaluated": insert(.unevaluated)
            case "validation": insert(.validation)
            case "format-assertion": insert(.formatAssertion)
            case "core", "format-annotation", "content", "meta-data": continue
            default:
                guard required == false else {
                    throw JSONSchemaError(
                        .unsupportedDialect, "The vocabulary \"\(uri)\" is demanded but not known",
                        hint: "Use \(MetaSchemas.dialect), or leave $schema out.", at: location)
                }
            }
        }
    }

    /// Whether a keyword counts; those of the core always do.
    func contains(keyword: String) -> Bool {
        switch keyword {
        case "unevaluatedItems", "unevaluatedProperties": contains(.unevaluated)
        case "prefixItems", "items", "contains", "additionalProperties", "properties", "patternProperties",
            "dependentSchemas", "propertyNames", "if", "then", "else", "allOf", "anyOf", "oneOf", "not":
            contains(.applicator)
        case "type", "const", "enum", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
            "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains",
            "maxProperties", "minProperties", "required", "dependentRequired":
            contains(.validation)
        case "format": contains(.formatAssertion)
        default: true
        }
    }
}
