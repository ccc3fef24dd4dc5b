internal import JSON

/// The lists of a plan: its changes, what drifted, its checks.
extension PlanReader {
    private static let badChange = PlanError.malformed("one of its resource changes has no actions")

    mutating func nextElement(_ list: List, _ visitor: inout some PlanVisitor) throws(JSONError) -> Bool {
        switch list {
        case .changes, .drift:
            switch try tokenizer.next() {
            case .needsInput: return false
            case .endArray: state = .members
            case .beginObject:
                tokenizer.hold()
                parts.clear()
                state = .element(list)
            default: return fail(Self.badChange)
            }
        case .checks, .deferred, .actions, .deferredActions:
            if tokenizer.heldCount == 0 { tokenizer.hold() }
            switch try tokenizer.passValue() {
            case .needsInput: return false
            case .ended:
                tokenizer.release()
                state = .members
            case .value(let place):
                guard let value = parsed(place) else { return false }
                tokenizer.release()
                take(list, value, &visitor)
            }
        }
        return true
    }

    private mutating func take(_ list: List, _ value: JSONValue, _ visitor: inout some PlanVisitor) {
        switch list {
        case .checks: visit(check: value, &visitor)
        case .actions:
            header.actionInvocations += 1
            remember(value["config_values"], value["config_sensitive"])
        case .deferredActions:
            let invocation = value["action_invocation"] ?? value
            remember(invocation["config_values"], invocation["config_sensitive"])
        default: visit(deferred: value, &visitor)
        }
    }

