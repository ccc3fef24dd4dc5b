import RE2

/// Reads the keywords of one subschema and refuses values that the specification does not allow.
struct SchemaReader {
    let members: JSONObject
    let location: String

    init(members: JSONObject, location: String) {
        self.members = members
        self.location = location
    }

    /// The keywords that need no other schema.
    func assertions() throws(JSONSchemaError) -> [SchemaKeyword] {
        var result: [SchemaKeyword] = []
        if let value = members["type"] { result.append(.type(try types(value))) }
        if let value = members["const"] { result.append(.const(value)) }
        if let values = try array("enum") { result.append(.enumeration(values)) }
        for bound in [SchemaKeyword.Bound.minimum, .exclusiveMinimum, .maximum, .exclusiveMaximum] {
            if let value = try number(bound.rawValue) { result.append(.bound(bound, value)) }
        }
        if let value = try number("multipleOf") {
            guard value > 0 else { throw invalid("multipleOf", "a number above 0") }
            result.append(.multipleOf(value))
        }
        let counts: [SchemaKeyword.Bound] = [
            .minLength, .maxLength, .minItems, .maxItems, .minProperties, .maxProperties,
        ]
        for bound in counts {
            if let value = try count(bound.rawValue) { result.append(.bound(bound, JSONNumber(value))) }
        }
        if let source = try string("pattern") {
            result.append(.pattern(try expression(source, keyword: "pattern"), source: source))
        }
        if let name = try string("format") { result.append(.format(name)) }
        if let value = members["uniqueItems"] {
            guard let isOn = value.boolValue else { throw invalid("uniqueItems", "true or false") }
            if isOn { result.append(.uniqueItems) }
        }
        if let value = members["required"] { result.append(.required(try strings(value, "required"))) }
        if let map = try object("dependentRequired") {
            var list: [(String, [String])] = []
            for (key, value) in map { list.append((key, try strings(value, "dependentRequired"))) }
            result.append(.dependentRequired(list))
        }
        return result
    }

    func string(_ keyword: String) throws(JSONSchemaError) -> String? {
        guard let value = members[keyword] else { return nil }
        guard let text = value.stringValue else { throw invalid(keyword, "a string") }
        return text
    }

    func number(_ keyword: String) throws(JSONSchemaError) -> JSONNumber? {
        guard let value = members[keyword] else { return nil }
        guard let number = value.numberValue else { throw invalid(keyword, "a number") }
        return number
    }

    /// A whole number of 0 or more; what `Int` does not hold is its maximum.
    func count(_ keyword: String) throws(JSONSchemaError) -> Int? {
        guard let number = try number(keyword) else { return nil }
        guard number.isInteger, number >= 0 else { throw invalid(keyword, "a whole number of 0 or more") }
        return number.int ?? .max
    }

    func array(_ keyword: String) throws(JSONSchemaError) -> [JSONValue]? {
        guard let value = members[keyword] else { return nil }
        guard let elements = value.arrayValue else { throw invalid(keyword, "an array") }
        return elements
    }

    func object(_ keyword: String) throws(JSONSchemaError) -> JSONObject? {
        guard let value = members[keyword] else { return nil }
        guard let object = value.objectValue else { throw invalid(keyword, "an object") }
        return object
    }

    func expression(_ source: String, keyword: String) throws(JSONSchemaError) -> RegularExpression {
        let translated: String
        do throws(SchemaPattern.Failure) {
            translated = try SchemaPattern.translate(source)
        } catch {
            let code: JSONSchemaError.Code = error.isUnsupported ? .unsupportedPattern : .invalidPattern
            throw JSONSchemaError(
                code, "\(keyword) \"\(source.prefix(80))\": \(error.message)", hint: error.hint, at: location)
        }
        do throws(RegularExpressionError) {
            return try RegularExpression(translated, maxMemory: 2 << 20)
        } catch {
            throw JSONSchemaError(
                .invalidPattern, "\(keyword) \"\(source.prefix(80))\": \(error.message)", hint: error.hint, at: location
            )
        }
    }

    func invalid(_ keyword: String, _ expected: String) -> JSONSchemaError {
        JSONSchemaError(
            .invalidKeyword, "\(keyword) is not \(expected)", hint: "Give \(keyword) \(expected).", at: location)
    }

    private func types(_ value: JSONValue) throws(JSONSchemaError) -> SchemaTypes {
        let names = value.arrayValue ?? [value]
        var result: SchemaTypes = []
        for name in names {
            guard let text = name.stringValue, let type = SchemaTypes(name: text) else {
                throw invalid("type", "one or several of null, boolean, integer, number, string, array, object")
            }
            result.formUnion(type)
        }
        return result
    }

    private func strings(_ value: JSONValue, _ keyword: String) throws(JSONSchemaError) -> [String] {
        var result: [String] = []
        for element in value.arrayValue ?? [value] {
            guard let text = element.stringValue, value.arrayValue != nil else {
                throw invalid(keyword, "a list of strings")
            }
            result.append(text)
        }
        return result
    }
}
