/// Where schemas, anchors and identifiers stand in the documents that are known.
struct SchemaRegistry {
    struct Place: Hashable {
        let document: Int
        let pointer: JSONPointer
    }

    struct Resource {
        let uri: SchemaURI
        let root: Place
        let vocabularies: SchemaVocabularies
        var dynamicAnchors: [String: Place] = [:]
    }

    private(set) var documents: [JSONValue] = []
    private(set) var resources: [Resource] = []
    private var resourceOfURI: [String: Int] = [:]
    private var resourceOfRoot: [Place: Int] = [:]
    private var anchors: [String: Place] = [:]
    private var indexed: Set<Place> = []
    private let options: JSONSchema.Options

    init(options: JSONSchema.Options) { self.options = options }

    /// Adds a document and everything in it that has a name.
    @discardableResult
    mutating func add(_ value: JSONValue, uri: SchemaURI) throws(JSONSchemaError) -> Place {
        documents.append(value)
        let place = Place(document: documents.count - 1, pointer: .root)
        let vocabularies = try self.vocabularies(of: value, otherwise: .standard(options), at: uri.text)
        let number = define(Resource(uri: uri.withoutFragment, root: place, vocabularies: vocabularies))
        try index(value, place, number)
        return place
    }

    func value(at place: Place) -> JSONValue? { documents[place.document][place.pointer] }

    /// The resource that a place belongs to: the innermost one around it.
    func resource(of place: Place) -> Int {
        var pointer: JSONPointer? = place.pointer
        while let current = pointer {
            if let found = resourceOfRoot[Place(document: place.document, pointer: current)] { return found }
            pointer = current.parent
        }
        return 0
    }

    /// The place as a URI with a pointer from the resource's root.
    func location(of place: Place) -> String {
        let resource = resources[resource(of: place)]
        let tokens = place.pointer.tokens.dropFirst(resource.root.pointer.tokens.count)
        return resource.uri.text + "#" + JSONPointer(tokens: Array(tokens)).text
    }

    /// Where a reference leads; nil when nowhere.
    mutating func resolve(_ reference: SchemaURI) throws(JSONSchemaError) -> Place? {
        let base = reference.withoutFragment
        guard let number = try resource(named: base), let fragment = reference.decodedFragment else { return nil }
        let root = resources[number].root
        guard !fragment.isEmpty else { return root }
        guard fragment.hasPrefix("/") else { return anchors[base.text + "#" + fragment] }
        guard let pointer = try? JSONPointer(fragment) else { return nil }
        let place = Place(document: root.document, pointer: JSONPointer(tokens: root.pointer.tokens + pointer.tokens))
        guard let value = value(at: place) else { return nil }
        // A reference may lead to where no keyword is known to hold a schema.
        if !indexed.contains(place) { try index(value, place, resource(of: place)) }
        return place
    }

    private mutating func resource(named uri: SchemaURI) throws(JSONSchemaError) -> Int? {
        if let known = resourceOfURI[uri.text] { return known }
        guard let value = MetaSchemas.document(uri.text) ?? options.resolver?(uri.text) else { return nil }
        try add(value, uri: uri)
        return resourceOfURI[uri.text]
    }

    private mutating func define(_ resource: Resource) -> Int {
        resources.append(resource)
        let number = resources.count - 1
        resourceOfURI[resource.uri.text] = number
        resourceOfRoot[resource.root] = number
        return number
    }

    private mutating func index(_ value: JSONValue, _ place: Place, _ resource: Int) throws(JSONSchemaError) {
        guard case .object(let members) = value else { return }
        guard indexed.insert(place).inserted else { return }
        guard indexed.count <= options.maximumSubschemas else { throw Self.tooLarge(location(of: place)) }
        let number = try identify(members, value, place, resource)
        for (keyword, child) in members {
            let here = place.pointer.appending(keyword)
            switch SchemaShape(keyword: keyword) {
            case .one:
                try index(child, Place(document: place.document, pointer: here), number)
            case .list:
                for (position, element) in (child.arrayValue ?? []).enumerated() {
                    try index(element, Place(document: place.document, pointer: here.appending(position)), number)
                }
            case .map:
                for (key, element) in child.objectValue ?? [:] {
                    try index(element, Place(document: place.document, pointer: here.appending(key)), number)
                }
            case nil:
                continue
            }
        }
    }

