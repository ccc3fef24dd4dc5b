import JSON

/// `operand[index]`, and `operand[?index]`.
final class IndexCode: Code {
    private let operand: any Code
    private let index: any Code
    private let isOptional: Bool
    private let coercion: Coercion
    private let site: Site

    init(operand: any Code, index: any Code, isOptional: Bool, coercion: Coercion, site: Site) {
        self.operand = operand
        self.index = index
        self.isOptional = isOptional
        self.coercion = coercion
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let container = try operand.run(&frame)
        let index = try index.run(&frame)
        if case .optional(let inner) = container {
            guard let inner else { return .optional(nil) }
            return .optional(try Access.element(index, of: inner, site).map(coercion.apply))
        }
        let found = try Access.element(index, of: container, site)
        guard !isOptional else { return .optional(found.map(coercion.apply)) }
        guard let found else { throw absent(index, in: container) }
        return coercion.apply(found)
    }

    private func absent(_ index: CELValue, in container: CELValue) -> CELError {
        let key = Access.clipped(TextForm.plain(index) ?? index.typeName)
        guard case .list(let list) = container else { return site.error(.noSuchKey, "no such key: '\(key)'") }
        return site.error(
            .indexOutOfRange, "index \(key) is outside the list of \(list.count)",
            hint: "write [?\(key)] for an element that may be absent")
    }
}

/// Reads parts of values.
enum Access {
    /// The field of a map; nil when it is absent.
    static func field(_ field: String, of value: CELValue, _ site: Site) throws(CELError) -> CELValue? {
        guard case .map(let map) = value else {
            throw site.error(.noSuchOverload, "\(value.typeName) has no field '\(clipped(field))'")
        }
        return map[field]
    }

    /// The element of a list or the entry of a map; nil when it is absent.
    static func element(_ index: CELValue, of container: CELValue, _ site: Site) throws(CELError) -> CELValue? {
        switch container {
        case .list(let list):
            guard let place = try position(index, site) else { return nil }
            return place >= 0 && place < list.count ? list[place] : nil
        case .map(let map):
            guard let key = CELMapKey(lookingUp: index) else {
                if case .double = index { return nil }
                throw site.error(.noSuchKey, "no map has \(index.typeName) as key")
            }
            return map[key]
        default: throw site.noOverload("\(container.typeName)[\(index.typeName)]")
        }
    }

    private static func position(_ index: CELValue, _ site: Site) throws(CELError) -> Int? {
        switch index {
        case .int(let value): return Int(exactly: value)
        case .uint(let value): return Int(exactly: value)
        case .double(let value):
            if let whole = Int(exactly: value) { return whole }
            throw site.error(.invalidArgument, "an index must be a whole number")
        default: throw site.noOverload("list[\(index.typeName)]")
        }
    }

    /// A text short enough for a message.
    static func clipped(_ text: String) -> String {
        text.utf8.count <= 64 ? text : String(text.unicodeScalars.prefix(48)) + "…"
    }
}
