extension SchemaEvaluator {
    mutating func apply(
        _ keyword: SchemaKeyword, of node: SchemaNode, toArray elements: [JSONValue], _ value: JSONValue,
        _ seen: inout Seen
    ) -> Bool {
        switch keyword {
        case .bound(let bound, let limit):
            guard bound == .minItems || bound == .maxItems else { return true }
            return check(bound, node, elements.count, limit, "elements")
        case .items(let prefix, let rest): return items(elements, prefix, rest, &seen)
        case .contains(let schema, let minimum, let maximum):
            return contains(elements, schema, minimum, maximum, node, &seen)
        case .uniqueItems: return unique(elements, node)
        case .unevaluatedItems(let schema):
            var holds = true
            for (index, element) in elements.enumerated() where !seen.contains(item: index) {
                if !apply(schema, to: element, at: JSONCodingKey(intValue: index)) { holds = false }
            }
            seen.allItems = true
            return holds
        default: return check(keyword, of: node, value)
        }
    }

    private mutating func items(_ elements: [JSONValue], _ prefix: [Int], _ rest: Int?, _ seen: inout Seen) -> Bool {
        var holds = true
        for (index, element) in elements.enumerated() {
            guard let schema = index < prefix.count ? prefix[index] : rest else { break }
            if !apply(schema, to: element, at: JSONCodingKey(intValue: index)) { holds = false }
        }
        if rest != nil { seen.allItems = true }
        seen.itemsBelow = max(seen.itemsBelow, min(prefix.count, elements.count))
        return holds
    }

    private mutating func contains(
        _ elements: [JSONValue], _ schema: Int, _ minimum: Int, _ maximum: Int?, _ node: SchemaNode, _ seen: inout Seen
    ) -> Bool {
        var count = 0
        for (index, element) in elements.enumerated() {
            var ignored = Seen()
            guard attempt(schema, element, &ignored).holds else { continue }
            count += 1
            if program.needsAnnotations { seen.items.insert(index) }
        }
        if count < minimum {
            let keyword = minimum == 1 ? "contains" : "minContains"
            report(keyword, node, "\(count) elements fit the schema of contains; at least \(minimum) must")
            return false
        }
        if let maximum, count > maximum {
            report("maxContains", node, "\(count) elements fit the schema of contains; at most \(maximum) may")
            return false
        }
        return true
    }

    private mutating func unique(_ elements: [JSONValue], _ node: SchemaNode) -> Bool {
        var places: [JSONValue: Int] = [:]
        for (index, element) in elements.enumerated() {
            if let first = places.updateValue(index, forKey: element) {
                report("uniqueItems", node, "elements \(first) and \(index) are equal; each may stand only once")
                return false
            }
        }
        return true
    }
}
