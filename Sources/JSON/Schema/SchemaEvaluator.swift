/// Applies a compiled schema to one value.
struct SchemaEvaluator {
    /// What has been looked at in an array or object, for `unevaluatedItems` and `unevaluatedProperties`.
    struct Seen {
        var allItems = false
        var itemsBelow = 0
        var items: Set<Int> = []
        var allMembers = false
        var members: Set<String> = []

        mutating func merge(_ other: Seen) {
            allItems = allItems || other.allItems
            itemsBelow = max(itemsBelow, other.itemsBelow)
            items.formUnion(other.items)
            allMembers = allMembers || other.allMembers
            members.formUnion(other.members)
        }

        func contains(item index: Int) -> Bool { allItems || index < itemsBelow || items.contains(index) }
    }

    let program: SchemaProgram
    let options: JSONSchema.Options
    var violations: [JSONSchema.Violation] = []
    /// The place in the value.
    var path: [JSONCodingKey] = []
    /// The resources entered on the way, the outermost first.
    private var scope: [Int] = []
    private var steps = 0
    private var depth = 0
    /// Set once a limit is exceeded; everything fails from then on.
    private var isExhausted = false

    /// The most applications within one another; a schema that refers to itself for the same value ends here.
    private static let maximumDepth = 1200

    init(program: SchemaProgram, options: JSONSchema.Options) {
        self.program = program
        self.options = options
    }

    mutating func run(_ value: JSONValue) -> [JSONSchema.Violation] {
        var seen = Seen()
        _ = apply(0, to: value, &seen)
        return Array(violations.prefix(max(1, options.maximumViolations)))
    }

    /// Applies a node; adds to `seen` only where it holds.
    mutating func apply(_ number: Int, to value: JSONValue, _ seen: inout Seen) -> Bool {
        let node = program.nodes[number]
        if let constant = node.constant {
            if !constant { report("false", node, "nothing is allowed here; remove it") }
            return constant
        }
        guard enter(node) else { return false }
        defer { leave(node) }
        var own = Seen()
        var holds = true
        for keyword in node.keywords {
            if !apply(keyword, of: node, to: value, &own) { holds = false }
            if isExhausted { return false }
        }
        if holds, program.needsAnnotations { seen.merge(own) }
        return holds
    }

    /// Applies a node without reporting what is wrong with it; returns the violations instead.
    mutating func attempt(
        _ number: Int, _ value: JSONValue, _ seen: inout Seen
    ) -> (holds: Bool, violations: [JSONSchema.Violation]) {
        let outer = violations
        violations = []
        let holds = apply(number, to: value, &seen)
        let found = violations
        // A limit that was exceeded is reported whatever the attempt was for.
        violations = isExhausted ? found + outer : outer
        return (holds, found)
    }

    /// Applies a node to a part of the value.
    mutating func apply(_ number: Int, to value: JSONValue, at key: JSONCodingKey) -> Bool {
        path.append(key)
        var seen = Seen()
        let holds = apply(number, to: value, &seen)
        path.removeLast()
        return holds
    }

    /// The node that a dynamic reference means here: the anchor of the outermost resource that has it.
    func dynamicTarget(_ initial: Int, _ anchor: String?) -> Int {
        guard let anchor else { return initial }
        for resource in scope {
            if let target = program.resources[resource].dynamicAnchors[anchor] { return target }
        }
        return initial
    }

    mutating func report(_ keyword: String, _ node: SchemaNode, _ message: @autoclosure () -> String) {
        guard violations.count < max(1, options.maximumViolations) else { return }
        violations.append(
            JSONSchema.Violation(
                instance: JSONPointer(tokens: path.map(\.stringValue)), keyword: keyword,
                schemaLocation: node.location, message: message()))
    }

    private mutating func enter(_ node: SchemaNode) -> Bool {
        steps += 1
        guard !isExhausted, steps <= options.maximumSteps, depth < Self.maximumDepth else {
            exhaust(node)
            return false
        }
        depth += 1
        scope.append(node.resource)
        return true
    }

    private mutating func leave(_ node: SchemaNode) {
        depth -= 1
        scope.removeLast()
    }

    private mutating func exhaust(_ node: SchemaNode) {
        guard !isExhausted else { return }
        isExhausted = true
        violations = []
        report("$ref", node, "checking the value takes too much work; make it smaller, or the schema simpler")
    }
}
