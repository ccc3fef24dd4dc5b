internal import JSON
internal import Model

/// What the values of a plan mean.
extension PlanReader {
    static let known: Set<String> = [
        "format_version", "terraform_version", "timestamp", "errored", "complete", "applyable", "resource_changes",
        "resource_drift", "output_changes", "checks", "deferred_changes", "action_invocations", "planned_values",
        "prior_state", "configuration", "variables", "relevant_attributes", "deferred_action_invocations",
        "proposed_unknown", "provider_format_version", "condition_results",
    ]
    private static let planMembers: Set<String> = [
        "resource_changes", "resource_drift", "output_changes", "planned_values", "configuration", "prior_state",
        "relevant_attributes",
    ]

    mutating func take(_ name: String, _ value: JSONValue) -> Bool {
        switch name {
        case "format_version":
            let version = value.stringValue ?? ""
            header.formatVersion = version
            guard let major = version.split(separator: ".").first, major.utf8.allSatisfy({ $0 &- 48 < 10 }) else {
                return fail(.notAPlan("its format_version is not a version"))
            }
            if Int(major).map({ $0 > 1 }) ?? true { return fail(.futureVersion(String(version.prefix(20)))) }
        case "terraform_version": header.terraformVersion = value.stringValue.map { String($0.prefix(40)) }
        case "timestamp": header.timestamp = value.stringValue.flatMap { Timestamp(rfc3339: $0) }
        case "errored": header.isErrored = value.boolValue ?? false
        case "complete": header.isComplete = value.boolValue
        default: header.isApplyable = value.boolValue
        }
        return true
    }

    /// Says what the document is if it is no plan.
    func checkKind() throws(PlanError) {
        if seen.contains("@level") { throw .lineOutput }
        guard !seen.contains("encrypted_data") else { throw .encrypted }
        guard seen.isDisjoint(with: ["lineage", "serial"]) else { throw .state }
        guard seen.isDisjoint(with: Self.planMembers) else {
            guard seen.contains("format_version") else { throw .notAPlan("it has no format_version") }
            return
        }
        if seen.contains("values"), seen.contains("format_version") { throw .state }
        throw .notAPlan("it has none of the members of one")
    }

    /// Where in the plan the reading stands, for an error.
    var place: String {
        switch state {
        case .elements(let list), .element(let list), .change(let list), .part(_, let list), .open(let list):
            switch list {
            case .changes: "one entry of resource_changes"
            case .drift: "one entry of resource_drift"
            case .checks: "one entry of checks"
            case .deferred: "one entry of deferred_changes"
            case .actions: "one entry of action_invocations"
            case .deferredActions: "one entry of deferred_action_invocations"
            }
        case .enter(let area): "the member \(area.title)"
        case .item(let area, let name): "the member \(name.prefix(80)) of \(area.title)"
        case .objectPart: "one object of planned_values or prior_state"
        case .scalar(let name): "the member \(name)"
        case .skip(let name): name.isEmpty ? "a single value" : "a value within the member \(name.prefix(80))"
        default: areas.last.map { "a value of \($0.title)" } ?? "a single value"
        }
    }

    var truncated: PlanError {
        if seen.contains("@level") { return .lineOutput }
        return PlanError(
            .truncated, "ends in the middle after \(tokenizer.offset) bytes: the plan is truncated",
            hint: "write it again, with room for all of it: \(PlanError.makeJSON)")
    }

    func planError(_ error: JSONError) -> PlanError {
        if seen.contains("@level") { return .lineOutput }
        let place = error.position.map { " at line \($0.line), column \($0.column)" } ?? ""
        switch error.code {
        case .unexpectedEnd:
            if case .start = state { return .empty }
            return truncated
        case .invalidUTF8: return PlanError(.notUTF8, "is not UTF-8 text\(place)", hint: PlanError.makeJSON)
        case .limitExceeded where error.reason.hasPrefix("The open objects"): return .tooManyMembers(error)
        case .limitExceeded:
            guard error.reason.hasPrefix("More than") else { return .tooLarge(self.place, limit: Self.maximumElement) }
            return PlanError(
                .tooDeep, "nests deeper than any plan: \(error.message)",
                hint: "no provider writes such a plan; look at who made the file")
        default:
            if case .start = state { return .text(error.message) }
            return PlanError(.notJSON, "is not JSON: \(error.message)", hint: PlanError.makeJSON)
        }
    }

