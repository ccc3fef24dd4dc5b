/// `[a, ?b]`.
final class ListCode: Code {
    private let elements: [(code: any Code, isOptional: Bool)]
    private let site: Site

    init(elements: [(code: any Code, isOptional: Bool)], site: Site) {
        self.elements = elements
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var values: [CELValue] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            let value = try element.code.run(&frame)
            if !element.isOptional {
                values.append(value)
            } else if let inner = try unwrap(value, site) {
                values.append(inner)
            }
        }
        do throws(CELError) {
            try frame.buildElements(values.count)
            return try Frame.checkDepth(.list(CELList(values)))
        } catch { throw site.located(error) }
    }
}

/// `{a: b, ?c: d}`.
final class MapCode: Code {
    struct Entry: Sendable {
        let key: any Code
        let value: any Code
        let isOptional: Bool
    }

    private let entries: [Entry]
    private let site: Site

    init(entries: [Entry], site: Site) {
        self.entries = entries
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var builder = CELMapBuilder(capacity: entries.count)
        for entry in entries {
            let key = try entry.key.run(&frame)
            guard let mapKey = CELMapKey(key) else {
                throw site.error(
                    .noSuchOverload, "a key of a map cannot be \(key.typeName)",
                    hint: "keys are string, int, uint or bool")
            }
            var value = try entry.value.run(&frame)
            if entry.isOptional {
                guard let inner = try unwrap(value, site) else { continue }
                value = inner
            }
            guard builder.add(mapKey, value) else {
                throw site.error(
                    .duplicateKey, "the key '\(Access.clipped(mapKey.description))' stands twice in the map")
            }
        }
        do throws(CELError) {
            try frame.buildElements(entries.count * 4)
            return try Frame.checkDepth(.map(builder.map))
        } catch { throw site.located(error) }
    }
}

private func unwrap(_ value: CELValue, _ site: Site) throws(CELError) -> CELValue? {
    guard case .optional(let inner) = value else {
        throw site.error(.noSuchOverload, "'?' before an element needs an optional, found \(value.typeName)")
    }
    return inner
}
