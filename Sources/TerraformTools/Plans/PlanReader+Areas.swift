internal import JSON

/// The parts of a plan that are not lists of changes: what they mark as sensitive, and what refers to what.
extension PlanReader {
    /// An object of which some members are wanted.
    enum Area: Hashable, Sendable {
        case outputChanges, variables, configuration
        /// The settings of providers, which nothing marks.
        case providers
        /// What there is already, and within it or as `planned_values` the values of objects and outputs.
        case priorState, values, outputs
        /// A module of the values, the list of its modules, the list of its objects, and one of them.
        case valuesModule, valuesModules, objects, object
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
            case .providers: "provider_config"
            case .priorState, .values, .outputs, .valuesModule, .valuesModules, .objects, .object:
                "planned_values or prior_state"
            default: "configuration"
            }
        }

        /// Whether it is a list.
        fileprivate var isList: Bool {
            switch self {
            case .moduleResources, .valuesModules, .objects: true
            default: false
            }
        }
    }

    mutating func enter(_ area: Area) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .beginObject, .beginArray:
            guard (tokenizer.token == .beginArray) == area.isList else {
                if area == .outputChanges { return fail(.malformed("its output_changes have another form")) }
                state = .skipRest
                return true
            }
            open(area)
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
        guard !area.isList else { return try nextObject(area) }
        switch try tokenizer.next() {
        case .needsInput: return false
        case .key:
            guard area != .object else {
                let member = tokenizer.name(in: ObjectParts.names)
                if member == nil, !areaMembers[areaMembers.count - 1].insert(tokenizer.text) { repeatsItself = true }
                state = .objectPart(member)
                return true
            }
            let name = tokenizer.text
            state = next(area, name)
            if case .enter = state, !areaMembers[areaMembers.count - 1].insert(name) {
                return fail(.duplicateKey(name))
            }
            if case .skip = state, !areaMembers[areaMembers.count - 1].insert(name) { repeatsItself = true }
        default:
            guard area != .object || rememberObject() else { return false }
            leaveArea()
        }
        return true
    }

    private mutating func open(_ area: Area) {
        areas.append(area)
        areaMembers.append(SeenMembers())
    }

    private mutating func leaveArea() {
        areas.removeLast()
        areaMembers.removeLast()
        state = areas.isEmpty ? .members : .within
    }

    /// The next module or object of a list of values.
    private mutating func nextObject(_ area: Area) throws(JSONError) -> Bool {
        switch try tokenizer.next() {
        case .needsInput: return false
        case .beginObject:
            open(area == .objects ? .object : .valuesModule)
            if area == .objects {
                objectParts.clear()
                tokenizer.hold()
            }
        case .beginArray: state = .skipRest
        case .endArray: leaveArea()
        default: break
        }
        return true
    }

    private mutating func next(_ area: Area, _ name: String) -> State {
        switch (area, name) {
        case (.priorState, "values"): return .enter(.values)
        case (.values, "outputs"): return .enter(.outputs)
        case (.values, "root_module"): return .enter(.valuesModule)
        case (.valuesModule, "resources"): return .enter(.objects)
        case (.valuesModule, "child_modules"): return .enter(.valuesModules)
        case (.configuration, "root_module"): return .enter(.module(""))
        case (.configuration, "provider_config"): return .enter(.providers)
        case (.module(let path), "outputs"): return .enter(.moduleOutputs(path))
        case (.module(let path), "variables"): return .enter(.moduleVariables(path))
        case (.module(let path), "module_calls"): return .enter(.moduleCalls(path))
        case (.module(let path), "resources") where wantsReferences: return .enter(.moduleResources(path))
        case (.moduleCalls(let path), _):
            return .enter(.moduleCall(path.isEmpty ? "module.\(name)" : "\(path).module.\(name)"))
        case (.moduleCall(let path), "module"): return .enter(.module(path))
        case (.outputChanges, _), (.variables, _), (.providers, _), (.outputs, _), (.moduleOutputs, _),
            (.moduleVariables, _),
            (.moduleCall, "expressions"):
            tokenizer.hold()
            return .item(area, name)
        default: return .skip(name)
        }
    }

    mutating func takeItem(
        _ area: Area, _ name: String, _ visitor: inout some PlanVisitor
    ) throws(JSONError) -> Bool {
        switch try tokenizer.passValue() {
        case .needsInput: return false
        case .ended:
            tokenizer.release()
            leaveArea()
        case .value(let place):
            defer { tokenizer.release() }
            state = .within
            guard let value = parsed(place) else { return false }
            if !area.isList {
                let isFirst = !areaMembers[areaMembers.count - 1].has(name)
                if !isFirst { repeatsItself = true }
                guard areaMembers[areaMembers.count - 1].insert(name, value) else { return fail(.duplicateKey(name)) }
            }
            take(area, name, value, bytes: place.count, &visitor)
        }
        return true
    }

    private mutating func take(
        _ area: Area, _ name: String, _ value: JSONValue, bytes: Int, _ visitor: inout some PlanVisitor
    ) {
        switch area {
        case .outputChanges: visit(output: name, value, &visitor)
        case .variables:
            if value["sensitive"] == .bool(true) { mark(name) }
            hold(value["value"], of: name, bytes: bytes)
        case .providers: rememberSettings(value["expressions"], under: "")
        case .outputs:
            guard value["sensitive"] == .bool(true) else { return }
            hideOutput(name, value["value"])
        case .moduleVariables(let path):
            guard value["sensitive"] == .bool(true) else { return }
            mark(Self.variable(name, in: path))
            remember(value["default"], .bool(true))
        case .moduleCall(let path):
            for (name, expression) in value.objectValue ?? [:] {
                hold(expression["constant_value"], of: Self.variable(name, in: path), bytes: bytes)
            }
        case .moduleOutputs(let path):
            if value["sensitive"] == .bool(true) {
                remember(value["expression"]?["constant_value"], .bool(true))
                if path.isEmpty { hideOutput(name, nil) }
            }
            guard wantsReferences else { return }
            visitor.visit(reference: "output.\(name)", to: Self.references(in: value), in: path)
        case .moduleResources(let path):
            guard let address = value["address"]?.stringValue else { return }
            visitor.visit(reference: address, to: Self.references(in: value), in: path)
        default: break
        }
    }

    /// Remembers the constants of a provider's settings whose names say that they are secret.
    private mutating func rememberSettings(_ value: JSONValue?, under name: String) {
        switch value {
        case .object(let members)?:
            if let constant = members["constant_value"] {
                if SecretAttributes.isSetting(name) { remember(constant, .bool(true)) }
                return
            }
            for (key, member) in members { rememberSettings(member, under: key) }
        case .array(let elements)?: for element in elements { rememberSettings(element, under: name) }
        default: break
        }
    }

    private static func variable(_ name: String, in path: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    private mutating func mark(_ variable: String) {
        for value in variables.mark(variable) { remember(value, .bool(true)) }
    }

    private mutating func hold(_ value: JSONValue?, of variable: String, bytes: Int) {
        guard let value, let secret = variables.add(value, of: variable, bytes: bytes) else { return }
        remember(secret, .bool(true))
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
