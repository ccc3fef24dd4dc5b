internal import JSON

/// The parts of a plan that are not lists of changes: what they mark as sensitive, and what refers to what.
extension PlanReader {
    /// An object of which some members are wanted.
    enum Area: Hashable, Sendable {
        case outputChanges, variables, plannedValues, plannedOutputs, configuration
        /// A module of the configuration, by its path.
        case module(String)
        case moduleOutputs(String)
        case moduleVariables(String)
        case moduleCalls(String)
        /// One call, by the path of the module that it makes.
        case moduleCall(String)
        case moduleResources(String)

        /// As it is called in an error.
        var title: String {
            switch self {
            case .outputChanges: "output_changes"
            case .variables: "variables"
            case .plannedValues, .plannedOutputs: "planned_values"
            default: "configuration"
            }
        }
    }

    mutating func enter(_ area: Area) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .beginObject, .beginArray:
            var isList = false
            if case .moduleResources = area { isList = true }
            guard (tokenizer.token == .beginArray) == isList else {
                if area == .outputChanges { return fail(.malformed("its output_changes have another form")) }
                state = .skipRest
                return true
            }
            areas.append(area)
            state = .within
        default: state = areas.isEmpty ? .members : .within
        }
        return true
    }

    mutating func nextItem() throws(JSONError) -> Bool {
        guard let area = areas.last else {
            state = .members
            return true
        }
        if case .moduleResources = area {
            if tokenizer.heldCount == 0 { tokenizer.hold() }
            state = .item(area, "")
            return true
        }
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key: state = next(area, tokenizer.text)
        default:
            areas.removeLast()
            state = areas.isEmpty ? .members : .within
        }
        return true
    }

    private mutating func next(_ area: Area, _ name: String) -> State {
        switch (area, name) {
        case (.plannedValues, "outputs"): return .enter(.plannedOutputs)
        case (.configuration, "root_module"): return .enter(.module(""))
        case (.module(let path), "outputs"): return .enter(.moduleOutputs(path))
        case (.module(""), "variables"): return .enter(.moduleVariables(""))
        case (.module(let path), "module_calls") where wantsReferences: return .enter(.moduleCalls(path))
        case (.module(let path), "resources") where wantsReferences: return .enter(.moduleResources(path))
        case (.moduleCalls(let path), _):
            return .enter(.moduleCall(path.isEmpty ? "module.\(name)" : "\(path).module.\(name)"))
        case (.moduleCall(let path), "module"): return .enter(.module(path))
        case (.outputChanges, _), (.variables, _), (.plannedOutputs, _), (.moduleOutputs, _), (.moduleVariables, _):
            tokenizer.hold()
            return .item(area, name)
        default: return .skip
        }
    }

    mutating func takeItem(
        _ area: Area, _ name: String, _ visitor: inout some PlanVisitor
    ) throws(JSONError) -> Bool {
        switch try tokenizer.passValue() {
        case .needsInput: return false
        case .ended:
            tokenizer.release()
            areas.removeLast()
            state = areas.isEmpty ? .members : .within
        case .value(let place):
            defer { tokenizer.release() }
            state = .within
            guard let value = parsed(place) else { return false }
            take(area, name, value, bytes: place.count, &visitor)
        }
        return true
    }

    private mutating func take(
        _ area: Area, _ name: String, _ value: JSONValue, bytes: Int, _ visitor: inout some PlanVisitor
    ) {
        switch area {
        case .outputChanges: visit(output: name, value, &visitor)
        case .variables: variables.add(name, value["value"], bytes: bytes)
        case .plannedOutputs:
            guard value["sensitive"] == .bool(true) else { return }
            hideOutput(name, value["value"])
        case .moduleVariables:
            guard value["sensitive"] == .bool(true) else { return }
            remember(variables[name], .bool(true))
            remember(value["default"], .bool(true))
        case .moduleOutputs(let path):
            if path.isEmpty, value["sensitive"] == .bool(true) { hideOutput(name, nil) }
            guard wantsReferences else { return }
            visitor.visit(reference: "output.\(name)", to: Self.references(in: value), in: path)
        case .moduleResources(let path):
            guard let address = value["address"]?.stringValue else { return }
            visitor.visit(reference: address, to: Self.references(in: value), in: path)
        default: break
        }
    }

    private mutating func hideOutput(_ name: String, _ value: JSONValue?) {
        sensitiveOutputs.insert(name)
        remember(value, .bool(true))
    }

    /// Every text in a list named `references` or `depends_on`, at any depth.
    private static func references(in value: JSONValue) -> [String] {
        var found: [String] = []
        func walk(_ value: JSONValue) {
            switch value {
            case .array(let elements): for element in elements { walk(element) }
            case .object(let members):
                for (key, member) in members {
                    if key == "references" || key == "depends_on", let texts = member.arrayValue {
                        found += texts.compactMap(\.stringValue)
                    } else {
                        walk(member)
                    }
                }
            default: break
            }
        }
        walk(value)
        return found
    }
}
