internal import JSON
internal import Model

/// Reads a plan as `terraform show -json` prints it, in pieces, in memory bounded by its largest single change.
///
/// Format versions 0.1 to 1.x are understood; what is not needed is passed over while its grammar is checked. A change is
/// passed over too, keeping its bytes, until it is known what it does: of most of a large plan nothing else is wanted.
/// What the plan's marks hide is hidden before a visitor sees it.
package struct PlanReader: PlanReading {
    /// The largest single change, in bytes as written.
    package static let maximumElement = 16 << 20

    /// What kind of thing a member of the outermost object lists.
    enum List { case changes, drift, checks, deferred, actions, deferredActions }

    enum State {
        case start
        case members
        case scalar(String)
        /// At a value of which nothing is wanted, with the name of its member.
        case skip(String)
        /// Within a container of which nothing is wanted.
        case skipRest
        case open(List)
        case elements(List)
        case element(List)
        case change(List)
        /// At the value of a change's member, or of the change within it.
        case part(Part, List)
        /// At the value that opens an area.
        case enter(Area)
        /// Within the object of an area.
        case within
        /// At the value of a member of an area.
        case item(Area, String)
        /// At the value of a member of an object that is there already.
        case objectPart(Int?)
        case done
    }

    /// Which value of an element is passed over.
    enum Part {
        /// One of `ElementParts.names`; nil for a member that is not known.
        case element(Int?)
        /// One of `ElementParts.changeNames`.
        case change(Int?)
    }

    var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 512, bytes: .max, stringBytes: PlanReader.maximumElement), noticing: .passedOver)
    var state = State.start
    var areas: [Area] = []
    /// The members that each open area has had.
    var areaMembers: [SeenMembers] = []
    var seen: Set<String> = []
    var header = PlanHeader()
    var parts = ElementParts()
    var objectParts = ObjectParts()
    private var isFirst = true
    private(set) var wantsReferences = false
    package private(set) var secrets = SecretSet(minimum: 8)
    package var sensitiveOutputs: Set<String> = []
    var variables = HeldVariables()
    /// Whether a member that was not passed over is written twice.
    var repeatsItself = false
    /// What the tables of secrets have for types; of very many types the first are remembered.
    private var secretTypes: [String: Set<String>] = [:]
    var fault: PlanError?

    package init() {}

    /// Whether a member may be written twice, in whatever part of the plan.
    package var mayRepeat: Bool { repeatsItself || tokenizer.mayRepeat }

    package mutating func feed(_ bytes: RawSpan, to visitor: inout some PlanVisitor) throws(PlanError) {
        var start = 0
        if isFirst {
            isFirst = false
            wantsReferences = visitor.wantsReferences
            start = try Self.sniff(bytes)
        }
        tokenizer.feed(bytes.extracting(start..<bytes.byteCount))
        try advance(&visitor)
        guard tokenizer.heldCount <= Self.maximumElement else {
            throw .tooLarge(place, limit: Self.maximumElement)
        }
    }

    package mutating func finish(_ visitor: inout some PlanVisitor) throws(PlanError) -> PlanHeader {
        guard !isFirst else { throw .empty }
        tokenizer.finish()
        try advance(&visitor)
        if case .start = state { throw .empty }
        guard case .done = state else { throw truncated }
        try checkKind()
        for name in seen.subtracting(Self.known) { header.count(unknown: name) }
        if header.isApplyable == nil, header.isComplete == nil, seen.contains("errored") {
            // Terraform says both since 1.8, OpenTofu neither.
            header.isOpenTofu = header.isOpenTofu || (header.minorVersion ?? 0) >= 8
        }
        return header
    }

    /// How compressed files begin, with what packs and unpacks them.
    private static let packings: [(magic: [UInt8], program: String, line: String)] = [
        ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "unzstd FILE"), ([0xFD, 0x37, 0x7A, 0x58], "xz", "unxz FILE"),
        ([0x42, 0x5A, 0x68], "bzip2", "bunzip2 FILE"), ([0x04, 0x22, 0x4D, 0x18], "lz4", "unlz4 FILE"),
    ]

    /// Refuses what is no text at all; the length of a byte order mark otherwise.
    static func sniff(_ bytes: RawSpan) throws(PlanError) -> Int {
        let head = unsafe bytes.extracting(first: 4).withUnsafeBytes { raw in unsafe Array(raw) }
        if head.starts(with: [0x50, 0x4B]) { throw .binaryPlan }
        if head.starts(with: [0x1F, 0x8B]) { throw .compressed }
        for (magic, program, line) in packings where head.starts(with: magic) {
            throw .packed(by: program, unpack: line)
        }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        // Half of UTF-16 is zeros, with a mark before it or without.
        if head.count >= 2, (head[0] == 0) != (head[1] == 0) { throw .utf16 }
        return head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
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

    /// What the tables of secrets have for a type, which is asked for every object without marks.
    mutating func secretPaths(of type: String) -> Set<String> {
        if let known = secretTypes[type] { return known }
        let result = SecretAttributes.paths(of: type)
        if secretTypes.count < 10_000 { secretTypes[type] = result }
        return result
    }

    /// Remembers what marks hide in a value.
    mutating func remember(_ value: JSONValue?, _ marks: JSONValue?) {
        AttributeDiff.collectSecrets(value, marks, into: &secrets)
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
            guard let value = try heldValue() else { return false }
            state = .members
            return take(name, value)
        case .skip:
            guard try tokenizer.skipValue() != .needsInput else { return false }
            state = areas.isEmpty ? .members : .within
        case .skipRest:
            guard try tokenizer.skipContainer() != .needsInput else { return false }
            state = areas.isEmpty ? .members : .within
        case .open(let list): return try open(list)
        case .elements(let list): return try nextElement(list, &visitor)
        case .element(let list): return try nextPart(list, &visitor)
        case .change(let list): return try nextChangePart(list)
        case .part(let part, let list): return try passPart(part, list)
        case .enter(let area): return try enter(area)
        case .within: return try nextItem()
        case .item(let area, let name): return try takeItem(area, name, &visitor)
        case .objectPart(let member): return try passObjectPart(member)
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
            if case .scalar = state { tokenizer.hold() }
        default: state = .done
        }
        return true
    }

    private static func state(for name: String) -> State {
        switch name {
        case "format_version", "terraform_version", "timestamp", "errored", "complete", "applyable": .scalar(name)
        case "resource_changes": .open(.changes)
        case "resource_drift": .open(.drift)
        case "checks": .open(.checks)
        case "deferred_changes": .open(.deferred)
        case "action_invocations": .open(.actions)
        case "deferred_action_invocations": .open(.deferredActions)
        case "output_changes": .enter(.outputChanges)
        case "variables": .enter(.variables)
        case "planned_values": .enter(.values)
        case "prior_state": .enter(.priorState)
        case "configuration": .enter(.configuration)
        default: .skip(name)
        }
    }

    private mutating func open(_ list: List) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .null: state = .members
        case .beginArray: state = .elements(list)
        default: return fail(.malformed("one of its lists has another form"))
        }
        return true
    }

    /// The value that is passed over while it is held; nil where input ends or it is damaged.
    mutating func heldValue() throws(JSONError) -> JSONValue? {
        switch try tokenizer.passValue() {
        case .needsInput, .ended: return nil
        case .value(let place):
            defer { tokenizer.release() }
            return parsed(place)
        }
    }

    /// A part of what is held as a value; nil where its members contradict each other.
    mutating func parsed(_ place: Range<Int>) -> JSONValue? {
        do throws(PlanError) {
            return try tokenizer.withHeld(place) { bytes throws(PlanError) in try ElementBuilder.value(of: bytes) }
        } catch {
            fault = error
            return nil
        }
    }
}

extension PlanHeader {
    /// The second number of Terraform's version.
    var minorVersion: Int? {
        guard let parts = terraformVersion?.split(separator: "."), parts.count > 1 else { return nil }
        return Int(parts[1])
    }

    /// Whether the summary line says what is forgotten: OpenTofu's does from version 1.10 on, Terraform's never.
    var countsForgotten: Bool {
        guard isOpenTofu else { return false }
        return terraformVersion?.hasPrefix("1.") != true || (minorVersion ?? .max) >= 10
    }
}
