import RE2

/// Turns a schema and everything that it refers to into numbered nodes.
struct SchemaCompiler {
    private var registry: SchemaRegistry
    private var program = SchemaProgram()
    private var numbers: [SchemaRegistry.Place: Int] = [:]
    /// Nodes that are numbered but not yet compiled, so that deep schemas need no recursion.
    private var pending: [SchemaRegistry.Place] = []
    private let options: JSONSchema.Options

    init(options: JSONSchema.Options) {
        self.options = options
        registry = SchemaRegistry(options: options)
    }

    mutating func compile(_ schema: JSONValue) throws(JSONSchemaError) -> SchemaProgram {
        let root = try registry.add(schema, uri: SchemaURI(options.baseURI))
        _ = try node(root)
        while let place = pending.popLast() { try compile(place) }
        try addDynamicAnchors()
        return program
    }

    /// The number of the node at a place.
    private mutating func node(_ place: SchemaRegistry.Place) throws(JSONSchemaError) -> Int {
        if let known = numbers[place] { return known }
        let number = program.nodes.count
        let location = registry.location(of: place)
        guard number < options.maximumSubschemas else { throw SchemaRegistry.tooLarge(location) }
        program.nodes.append(SchemaNode(resource: registry.resource(of: place), location: location))
        numbers[place] = number
        pending.append(place)
        return number
    }

    /// A dynamic reference may lead to any anchor of a resource that was passed, so each becomes a node.
    private mutating func addDynamicAnchors() throws(JSONSchemaError) {
        var done = 0
        while done < registry.resources.count {
            let resource = registry.resources[done]
            var result = SchemaResource(uri: resource.uri.text)
            for (name, place) in resource.dynamicAnchors { result.dynamicAnchors[name] = try node(place) }
            while let place = pending.popLast() { try compile(place) }
            program.resources.append(result)
            done += 1
        }
    }

    private mutating func compile(_ place: SchemaRegistry.Place) throws(JSONSchemaError) {
        guard let number = numbers[place] else { return }
        let location = program.nodes[number].location
        switch registry.value(at: place) {
        case .bool(let value)?:
            program.nodes[number].constant = value
        case .object(let members)?:
            program.nodes[number].keywords = try keywords(members, place, location)
        default:
            throw JSONSchemaError(
                .invalidKeyword, "A schema is neither an object nor true or false",
                hint: "Put the schema into braces.", at: location)
        }
    }

    private mutating func keywords(
        _ all: JSONObject, _ place: SchemaRegistry.Place, _ location: String
    ) throws(JSONSchemaError) -> [SchemaKeyword] {
        let vocabularies = registry.resources[registry.resource(of: place)].vocabularies
        let known = all.filter { key, _ in vocabularies.contains(keyword: key) }
        let reader = SchemaReader(members: known, location: location)
        var result = try reader.assertions()
        try appendReferences(reader, place, &result)
        try appendCombinations(reader, place, &result)
        try appendContainers(reader, place, &result)
        if reader.members.contains("unevaluatedItems") {
            program.needsAnnotations = true
            result.append(.unevaluatedItems(try child(place, "unevaluatedItems")))
        }
        if reader.members.contains("unevaluatedProperties") {
            program.needsAnnotations = true
            result.append(.unevaluatedProperties(try child(place, "unevaluatedProperties")))
        }
        return result
    }

    private mutating func appendReferences(
        _ reader: SchemaReader, _ place: SchemaRegistry.Place, _ result: inout [SchemaKeyword]
    ) throws(JSONSchemaError) {
        if let reference = try reader.string("$ref") {
            result.append(.ref(try node(try resolve(reference, "$ref", place).place)))
        }
        if let reference = try reader.string("$dynamicRef") {
            let (uri, target) = try resolve(reference, "$dynamicRef", place)
            let fragment = uri.decodedFragment ?? ""
            let owner = registry.resources[registry.resource(of: target)]
            let isDynamic = owner.dynamicAnchors[fragment] == target
            result.append(.dynamicRef(try node(target), anchor: isDynamic ? fragment : nil))
        }
    }

