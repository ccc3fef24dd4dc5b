/// An activation behind one word.
final class ActivationBox: Sendable {
    let content: any CELActivation

    init(_ content: any CELActivation) { self.content = content }
}

/// The state of one evaluation: values of variables, and what is left of the bounds.
struct Frame {
    /// The variables, where they are the plain ones; asking these directly is several times faster.
    private let variables: CELVariables.Storage?
    private let activation: ActivationBox?
    /// Variables of macros, and variables that stand in several places; few need no memory of their own.
    private var firstSlots = InlineArray<4, CELValue?>(repeating: nil)
    private var otherSlots: [CELValue?]
    private var steps: Int
    private var bytes: Int

    init(_ variables: CELVariables, slots: Int, limits: CELLimits) {
        self.init(variables.storage, nil, slots, limits)
    }

    init(activation: any CELActivation, slots: Int, limits: CELLimits) {
        self.init(nil, ActivationBox(activation), slots, limits)
    }

    private init(
        _ variables: CELVariables.Storage?, _ activation: ActivationBox?, _ slots: Int, _ limits: CELLimits
    ) {
        self.variables = variables
        self.activation = activation
        otherSlots = slots <= 4 ? [] : Array(repeating: nil, count: slots - 4)
        steps = limits.steps
        bytes = limits.builtBytes
    }

    /// The value kept in a slot.
    subscript(slot: Int) -> CELValue? {
        @inline(__always) get { slot < 4 ? firstSlots[slot] : otherSlots[slot - 4] }
        @inline(__always) set { if slot < 4 { firstSlots[slot] = newValue } else { otherSlots[slot - 4] = newValue } }
    }

    /// The value of a variable.
    func value(of name: String, _ fingerprint: UInt64) throws(CELError) -> CELValue? {
        if let variables { return variables.place(of: name, fingerprint).map { variables.values[$0] } }
        return try activation?.content.value(of: name)
    }

    /// The result of a function that the activation knows.
    func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue? {
        try activation?.content.call(function, arguments)
    }

    /// Spends work units.
    mutating func charge(_ work: Int) throws(CELError) {
        steps = steps.subtractingReportingOverflow(work).partialValue
        guard steps < 0 else { return }
        steps = 0
        throw CELError(
            .limitExceeded, "the expression takes too many steps",
            hint: "visit fewer elements, or avoid macros inside macros")
    }

    /// Spends work for reading or comparing this many bytes or elements.
    mutating func chargeReading(_ count: Int) throws(CELError) {
        guard count > 32 else { return }
        try charge(count >> 5)
    }

    /// Spends memory for a text or collection, before it is made.
    mutating func build(_ size: Int) throws(CELError) {
        let (left, overflow) = bytes.subtractingReportingOverflow(size)
        guard overflow || left < 0 else {
            bytes = left
            return
        }
        throw CELError(
            .limitExceeded, "the expression builds more text, lists and maps than allowed",
            hint: "build a smaller result")
    }

    mutating func buildElements(_ count: Int) throws(CELError) {
        let (size, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<CELValue>.stride)
        try build(overflow ? .max : size)
        try chargeReading(count)
    }

    /// A list, unless it is nested too deeply for the functions that walk through values.
    static func checkDepth(_ value: CELValue) throws(CELError) -> CELValue {
        guard value.depth > 500 else { return value }
        throw CELError(.limitExceeded, "lists and maps are nested deeper than 500 levels")
    }
}
