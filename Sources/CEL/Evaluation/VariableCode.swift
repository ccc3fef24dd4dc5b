/// Reads a variable from the activation.
final class VariableCode: Code {
    private let names: [(text: String, fingerprint: UInt64)]
    private let slot: Int?
    private let coercion: Coercion
    private let site: Site

    /// - Parameters:
    ///   - names: What the name may stand for, the first with a value wins.
    ///   - slot: Where the value is kept when the variable stands in several places.
    init(names: [String], slot: Int?, coercion: Coercion, site: Site) {
        self.names = names.map { ($0, Fingerprint.of($0)) }
        self.slot = slot
        self.coercion = coercion
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        if let slot, let value = frame[slot] { return coercion.apply(value) }
        for name in names {
            guard let value = try load(name, frame) else { continue }
            if let slot { frame[slot] = value }
            return coercion.apply(value)
        }
        throw site.error(.unknownVariable, "unknown variable '\(names.last?.text ?? "")'")
    }

    private func load(
        _ name: (text: String, fingerprint: UInt64), _ frame: borrowing Frame
    ) throws(CELError) -> CELValue? {
        do throws(CELError) {
            return try frame.value(of: name.text, name.fingerprint)
        } catch { throw site.located(error) }
    }
}

/// Reads the variable of a macro.
final class LocalCode: Code {
    private let slot: Int
    private let coercion: Coercion

    init(slot: Int, coercion: Coercion) {
        self.slot = slot
        self.coercion = coercion
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue { coercion.apply(frame[slot] ?? .null) }
}

/// `cel.bind(name, value, body)`.
final class BindCode: Code {
    private let slot: Int
    private let value: any Code
    private let body: any Code

    init(slot: Int, value: any Code, body: any Code) {
        self.slot = slot
        self.value = value
        self.body = body
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        frame[slot] = try value.run(&frame)
        return try body.run(&frame)
    }
}

/// `optional.optMap(name, body)` and `optFlatMap`.
final class OptionalMapCode: Code {
    private let operand: any Code
    private let slot: Int
    private let body: any Code
    private let isFlat: Bool
    private let site: Site

    init(operand: any Code, slot: Int, body: any Code, isFlat: Bool, site: Site) {
        self.operand = operand
        self.slot = slot
        self.body = body
        self.isFlat = isFlat
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let operand = try operand.run(&frame)
        let name = isFlat ? "optFlatMap" : "optMap"
        guard case .optional(let inner) = operand else { throw site.noOverload("\(operand.typeName).\(name)(…)") }
        guard let inner else { return .optional(nil) }
        frame[slot] = inner
        let result = try body.run(&frame)
        guard isFlat else { return try Frame.checkDepth(.optional(result)) }
        guard case .optional = result else {
            throw site.error(.noSuchOverload, "optFlatMap needs an optional as result, found \(result.typeName)")
        }
        return result
    }
}
