internal import JSON

/// Reads a state in pieces: as `terraform show -json` prints it, or its own file of version 4.
package struct StateReader {
    /// Where the reading stands: the open objects and lists that matter, outermost first.
    private enum Place: Equatable {
        case document, values, outputs, module, modules, objects
        case resources, resource, instances
    }

    private enum State: Equatable {
        case start
        case within
        /// At the value of a member that opens a place.
        case enter(Place)
        case skip
        case skipRest
        /// At a value that is held and then taken whole.
        case item(String)
        case done
    }

    private var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 512, bytes: .max, stringBytes: PlanReader.maximumElement), noticing: .everything)
    private var state = State.start
    private var places: [Place] = []
    private var seen: Set<String> = []
    private var header = StateHeader()
    /// The members of the resource of a state file that came before its instances.
    private var resource: [String: JSONValue] = [:]
    /// Instances that wait for those members, as where somebody has sorted them.
    private var waiting: [JSONValue] = []
    private var waitingBytes = 0
    private var isFirst = true
    private var fault: PlanError?
    package private(set) var secrets = SecretSet(minimum: 8)

    package init() {}

    /// Whether a member may be written twice, in whatever part of the state.
    var mayRepeat: Bool { tokenizer.mayRepeat }

    /// Takes the next bytes of the file.
    /// - Throws: `PlanError`.
    package mutating func feed(_ bytes: RawSpan, to visitor: inout some StateVisitor) throws(PlanError) {
        var start = 0
        if isFirst {
            isFirst = false
            start = try PlanReader.sniff(bytes)
        }
        tokenizer.feed(bytes.extracting(start..<bytes.byteCount))
        try advance(&visitor)
        guard tokenizer.heldCount <= PlanReader.maximumElement else {
            throw .tooLarge("a single object", limit: PlanReader.maximumElement)
        }
    }

    /// Ends the file and tells what the state says of itself.
    /// - Throws: `PlanError` when it is truncated or no state.
    package mutating func finish(_ visitor: inout some StateVisitor) throws(PlanError) -> StateHeader {
        guard !isFirst else { throw PlanError(.empty, "is empty, not a Terraform state", hint: PlanError.makeState) }
        tokenizer.finish()
        try advance(&visitor)
        guard state == .done else { throw Self.truncated(tokenizer.offset) }
        try checkKind()
        return header
    }

    private static func truncated(_ offset: Int) -> PlanError {
        PlanError(
            .truncated, "ends in the middle after \(offset) bytes: the state is truncated",
            hint: "write it again, with room for all of it: \(PlanError.makeState)")
    }

    private func checkKind() throws(PlanError) {
        if seen.contains("@level") { throw .notAState("it is the line output of a plan") }
        guard seen.isDisjoint(with: ["resource_changes", "planned_values", "resource_drift"]) else { throw .isPlan }
        guard !seen.contains("encrypted_data") else { throw .encrypted }
        if header.form == "show" {
            guard seen.contains("format_version") else { throw .notAState("it has none of the members of one") }
            // An empty state has no values.
            guard seen.contains("values") || seen.isSubset(of: ["format_version", "terraform_version", "checks"]) else {
                throw .notAState("it has no values")
            }
        } else if !seen.contains("resources") {
            throw .notAState("it has no resources")
        }
    }

    private mutating func advance(_ visitor: inout some StateVisitor) throws(PlanError) {
        do throws(JSONError) {
            while try step(&visitor) {}
        } catch {
            switch error.code {
            case .unexpectedEnd: throw Self.truncated(tokenizer.offset)
            case .limitExceeded where error.reason.hasPrefix("The open objects"): throw .tooManyMembers(error)
            case .limitExceeded:
                guard error.reason.hasPrefix("More than") else {
                    throw .tooLarge("a single value", limit: PlanReader.maximumElement)
                }
                throw PlanError(
                    .tooDeep, "nests deeper than any state: \(error.message)", hint: "look at who made the file")
            default:
                if seen.contains("@level") { throw .notAState("it is the line output of a plan") }
                throw PlanError(.notJSON, "is not JSON: \(error.message)", hint: PlanError.makeState)
            }
        }
        if let fault { throw fault }
    }

    private mutating func fail(_ error: PlanError) -> Bool {
        fault = error
        return false
    }

    private mutating func step(_ visitor: inout some StateVisitor) throws(JSONError) -> Bool {
        switch state {
        case .start:
            switch try tokenizer.next() {
            case .needsInput: return false
            case .beginObject:
                places = [.document]
                state = .within
            default: return fail(.notAState("its outermost value is no object"))
            }
        case .within: return try next(&visitor)
        case .enter(let place): return try enter(place)
        case .skip:
            guard try tokenizer.skipValue() != .needsInput else { return false }
            state = .within
        case .skipRest:
            guard try tokenizer.skipContainer() != .needsInput else { return false }
            state = .within
        case .item(let name): return try takeItem(name, &visitor)
        case .done:
            _ = try tokenizer.next()
            return false
        }
        return true
    }

    private mutating func enter(_ place: Place) throws(JSONError) -> Bool {
        let token = try tokenizer.next()
        switch token {
        case .needsInput: return false
        case .beginObject, .beginArray:
            let isList: Bool
            switch place {
            case .modules, .objects, .resources, .instances: isList = true
            default: isList = false
            }
            guard (token == .beginArray) == isList else {
                state = .skipRest
                return true
            }
            places.append(place)
        default: break
        }
        state = .within
        return true
    }

    /// The next member of an object or element of a list.
    private mutating func next(_ visitor: inout some StateVisitor) throws(JSONError) -> Bool {
        switch places.last {
        case .objects, .instances:
            if tokenizer.heldCount == 0 { tokenizer.hold() }
            state = .item("")
            return true
        case .modules, .resources: return try nextElement()
        default: break
        }
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key:
            let name = tokenizer.text
            if places.count == 1, !seen.insert(name).inserted { return fail(.duplicateKey(name)) }
            open(name)
        default:
            if places.last == .resource, !endResource(&visitor) { return false }
            leave()
        }
        return true
    }

    private mutating func endResource(_ visitor: inout some StateVisitor) -> Bool {
        guard waiting.isEmpty || resource["type"] != nil && resource["name"] != nil else {
            return fail(.malformed("a resource has no type and name"))
        }
        for instance in waiting {
            if let object = StateObject(instance: instance, of: resource) { visit(object, &visitor) }
        }
        waiting = []
        waitingBytes = 0
        return true
    }

    private mutating func nextElement() throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .beginObject:
            if places.last == .resources {
                resource = [:]
                places.append(.resource)
            } else {
                places.append(.module)
            }
        case .beginArray: state = .skipRest
        case .endArray: leave()
        default: break
        }
        return true
    }

    private mutating func leave() {
        places.removeLast()
        state = places.isEmpty ? .done : .within
    }

    private mutating func open(_ name: String) {
        switch (places.last, name) {
        case (.document?, "values"): state = .enter(.values)
        case (.document?, "outputs"), (.values?, "outputs"): state = .enter(.outputs)
        case (.document?, "resources"): state = .enter(.resources)
        case (.values?, "root_module"): state = .enter(.module)
        case (.module?, "child_modules"): state = .enter(.modules)
        case (.module?, "resources"): state = .enter(.objects)
        case (.resource?, "instances"): state = .enter(.instances)
        case (.document?, "terraform_version"), (.document?, "version"), (.document?, "serial"),
            (.document?, "lineage"), (.document?, "format_version"), (.outputs?, _), (.resource?, "module"),
            (.resource?, "mode"), (.resource?, "type"), (.resource?, "name"):
            tokenizer.hold()
            state = .item(name)
        default: state = .skip
        }
    }

    private mutating func takeItem(_ name: String, _ visitor: inout some StateVisitor) throws(JSONError) -> Bool {
        switch try tokenizer.passValue() {
        case .needsInput: return false
        case .ended:
            tokenizer.release()
            leave()
        case .value(let place):
            defer { tokenizer.release() }
            state = .within
            let value: JSONValue
            do throws(PlanError) {
                value = try tokenizer.withHeld(place) { bytes throws(PlanError) in try ElementBuilder.value(of: bytes) }
            } catch {
                return fail(error)
            }
            return take(name, value, bytes: place.count, &visitor)
        }
        return true
    }

    private mutating func take(
        _ name: String, _ value: JSONValue, bytes: Int, _ visitor: inout some StateVisitor
    ) -> Bool {
        switch places.last {
        case .document: return takeHeader(name, value)
        case .outputs:
            let isSensitive = value["sensitive"] == .bool(true)
            if isSensitive { secrets.insert(value["value"]) }
            visitor.visit(output: StateOutput(name: name, value: value["value"] ?? .null, isSensitive: isSensitive))
        case .resource: resource[name] = value
        case .objects:
            if let object = StateObject(shown: value) { visit(object, &visitor) }
        case .instances:
            guard resource["type"] != nil, resource["name"] != nil, resource["mode"] != nil else {
                waitingBytes += bytes
                guard waitingBytes <= PlanReader.maximumElement else {
                    return fail(.tooLarge("a resource whose instances come first", limit: PlanReader.maximumElement))
                }
                waiting.append(value)
                return true
            }
            if let object = StateObject(instance: value, of: resource) { visit(object, &visitor) }
        default: break
        }
        return true
    }

    private mutating func visit(_ object: StateObject, _ visitor: inout some StateVisitor) {
        AttributeDiff.collectSecrets(object.values, object.marks, into: &secrets)
        visitor.visit(object)
    }

    private mutating func takeHeader(_ name: String, _ value: JSONValue) -> Bool {
        switch name {
        case "terraform_version": header.terraformVersion = value.stringValue.map { String($0.prefix(40)) }
        case "lineage": header.lineage = value.stringValue.map { String($0.prefix(80)) }
        case "serial":
            header.serial = value.intValue
            header.form = "file"
        case "version":
            header.form = "file"
            guard value == 4 else {
                let version = String(value.serialized().prefix(20))
                return fail(
                    PlanError(
                        .futureVersion, "is a state file of version \(version); version 4 is understood",
                        hint: "show it with `terraform show -json > state.json`, which any Terraform can"))
            }
        default:
            let version = value.stringValue ?? ""
            guard let major = version.split(separator: ".").first.flatMap({ Int($0) }) else {
                return fail(.notAState("its format_version is not a version"))
            }
            if major > 1 { return fail(.futureVersion(String(version.prefix(20)))) }
        }
        return true
    }
}
