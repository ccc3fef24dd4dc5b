/// Finds out whether types fit and what type parameters stand for.
struct Unifier {
    private var bindings: [String: CELType] = [:]
    private var fresh = 0

    mutating func freshParameter() -> CELType {
        fresh += 1
        return .parameter("$\(fresh)")
    }

    /// Replaces the parameters of a declaration by fresh ones, the same name by the same.
    mutating func instantiate(_ type: CELType, _ names: inout [String: CELType]) -> CELType {
        switch type {
        case .parameter(let name):
            if let known = names[name] { return known }
            let parameter = freshParameter()
            names[name] = parameter
            return parameter
        case .list(let element): return .list(instantiate(element, &names))
        case .map(let key, let value): return .map(instantiate(key, &names), instantiate(value, &names))
        case .optional(let value): return .optional(instantiate(value, &names))
        case .opaque(let name, let parameters):
            return .opaque(name, parameters.map { instantiate($0, &names) })
        default: return type
        }
    }

    /// The type with what is known of its parameters; the unknown become `dyn` if `unboundAsDyn`.
    func substitute(_ type: CELType, unboundAsDyn: Bool = false) -> CELType {
        switch type {
        case .parameter(let name):
            if let bound = bindings[name] { return substitute(bound, unboundAsDyn: unboundAsDyn) }
            return unboundAsDyn ? .dyn : type
        case .list(let element): return .list(substitute(element, unboundAsDyn: unboundAsDyn))
        case .map(let key, let value):
            return .map(
                substitute(key, unboundAsDyn: unboundAsDyn), substitute(value, unboundAsDyn: unboundAsDyn))
        case .optional(let value): return .optional(substitute(value, unboundAsDyn: unboundAsDyn))
        case .opaque(let name, let parameters):
            return .opaque(name, parameters.map { substitute($0, unboundAsDyn: unboundAsDyn) })
        default: return type
        }
    }

    /// Whether a value of one type may stand where another is wanted; what that says of parameters is kept if so.
    mutating func fits(_ type: CELType, _ wanted: CELType) -> Bool { fits([type], [wanted]) }

    mutating func fits(_ types: [CELType], _ wanted: [CELType]) -> Bool {
        let saved = bindings
        guard types.count == wanted.count, zip(types, wanted).allSatisfy({ assign($0, $1) }) else {
            bindings = saved
            return false
        }
        return true
    }

    private mutating func assign(_ type: CELType, _ wanted: CELType) -> Bool {
        if case .parameter(let name) = wanted {
            if let result = bind(type, to: name) { return result }
        }
        if case .parameter(let name) = type { return bind(wanted, to: name) ?? false }
        switch (type, wanted) {
        case (.dyn, _), (_, .dyn): return true
        case (.null, .optional), (.null, .object), (.null, .timestamp), (.null, .duration), (.null, .opaque),
            (.optional, .null), (.object, .null), (.timestamp, .null), (.duration, .null), (.opaque, .null):
            return true
        case (.list(let element), .list(let wanted)): return assign(element, wanted)
        case (.map(let key, let value), .map(let wantedKey, let wantedValue)):
            return assign(key, wantedKey) && assign(value, wantedValue)
        case (.optional(let value), .optional(let wanted)): return assign(value, wanted)
        case (.opaque(let name, let parameters), .opaque(let wantedName, let wanted)):
            guard name == wantedName, parameters.count == wanted.count else { return false }
            for (parameter, wanted) in zip(parameters, wanted) where !assign(parameter, wanted) { return false }
            return true
        case (.object(let object), .map(let key, let value)):
            return assign(.string, key) && assign(object.valueType, value)
        case (.map(let key, let value), .object(let object)):
            return assign(key, .string) && assign(value, object.valueType)
        case (.object(let left), .object(let right)): return assign(left, right)
        default: return type == wanted
        }
    }

    private mutating func assign(_ left: CELObjectType, _ right: CELObjectType) -> Bool {
        if left == right { return true }
        for (name, type) in left.fields {
            guard let wanted = right.fields[name] else {
                guard right.isOpen else { return false }
                continue
            }
            guard assign(type, wanted) else { return false }
        }
        return right.fields.keys.allSatisfy {
            left.fields[$0] != nil || left.isOpen || right.optionalFields.contains($0)
        }
    }

    /// Binds a parameter; nil when the parameter would occur in itself, so that the other side has to decide.
    private mutating func bind(_ type: CELType, to name: String) -> Bool? {
        if type == .parameter(name) { return true }
        if let bound = bindings[name] {
            guard assign(type, bound) else { return false }
            let general = Self.moreGeneral(type, bound)
            if !occurs(name, in: general) { bindings[name] = general }
            return true
        }
        guard !occurs(name, in: type) else { return nil }
        bindings[name] = type
        return true
    }

    private func occurs(_ name: String, in type: CELType) -> Bool {
        switch type {
        case .parameter(let other): other == name || bindings[other].map { occurs(name, in: $0) } ?? false
        case .list(let element), .optional(let element): occurs(name, in: element)
        case .map(let key, let value): occurs(name, in: key) || occurs(name, in: value)
        case .opaque(_, let parameters): parameters.contains { occurs(name, in: $0) }
        default: false
        }
    }

    /// The type of elements of both types: one that takes both, or `dyn`.
    mutating func join(_ left: CELType, _ right: CELType) -> CELType {
        let (left, right) = (substitute(left), substitute(right))
        guard fits(left, right) || fits(right, left) else { return .dyn }
        return Self.moreGeneral(left, right)
    }

    static func moreGeneral(_ left: CELType, _ right: CELType) -> CELType {
        isAsGeneral(left, as: right) ? left : right
    }

    private static func isAsGeneral(_ left: CELType, as right: CELType) -> Bool {
        switch (left, right) {
        case (.dyn, _), (.parameter, _): true
        // Null fits where an object, an optional or a moment may be, so the other one is the more general.
        case (.null, _): right == .null
        case (_, .null): true
        case (_, .dyn), (_, .parameter): false
        case (.list(let left), .list(let right)), (.optional(let left), .optional(let right)):
            isAsGeneral(left, as: right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            isAsGeneral(leftKey, as: rightKey) && isAsGeneral(leftValue, as: rightValue)
        case (.map, .object): true
        case (.opaque(let left, let leftParameters), .opaque(let right, let rightParameters)):
            left == right && zip(leftParameters, rightParameters).allSatisfy { isAsGeneral($0, as: $1) }
        case (.object(let left), .object(let right)): left == right || left.isOpen
        default: left == right
        }
    }
}