    mutating func nextPart(_ list: List, _ visitor: inout some PlanVisitor) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key:
            let place = tokenizer.name(in: ElementParts.names)
            if let place, parts.members[place] != nil { parts.isDoubtful = true }
            if place == nil {
                let name = tokenizer.text
                header.count(unknown: "\(Self.name(of: list)).\(name)")
                if !parts.unknown.insert(name).inserted { repeatsItself = true }
            }
            state = .part(.element(place), list)
        default:
            return endElement(list, &visitor)
        }
        return true
    }

    mutating func nextChangePart(_ list: List) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key:
            let place = tokenizer.name(in: ElementParts.changeNames)
            if let place, parts.changes[place] != nil { parts.isDoubtful = true }
            if place == nil {
                let name = "change.\(tokenizer.text)"
                header.count(unknown: "\(Self.name(of: list)).\(name)")
                if !parts.unknown.insert(name).inserted { repeatsItself = true }
            }
            state = .part(.change(place), list)
        default:
            state = .element(list)
        }
        return true
    }

    mutating func passPart(_ part: Part, _ list: List) throws(JSONError) -> Bool {
        if case .element(ElementParts.change) = part {
            switch try tokenizer.next() {
            case .needsInput: return false
            case .beginObject:
                if parts.hasChange { parts.isDoubtful = true }
                parts.hasChange = true
                parts.members[ElementParts.change] = 0..<0
                state = .change(list)
                return true
            default: return fail(Self.badChange)
            }
        }
        guard case .value(let place) = try tokenizer.passValue() else { return false }
        switch part {
        case .element(let name):
            if let name { parts.members[name] = place }
            state = .element(list)
        case .change(let name):
            if let name { parts.changes[name] = place }
            state = .change(list)
        }
        return true
    }

    private mutating func endElement(_ list: List, _ visitor: inout some PlanVisitor) -> Bool {
        // Holding began behind the opening brace.
        parts.whole = 0..<tokenizer.heldCount
        defer { tokenizer.release() }
        state = .elements(list)
        guard parts.hasChange, parts[.actions] != nil else { return fail(Self.badChange) }
        if parts.isDoubtful {
            repeatsItself = true
            guard wholeElement() != nil else { return false }
        }
        if !header.isOpenTofu { header.isOpenTofu = text(.providerName)?.hasPrefix("registry.opentofu.org/") ?? false }
        let planList: PlanList = list == .changes ? .planned : .drift
        let hasMarks = isMarked(.beforeSensitive) || isMarked(.afterSensitive)
        guard let words = actions() else { return fail(Self.badChange) }
        let isQuiet = words == ["no-op"] && parts[.previousAddress] == nil && parts[.deposed] == nil && !isImported
        let head = isQuiet ? Self.quiet : head(words)
        guard visitor.count(head, in: planList) else {
            return collectMarked(hasMarks, isQuiet: isQuiet)
        }
        guard let value = wholeElement() else { return false }
        let change = value["change"]?.objectValue ?? [:]
        visitor.visit(resourceChange(head, change, visitor.wantsValues), in: planList)
        return true
    }

    /// What stands for one of the many changes that do nothing at all.
    private static let quiet = ChangeHead(address: "", type: "", name: "", action: PlanAction(words: ["no-op"]))

    private static func name(of list: List) -> String {
        list == .changes ? "resource_changes" : "resource_drift"
    }

    /// The element as a value; nil, with a fault, where its members contradict each other.
    private mutating func wholeElement() -> JSONValue? {
        do throws(PlanError) {
            return try tokenizer.withHeld(parts.whole) { bytes throws(PlanError) in
                // Its opening brace was taken before holding began.
                try ElementBuilder.value(ofMembers: bytes)
            }
        } catch {
            fault = error
            return nil
        }
    }

    /// Remembers what is secret in a change that nobody looks at: by its marks, or by the tables where it has none.
    ///
    /// The very many objects that stay as they are, and that have marks which hide nothing, are passed over.
    private mutating func collectMarked(_ hasMarks: Bool, isQuiet: Bool) -> Bool {
        let isBare = parts[.beforeSensitive] == nil && parts[.afterSensitive] == nil
        guard hasMarks || isBare || !isQuiet else { return true }
        let paths = hasMarks ? [] : secretPaths(of: text(.type) ?? "")
        guard hasMarks || !paths.isEmpty || !isQuiet else { return true }
        for (value, marks) in [(ChangeMember.before, ChangeMember.beforeSensitive), (.after, .afterSensitive)] {
            guard let valuePlace = parts[value], !hasMarks || isMarked(marks) else { continue }
            guard let value = parsed(valuePlace) else { return false }
            guard hasMarks, let marksPlace = parts[marks] else {
                remember(value, SecretAttributes.marks(nil, with: value, at: paths))
                continue
            }
            guard let marks = parsed(marksPlace) else { return false }
            remember(value, marks)
        }
        return true
    }

    // MARK: - Parts

    private func head(_ words: [String]) -> ChangeHead {
        let type = text(.type) ?? ""
        let name = text(.name) ?? ""
        return ChangeHead(
            // Plans that other tools wrote may lack it.
            address: text(.address) ?? "\(type).\(name)", module: text(.moduleAddress) ?? "",
            mode: text(.mode) ?? "managed", type: type, name: name, deposed: text(.deposed),
            previousAddress: text(.previousAddress), isImported: isImported, action: PlanAction(words: words),
            reason: text(.actionReason))
    }

    private var isImported: Bool {
        guard let place = parts[.importing] else { return false }
        return tokenizer.withHeld(place) { $0.count > 0 && $0[0] != UInt8(ascii: "n") }
    }

    private func text(_ member: ElementMember) -> String? { text(parts[member]) }

    /// A text that is held; nil for what is none.
    func text(_ place: Range<Int>?) -> String? {
        guard let place else { return nil }
        return tokenizer.withHeld(place) { bytes in
            guard bytes.count >= 2, bytes[0] == UInt8(ascii: "\"") else { return nil }
            for index in bytes.indices where bytes[index] == UInt8(ascii: "\\") {
                return (try? JSONValue(parsing: bytes))?.stringValue
            }
            return unsafe bytes.extracting(1..<bytes.count - 1).withUnsafeBufferPointer {
                unsafe String(decoding: $0, as: UTF8.self)
            }
        }
    }

    /// The words of the actions; nil where they are no list of words.
    private func actions() -> [String]? {
        guard let place = parts[.actions] else { return nil }
        return tokenizer.withHeld(place) { bytes in
            if Self.isNoOp(bytes) { return ["no-op"] }
            guard let elements = (try? JSONValue(parsing: bytes))?.arrayValue else { return nil }
            let words = elements.compactMap(\.stringValue)
            return words.count == elements.count ? words : nil
        }
    }

    /// Whether it is `["no-op"]`, as most of a large plan.
    private static func isNoOp(_ bytes: Span<UInt8>) -> Bool {
        let expected: StaticString = "[\"no-op\"]"
        guard bytes.count == expected.utf8CodeUnitCount else { return false }
        return expected.withUTF8Buffer { text in
            bytes.indices.allSatisfy { unsafe bytes[$0] == text[$0] }
        }
    }

    private func isMarked(_ member: ChangeMember) -> Bool { parts[member].map { isMarked($0) } ?? false }

    /// Whether marks say `true` anywhere; `true` occurs nowhere else in them but in names, which is harmless.
    func isMarked(_ place: Range<Int>) -> Bool {
        tokenizer.withHeld(place) { bytes in
            guard bytes.count >= 4 else { return false }
            for index in 0...bytes.count - 4
            where bytes[index] == UInt8(ascii: "t") && bytes[index + 1] == UInt8(ascii: "r")
                && bytes[index + 2] == UInt8(ascii: "u") && bytes[index + 3] == UInt8(ascii: "e")
            {
                return true
            }
            return false
        }
    }
}
