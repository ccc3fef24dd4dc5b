internal import JSON

/// Builds one value of a plan out of tokens, without recursion, and can stop where input ends.
///
/// A member that is written twice is taken when both say the same, as some tools that edit plans leave it; when they
/// differ, nobody can know which one holds, and a mark could hide the wrong one.
struct ElementBuilder: Sendable {
    enum Outcome {
        case value(JSONValue)
        case needsInput
        /// The list around it ended instead.
        case listEnded
        /// Two members of this name differ.
        case ambiguous(String)
    }

    private struct Frame {
        var elements: [JSONValue] = []
        var members = JSONObject()
        var key = ""
        let isObject: Bool
    }

    private var frames: [Frame] = []

    /// Builds a value whose grammar has been checked.
    /// - Throws: `PlanError` where two of its members contradict each other.
    static func value(of bytes: Span<UInt8>) throws(PlanError) -> JSONValue { try value(of: bytes, after: []) }

    /// Builds an object whose opening brace is not among the bytes.
    /// - Throws: `PlanError` where two of its members contradict each other.
    static func value(ofMembers bytes: Span<UInt8>) throws(PlanError) -> JSONValue {
        try value(of: bytes, after: [UInt8(ascii: "{")])
    }

    private static func value(of bytes: Span<UInt8>, after head: [UInt8]) throws(PlanError) -> JSONValue {
        var tokenizer = JSONTokenizer(limits: JSONLimits(bytes: .max, stringBytes: .max))
        if !head.isEmpty { tokenizer.feed(head) }
        tokenizer.feed(bytes)
        tokenizer.finish()
        var builder = ElementBuilder()
        let outcome: Outcome
        do throws(JSONError) { outcome = try builder.run(&tokenizer) } catch {
            throw .malformed(error.message)
        }
        switch outcome {
        case .value(let value): return value
        case .ambiguous(let name): throw .duplicateKey(name)
        case .needsInput, .listEnded: throw .malformed("a value of it ends too early")
        }
    }

    mutating func run(_ tokenizer: inout JSONTokenizer) throws(JSONError) -> Outcome {
        while true {
            let value: JSONValue
            let token = try tokenizer.next()
            switch token {
            case .needsInput, .end: return .needsInput
            case .beginObject, .beginArray:
                frames.append(Frame(isObject: token == .beginObject))
                continue
            case .key:
                guard !frames.isEmpty else { continue }
                frames[frames.count - 1].key = tokenizer.text
                continue
            case .endObject, .endArray:
                guard let frame = frames.popLast() else { return .listEnded }
                value = frame.isObject ? .object(frame.members) : .array(frame.elements)
            case .string: value = .string(tokenizer.text)
            case .number: value = tokenizer.number.map { .number($0) } ?? .null
            case .true: value = .bool(true)
            case .false: value = .bool(false)
            case .null: value = .null
            }
            guard !frames.isEmpty else { return .value(value) }
            if let name = add(value) { return .ambiguous(name) }
        }
    }

    /// Adds a value to the innermost container; the name of a member that contradicts an earlier one.
    private mutating func add(_ value: JSONValue) -> String? {
        let top = frames.count - 1
        guard frames[top].isObject else {
            frames[top].elements.append(value)
            return nil
        }
        let key = frames[top].key
        guard let former = frames[top].members.updateValue(value, forKey: key) else { return nil }
        return former == value ? nil : key
    }
}
