internal import JSON
internal import Model

/// Reads the line output of `terraform plan -json` and `terraform apply -json`: an event a line, without attributes.
package struct PlanLineReader: PlanReading {
    private static let maximumLine = 4 << 20

    private var line: [UInt8] = []
    private var lines = 0
    private var header = PlanHeader()
    private var knowsPlan = false
    private var wasApplied = false
    /// What the changes that were told add up to, and what the plan's own summary says that they do.
    private var counts = PlanCounts()
    private var told: JSONValue?
    private var hasSummary = false
    /// Whether the changes themselves were told, and not only that they are applied.
    private var knowsChanges = false
    package private(set) var secrets = SecretSet(minimum: 8)
    package private(set) var sensitiveOutputs: Set<String> = []

    package init() { header.form = .lines }

    /// Whether a file's first bytes are those of a line output: text, and then an object with a member `@level`, which
    /// stands first unless somebody has written the line anew.
    package static func recognises(_ prefix: [UInt8]) -> Bool {
        var rest = prefix[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        for line in rest.split(separator: UInt8(ascii: "\n")) {
            var line = line.drop { isBlank($0) }
            guard line.popFirst() == UInt8(ascii: "{") else { continue }
            line = line.drop { isBlank($0) }
            if line.starts(with: [UInt8(ascii: "\""), UInt8(ascii: "@")]) { return true }
            let text = String(decoding: line, as: UTF8.self)
            return text.contains("\"@level\"") && !text.contains("\"format_version\"")
        }
        return false
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    package mutating func feed(_ bytes: RawSpan, to visitor: inout some PlanVisitor) throws(PlanError) {
        let chunk = unsafe bytes.withUnsafeBytes { raw in unsafe Array(raw) }
        var start = 0
        while let end = chunk[start...].firstIndex(of: UInt8(ascii: "\n")) {
            try append(chunk[start..<end])
            try endLine(&visitor)
            start = end + 1
        }
        try append(chunk[start...])
    }

    package mutating func finish(_ visitor: inout some PlanVisitor) throws(PlanError) -> PlanHeader {
        if !line.isEmpty { try endLine(&visitor) }
        guard knowsPlan else {
            throw .notAPlan("the lines of its output tell of no change, no output and no summary")
        }
        header.gap = gap
        // Only what the lines tell is known.
        if header.gap != nil { header.isComplete = false }
        return header
    }

    /// Why lines are missing; nil where nothing says so.
    private var gap: String? {
        if let told {
            let names = [
                ("import", counts.imports), ("add", counts.add), ("change", counts.change), ("remove", counts.destroy),
            ]
            let differing = names.first { name, count in told[name]?.intValue.map { $0 != count } ?? false }
            guard let (name, count) = differing else { return nil }
            return "its summary says \(told[name]?.intValue ?? 0) to \(name), its lines tell of \(count)"
        }
        // Terraform ends every plan by a summary, unless it failed.
        guard !hasSummary, !wasApplied, !header.isErrored else { return nil }
        return "it ends before the summary of the plan: the lines behind are missing"
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) throws(PlanError) {
        guard line.count + bytes.count <= Self.maximumLine else {
            throw .tooLarge("line \(lines + 1)", limit: Self.maximumLine)
        }
        line.append(contentsOf: bytes)
    }

    private mutating func endLine(_ visitor: inout some PlanVisitor) throws(PlanError) {
        defer { line.removeAll(keepingCapacity: true) }
        lines += 1
        if lines == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        guard let first = line.first(where: { !Self.isBlank($0) }) else { return }
        guard first == UInt8(ascii: "{") else {
            // What a script or standard error wrote between the events.
            header.count(unknown: "a line that is no event")
            return
        }
        let event: JSONValue
        do throws(JSONError) { event = try JSONValue(parsing: line, limits: JSONLimits(depth: 128)) } catch {
            switch error.code {
            case .unexpectedEnd:
                throw PlanError(
                    .truncated,
                    "ends in the middle of line \(lines): the output of `terraform plan -json` is truncated",
                    hint: "write it again, with room for all of it")
            case .duplicateKey: throw .duplicateKey("in line \(lines)")
            case .limitExceeded:
                throw PlanError(
                    .tooDeep, "nests deeper in line \(lines) than any event of Terraform's", hint: PlanError.makeJSON)
            default:
                throw PlanError(
                    .notJSON, "is not JSON in line \(lines): \(error.reason)",
                    hint: "keep standard error out of it: `terraform plan -json > plan.ndjson`")
            }
        }
        try take(event, &visitor)
    }

    private mutating func take(_ event: JSONValue, _ visitor: inout some PlanVisitor) throws(PlanError) {
        let time = event["@timestamp"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
        if header.timestamp == nil { header.timestamp = time }
        switch event["type"]?.stringValue {
        case "version":
            header.isOpenTofu = event["tofu"] != nil
            header.terraformVersion = (event["terraform"] ?? event["tofu"])?.stringValue.map { String($0.prefix(40)) }
            header.formatVersion = event["ui"]?.stringValue.map { String($0.prefix(20)) } ?? ""
            let major = header.formatVersion.split(separator: ".").first.flatMap { Int($0) }
            if let major, major > 1 { throw .futureVersion(header.formatVersion) }
        case "planned_change":
            knowsChanges = true
            visit(event["change"], in: .planned, &visitor)
        case "resource_drift": visit(event["change"], in: .drift, &visitor)
        case "change_summary": takeSummary(event)
        case "outputs":
            knowsPlan = true
            for (name, output) in event["outputs"]?.objectValue ?? [:] { visit(output: name, output, &visitor) }
        case "diagnostic": visit(diagnostic: event["diagnostic"], &visitor)
        case "apply_start":
            // What was applied took effect then, not when it was planned.
            if !wasApplied { header.timestamp = time ?? header.timestamp }
            wasApplied = true
            if !knowsChanges { visit(event["hook"], in: .planned, &visitor) }
        default: break
        }
    }

    private mutating func takeSummary(_ event: JSONValue) {
        knowsPlan = true
        hasSummary = true
        let message = event["@message"]?.stringValue ?? ""
        if event["changes"]?["operation"]?.stringValue == "plan" { told = event["changes"] }
        if event["changes"]?["operation"]?.stringValue == "plan", message.hasPrefix("Plan:") {
            header.printedSummary = AttributeChange.shortened(message, limit: 200)
        } else if !message.isEmpty, event["changes"]?["operation"]?.stringValue != "plan" {
            header.appliedSummary = AttributeChange.shortened(message, limit: 200)
        }
    }

    private mutating func visit(_ change: JSONValue?, in list: PlanList, _ visitor: inout some PlanVisitor) {
        guard let change, let resource = change["resource"] else { return }
        knowsPlan = true
        let word = change["action"]?.stringValue ?? ""
        let type = resource["resource_type"]?.stringValue ?? ""
        let name = resource["resource_name"]?.stringValue ?? ""
        let address = resource["addr"]?.stringValue ?? "\(type).\(name)"
        let isData = resource["resource"]?.stringValue?.hasPrefix("data.") ?? false
        let head = ChangeHead(
            address: address, module: resource["module"]?.stringValue ?? "", mode: isData ? "data" : "managed",
            type: type, name: name, previousAddress: change["previous_resource"]?["addr"]?.stringValue,
            isImported: word == "import" || change["importing"].map { !$0.isNull } ?? false,
            action: PlanAction(words: Self.words(word)), reason: Self.reason(change["reason"]?.stringValue))
        if list == .planned { counts.count(head) }
        guard visitor.count(head, in: list) else { return }
        visitor.visit(ResourceChange(head: head), in: list)
    }

    /// The actions of a plan for the one word that a line has.
    private static func words(_ word: String) -> [String] {
        switch word {
        case "noop", "no-op", "move", "import", "": ["no-op"]
        case "replace": ["delete", "create"]
        case "remove": ["forget"]
        default: [word]
        }
    }

    /// The reason in the words of a plan, where a line has others.
    private static func reason(_ reason: String?) -> String? {
        switch reason {
        case "tainted": "replace_because_tainted"
        case "requested": "replace_by_request"
        case "cannot_update": "replace_because_cannot_update"
        case "replace_triggered_by": "replace_by_triggers"
        default: reason
        }
    }

    private mutating func visit(output name: String, _ output: JSONValue, _ visitor: inout some PlanVisitor) {
        let isHidden = output["sensitive"] == .bool(true)
        if isHidden {
            sensitiveOutputs.insert(name)
            secrets.insert(output["value"])
        }
        // At the end of an apply the outputs come again, without an action.
        guard let action = output["action"]?.stringValue else { return }
        let value = output["value"].map { isHidden ? .string(AttributeChange.sensitiveText) : $0 }
        visitor.visit(
            output: OutputChange(
                name: name, action: PlanAction(words: Self.words(action)), before: nil, after: value))
    }

    private mutating func visit(diagnostic: JSONValue?, _ visitor: inout some PlanVisitor) {
        guard diagnostic?["severity"]?.stringValue == "error" else { return }
        knowsPlan = true
        // What fails while it is applied was planned, and took effect in part.
        if wasApplied { header.isApplyFailed = true } else { header.isErrored = true }
        let texts = [diagnostic?["summary"]?.stringValue, diagnostic?["detail"]?.stringValue].compactMap { $0 }
        visitor.visit(
            check: FailedCheck(address: diagnostic?["address"]?.stringValue ?? "", status: "error", messages: texts))
    }
}