    /// Notes `$id` and anchors and returns the resource that the members belong to.
    private mutating func identify(
        _ members: JSONObject, _ value: JSONValue, _ place: Place, _ resource: Int
    ) throws(JSONSchemaError) -> Int {
        var number = resource
        if let id = members["$id"] {
            number = try identify(id, value, place, resource)
        }
        for keyword in ["$anchor", "$dynamicAnchor"] {
            guard let name = members[keyword] else { continue }
            guard let text = name.stringValue, Self.isAnchor(text) else {
                throw JSONSchemaError(
                    .invalidKeyword, "\(keyword) is not a plain name", hint: "Use letters, digits, - _ and .",
                    at: location(of: place))
            }
            let full = resources[number].uri.text + "#" + text
            guard anchors[full] == nil || anchors[full] == place else {
                throw JSONSchemaError(
                    .duplicateIdentifier, "The anchor \"\(text)\" stands twice", hint: "Give each its own name.",
                    at: location(of: place))
            }
            anchors[full] = place
            if keyword == "$dynamicAnchor" { resources[number].dynamicAnchors[text] = place }
        }
        return number
    }

    private mutating func identify(
        _ id: JSONValue, _ value: JSONValue, _ place: Place, _ resource: Int
    ) throws(JSONSchemaError) -> Int {
        guard let text = id.stringValue, (SchemaURI(text).fragment ?? "").isEmpty else {
            throw JSONSchemaError(
                .invalidKeyword, "$id is not a URI without fragment", hint: "Use $anchor to name a part.",
                at: location(of: place))
        }
        let uri = resources[resource].uri.resolving(SchemaURI(text)).withoutFragment
        if let known = resourceOfURI[uri.text] {
            guard resources[known].root == place else {
                throw JSONSchemaError(
                    .duplicateIdentifier, "The identifier \"\(uri.text)\" stands twice",
                    hint: "Give each schema its own $id.", at: location(of: place))
            }
            return known
        }
        let outer = resources[resource].vocabularies
        let vocabularies = try vocabularies(of: value, otherwise: outer, at: uri.text)
        return define(Resource(uri: uri, root: place, vocabularies: vocabularies))
    }

    private mutating func vocabularies(
        of value: JSONValue, otherwise standard: SchemaVocabularies, at location: String
    ) throws(JSONSchemaError) -> SchemaVocabularies {
        guard let dialect = value["$schema"] else { return standard }
        let name = dialect.stringValue.map { SchemaURI($0).withoutFragment.text }
        guard let name else {
            throw JSONSchemaError(
                .invalidKeyword, "$schema is not a URI", hint: "Use \(MetaSchemas.dialect).", at: location)
        }
        guard name != MetaSchemas.dialect else { return .standard(options) }
        guard let meta = options.resolver?(name) else {
            throw JSONSchemaError(
                .unsupportedDialect, "The dialect \"\(name)\" is not known",
                hint: "Use \(MetaSchemas.dialect), or leave $schema out.", at: location)
        }
        guard case .object(let listed)? = meta["$vocabulary"] else { return .standard(options) }
        return try SchemaVocabularies(listed, at: name)
    }

    static func tooLarge(_ location: String) -> JSONSchemaError {
        JSONSchemaError(
            .limitExceeded, "The schema has too many subschemas", hint: "Split it, or raise maximumSubschemas.",
            at: location)
    }

    private static func isAnchor(_ text: String) -> Bool {
        guard let first = text.utf8.first, first == 0x5F || (first | 0x20 >= 0x61 && first | 0x20 <= 0x7A) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            JSONNumber.isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
                || [0x2D, 0x2E, 0x5F].contains(byte)
        }
    }
}
