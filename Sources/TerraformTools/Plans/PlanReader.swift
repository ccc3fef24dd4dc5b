internal import JSON
internal import Model

/// Reads a plan as `terraform show -json` prints it, in pieces, in memory bounded by its largest single change.
///
/// Format versions 0.1 to 1.x are understood; members that are not needed are skipped while their grammar is checked.
/// What the plan's marks hide is hidden before a visitor sees it.
package struct PlanReader {
    /// The largest single change, in bytes as written.
    package static let maximumElement = 16 << 20

    /// What kind of thing a member of the outermost object lists.
    private enum List { case changes, drift, outputs, checks, deferred, actions }

    private enum State {
        case start
        case members
        case scalar(String)
        case skip
        case open(List)
        case elements(List)
        case output(String)
        case done
    }

    var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 512, bytes: .max, stringBytes: PlanReader.maximumElement))
    private var state = State.start
    var seen: Set<String> = []
    var header = PlanHeader()
    private var isFirst = true
    private var builder = ElementBuilder()
    private var hasListEnded = false
    /// Where the value began that is being read.
    private var elementStart: Int?
    var secrets = SecretSet(minimum: 8)
    var fault: PlanError?

    package init() {}

    /// Texts that marks hid so far; unmarked copies in what a visitor kept are scrubbed with it at the end.
    package var hidden: SecretSet { secrets }

    /// Takes the next bytes of the file.
    /// - Throws: `PlanError`.
    package mutating func feed(_ bytes: RawSpan, to visitor: inout some PlanVisitor) throws(PlanError) {
        var start = 0
        if isFirst {
            isFirst = false
            start = try Self.sniff(bytes)
        }
        tokenizer.feed(bytes.extracting(start..<bytes.byteCount))
        try advance(&visitor)
        // One token may not grow without end either; readValue keeps what it needs.
        if let elementStart, tokenizer.offset - elementStart > Self.maximumElement {
            throw .tooLarge("a single change", limit: Self.maximumElement)
        }
    }

    /// Ends the file and tells what the plan says of itself.
    /// - Throws: `PlanError` when it is truncated or no plan.
    package mutating func finish(_ visitor: inout some PlanVisitor) throws(PlanError) -> PlanHeader {
        guard !isFirst else { throw .empty }
        tokenizer.finish()
        try advance(&visitor)
        guard case .done = state else { throw truncated }
        try checkKind()
        header.unknownMembers = seen.subtracting(Self.known).sorted()
        return header
    }

    /// Refuses what is no text at all; the length of a byte order mark otherwise.
    private static func sniff(_ bytes: RawSpan) throws(PlanError) -> Int {
        let head = unsafe bytes.extracting(first: 3).withUnsafeBytes { raw in unsafe Array(raw) }
        if head.starts(with: [0x50, 0x4B]) { throw .binaryPlan }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        return head == [0xEF, 0xBB, 0xBF] ? 3 : 0
    }

    private mutating func advance(_ visitor: inout some PlanVisitor) throws(PlanError) {
        do throws(JSONError) {
            while try step(&visitor) {}
        } catch {
            throw planError(error)
        }
        if let fault { throw fault }
    }

    mutating func fail(_ error: PlanError) -> Bool {
        fault = error
        return false
    }

    /// Does one step; false when it needs more input, or when the document or the reading is over.
    private mutating func step(_ visitor: inout some PlanVisitor) throws(JSONError) -> Bool {
        switch state {
        case .start:
            switch try tokenizer.next() {
            case .needsInput: return false
            case .beginObject: state = .members
            default: return fail(.notAPlan("its outermost value is no object"))
            }
        case .members: return try nextMember()
        case .scalar(let name):
            guard let value = try readElement() else { return false }
            state = .members
            return take(name, value)
        case .skip:
            guard try tokenizer.skipValue() != .needsInput else { return false }
            state = .members
        case .open(let list): return try open(list)
        case .elements(.outputs): return try nextOutput()
        case .elements(let list): return try nextElement(list, &visitor)
        case .output(let name):
            guard let value = try readElement() else { return false }
            state = .elements(.outputs)
            visit(output: name, value, &visitor)
        case .done:
            // Blanks alone may follow; anything else is thrown by the tokenizer.
            _ = try tokenizer.next()
            return false
        }
        return true
    }

    private mutating func nextMember() throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key:
            let name = tokenizer.text
            guard seen.insert(name).inserted else {
                return fail(.duplicateKey(name))
            }
            state = Self.state(for: name)
        default: state = .done
        }
        return true
    }

    private static func state(for name: String) -> State {
        switch name {
        case "format_version", "terraform_version", "timestamp", "errored", "complete", "applyable": .scalar(name)
        case "resource_changes": .open(.changes)
        case "resource_drift": .open(.drift)
        case "output_changes": .open(.outputs)
        case "checks": .open(.checks)
        case "deferred_changes": .open(.deferred)
        case "action_invocations": .open(.actions)
        default: .skip
        }
    }

    private mutating func open(_ list: List) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .null: state = .members
        case .beginArray where list != .outputs:
            state = .elements(list)
        case .beginObject where list == .outputs:
            state = .elements(list)
        default: return fail(.malformed("one of its lists has another form"))
        }
        return true
    }

    private mutating func nextOutput() throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key: state = .output(tokenizer.text)
        default: state = .members
        }
        return true
    }

    private mutating func nextElement(_ list: List, _ visitor: inout some PlanVisitor) throws(JSONError) -> Bool {
        guard let value = try readElement() else {
            guard hasListEnded else { return false }
            hasListEnded = false
            state = .members
            return true
        }
        switch list {
        case .changes:
            guard let change = resourceChange(value) else { return fail(Self.badChange) }
            visitor.visit(change: change)
        case .drift:
            guard let change = resourceChange(value) else { return fail(Self.badChange) }
            visitor.visit(drift: change)
        case .checks: visit(check: value, &visitor)
        case .deferred: header.deferred += 1
        case .actions: header.actionInvocations += 1
        case .outputs: break
        }
        return true
    }

    private static let badChange = PlanError.malformed("one of its resource changes has no actions")

    /// The next value; nil when input or the list ends first, or two of its members contradict each other.
    private mutating func readElement() throws(JSONError) -> JSONValue? {
        let start = elementStart ?? tokenizer.offset
        elementStart = start
        let outcome = try builder.run(&tokenizer)
        if case .needsInput = outcome { return nil }
        elementStart = nil
        switch outcome {
        case .value(let value): return value
        case .ambiguous(let name): _ = fail(.duplicateKey(name))
        default: hasListEnded = true
        }
        return nil
    }
}