    /// Hides what the marks hide, then keeps what differs.
    mutating func resourceChange(_ head: ChangeHead, _ change: JSONObject, _ wantsValues: Bool) -> ResourceChange {
        let change = SecretAttributes.marked(change, of: head.type)
        let diff = AttributeDiff(change: change)
        var result = ResourceChange(
            head: head, attributes: diff.changes, omittedAttributes: diff.omitted, siblings: diff.siblings)
        if wantsValues {
            let marks = Masking.merged(change["before_sensitive"], change["after_sensitive"])
            result.values = ResourceChange.Values(
                before: Masking.masked(change["before"], marks), after: Masking.masked(change["after"], marks),
                unknown: change["after_unknown"] ?? .null)
        }
        var local = SecretSet(minimum: 3)
        AttributeDiff.collectSecrets(change["before"], change["before_sensitive"], into: &local)
        AttributeDiff.collectSecrets(change["after"], change["after_sensitive"], into: &local)
        local.scrub(&result)
        remember(change)
        return result
    }

    /// Remembers what the marks of a change hide; those of an output are told by no type.
    private mutating func remember(_ change: JSONObject) {
        remember(change["before"], change["before_sensitive"])
        remember(change["after"], change["after_sensitive"])
    }

    /// Takes a change that was put off, whose values are of little use.
    mutating func visit(deferred value: JSONValue, _ visitor: inout some PlanVisitor) {
        header.deferred += 1
        guard let element = value["resource_change"]?.objectValue, let change = element["change"]?.objectValue else {
            return
        }
        func text(_ key: String) -> String? { element[key]?.stringValue }
        let words = change["actions"]?.arrayValue?.compactMap(\.stringValue) ?? []
        let type = text("type") ?? ""
        let name = text("name") ?? ""
        let head = ChangeHead(
            address: text("address") ?? "\(type).\(name)", module: text("module_address") ?? "",
            mode: text("mode") ?? "managed", type: type, name: name, action: PlanAction(words: words),
            reason: value["reason"]?.stringValue)
        remember(SecretAttributes.marked(change, of: type))
        guard visitor.count(head, in: .deferred) else { return }
        visitor.visit(resourceChange(head, change, visitor.wantsValues), in: .deferred)
    }

    mutating func visit(output name: String, _ value: JSONValue, _ visitor: inout some PlanVisitor) {
        guard let change = value.objectValue else { return }
        let words = change["actions"]?.arrayValue?.compactMap(\.stringValue) ?? []
        remember(change)
        let isHidden =
            sensitiveOutputs.contains(name) || AttributeDiff.hasMark(change["before_sensitive"])
            || AttributeDiff.hasMark(change["after_sensitive"])
        let isUnknown = AttributeDiff.hasMark(change["after_unknown"])
        func shown(_ value: JSONValue?) -> JSONValue? {
            guard let value, value != .null else { return nil }
            return isHidden ? .string(AttributeChange.sensitiveText) : value
        }
        let after = isUnknown && !isHidden ? .string(AttributeChange.unknownText) : shown(change["after"])
        visitor.visit(
            output: OutputChange(
                name: name, action: PlanAction(words: words), before: shown(change["before"]), after: after))
    }

    func visit(check value: JSONValue, _ visitor: inout some PlanVisitor) {
        guard let status = value["status"]?.stringValue, status == "fail" || status == "error" else { return }
        var messages: [String] = []
        for instance in value["instances"]?.arrayValue ?? [] {
            for problem in instance["problems"]?.arrayValue ?? [] {
                guard let message = problem["message"]?.stringValue, messages.count < 10 else { continue }
                messages.append(message)
            }
        }
        let address = value["address"]?["to_display"]?.stringValue ?? ""
        visitor.visit(check: FailedCheck(address: address, status: status, messages: messages))
    }
}
