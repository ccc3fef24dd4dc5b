import JSON

/// Selects fields one after another, `a.b.c`.
final class SelectCode: Code {
    private let operand: any Code
    private let fields: [String]
    private let coercion: Coercion
    private let site: Site

    init(operand: any Code, fields: [String], coercion: Coercion, site: Site) {
        self.operand = operand
        self.fields = fields
        self.coercion = coercion
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var value = try operand.run(&frame)
        var index = 0
        while index < fields.count {
            guard case .map(let map) = value else {
                guard case .optional(let inner) = value else { throw noField(value, fields[index]) }
                return try selectOptional(inner, from: index)
            }
            switch map.storage {
            case .json(let members): value = try walk(members.object, &index)
            case .entries(let entries):
                guard let place = entries.place(of: .string(fields[index])) else { throw noKey(fields[index]) }
                value = entries.values[place]
                index += 1
            }
        }
        return coercion.apply(value)
    }

    /// Selects within JSON as far as it goes, without wrapping the objects on the way.
    private func walk(_ object: JSONObject, _ index: inout Int) throws(CELError) -> CELValue {
        guard var value = object[fields[index]] else { throw noKey(fields[index]) }
        index += 1
        while index < fields.count, case .object(let object) = value {
            guard let next = object[fields[index]] else { throw noKey(fields[index]) }
            value = next
            index += 1
        }
        return CELValue(value)
    }

    /// Every selection on an optional is one too: none stays none, and an absent field becomes none.
    private func selectOptional(_ value: CELValue?, from index: Int) throws(CELError) -> CELValue {
        var value = value
        for field in fields[index...] {
            guard let current = value else { return .optional(nil) }
            value = try Access.field(field, of: current, site)
            if case .optional(let inner) = value { value = inner }
        }
        return .optional(value.map(coercion.apply))
    }

    private func noKey(_ field: String) -> CELError {
        site.error(.noSuchKey, "no such key: '\(Access.clipped(field))'")
    }

    private func noField(_ value: CELValue, _ field: String) -> CELError {
        site.error(.noSuchOverload, "\(value.typeName) has no field '\(Access.clipped(field))'")
    }
}

/// `operand.?field`.
final class OptionalSelectCode: Code {
    private let operand: any Code
    private let field: String
    private let coercion: Coercion
    private let site: Site

    init(operand: any Code, field: String, coercion: Coercion, site: Site) {
        self.operand = operand
        self.field = field
        self.coercion = coercion
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var value = try operand.run(&frame)
        if case .optional(let inner) = value {
            guard let inner else { return .optional(nil) }
            value = inner
        }
        let result = try Access.field(field, of: value, site)
        if case .optional = result { return result ?? .null }
        return .optional(result.map(coercion.apply))
    }
}

/// `has(operand.field)`.
final class HasCode: Code {
    private let operand: any Code
    private let field: String
    private let site: Site

    init(operand: any Code, field: String, site: Site) {
        self.operand = operand
        self.field = field
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var value = try operand.run(&frame)
        if case .optional(let inner) = value {
            guard let inner else { return .bool(false) }
            value = inner
        }
        guard case .map(let map) = value else {
            throw site.error(.noSuchOverload, "\(value.typeName) has no field '\(Access.clipped(field))'")
        }
        return .bool(map.contains(.string(field)))
    }
}