    private mutating func resolve(
        _ reference: String, _ keyword: String, _ place: SchemaRegistry.Place
    ) throws(JSONSchemaError) -> (uri: SchemaURI, place: SchemaRegistry.Place) {
        let base = registry.resources[registry.resource(of: place)].uri
        let uri = base.resolving(SchemaURI(reference))
        guard let target = try registry.resolve(uri) else {
            throw JSONSchemaError(
                .unresolvedReference, "\(keyword) \"\(reference)\" leads nowhere",
                hint: "Refer to a schema that is part of this one, as in #/$defs/name.",
                at: registry.location(of: place))
        }
        return (uri, target)
    }

    private mutating func appendCombinations(
        _ reader: SchemaReader, _ place: SchemaRegistry.Place, _ result: inout [SchemaKeyword]
    ) throws(JSONSchemaError) {
        if let list = try children(reader, place, "allOf") { result.append(.allOf(list)) }
        if let list = try children(reader, place, "anyOf") { result.append(.anyOf(list)) }
        if let list = try children(reader, place, "oneOf") { result.append(.oneOf(list)) }
        if reader.members.contains("not") { result.append(.not(try child(place, "not"))) }
        if reader.members.contains("if") {
            let condition = try child(place, "if")
            let then = reader.members.contains("then") ? try child(place, "then") : nil
            let otherwise = reader.members.contains("else") ? try child(place, "else") : nil
            result.append(.condition(condition, then: then, otherwise: otherwise))
        }
        if let map = try reader.object("dependentSchemas") {
            var list: [(String, Int)] = []
            for key in map.keys { list.append((key, try child(place, "dependentSchemas", key))) }
            result.append(.dependentSchemas(list))
        }
    }

    private mutating func appendContainers(
        _ reader: SchemaReader, _ place: SchemaRegistry.Place, _ result: inout [SchemaKeyword]
    ) throws(JSONSchemaError) {
        let prefix = try children(reader, place, "prefixItems") ?? []
        let rest = reader.members.contains("items") ? try child(place, "items") : nil
        if !prefix.isEmpty || rest != nil { result.append(.items(prefix: prefix, rest: rest)) }
        if reader.members.contains("contains") {
            let minimum = try reader.count("minContains") ?? 1
            let maximum = try reader.count("maxContains")
            result.append(.contains(try child(place, "contains"), minimum: minimum, maximum: maximum))
        }
        if reader.members.contains("propertyNames") {
            result.append(.propertyNames(try child(place, "propertyNames")))
        }
        var members = SchemaMembers()
        for key in try reader.object("properties")?.keys ?? [] {
            members.named[key] = try child(place, "properties", key)
            members.names.append(key)
        }
        for key in try reader.object("patternProperties")?.keys ?? [] {
            let expression = try reader.expression(key, keyword: "patternProperties")
            members.patterns.append((expression, try child(place, "patternProperties", key)))
        }
        if reader.members.contains("additionalProperties") {
            members.additional = try child(place, "additionalProperties")
        }
        guard !members.named.isEmpty || !members.patterns.isEmpty || members.additional != nil else { return }
        result.append(.members(members))
    }

    private mutating func child(_ place: SchemaRegistry.Place, _ tokens: String...) throws(JSONSchemaError) -> Int {
        let pointer = JSONPointer(tokens: place.pointer.tokens + tokens)
        return try node(SchemaRegistry.Place(document: place.document, pointer: pointer))
    }

    private mutating func children(
        _ reader: SchemaReader, _ place: SchemaRegistry.Place, _ keyword: String
    ) throws(JSONSchemaError) -> [Int]? {
        guard let elements = try reader.array(keyword) else { return nil }
        guard !elements.isEmpty else { throw reader.invalid(keyword, "a list of at least one schema") }
        var result: [Int] = []
        for index in elements.indices { result.append(try child(place, keyword, index.description)) }
        return result
    }
}
