internal import JSON

extension StateObject {
    /// A resource as `terraform show -json` has it; nil for what is none, and for data that was only read.
    init?(shown value: JSONValue) {
        guard let address = value["address"]?.stringValue, value["mode"]?.stringValue != "data" else { return nil }
        let type = value["type"]?.stringValue ?? ""
        let values = value["values"] ?? .null
        self.init(
            address: address, type: type, deposed: value["deposed_key"]?.stringValue,
            isTainted: value["tainted"] == .bool(true), values: values,
            marks: SecretAttributes.marks(value["sensitive_values"], with: values, of: type) ?? .null)
    }

    /// An instance in a state file, with the members of its resource; nil for data that was only read.
    init?(instance value: JSONValue, of resource: [String: JSONValue]) {
        guard resource["mode"]?.stringValue != "data" else { return nil }
        let type = resource["type"]?.stringValue ?? ""
        let module = resource["module"]?.stringValue.map { $0 + "." } ?? ""
        let index: String
        switch value["index_key"] {
        case .string(let key)?: index = "[\(JSONValue.string(key).serialized())]"
        case .number(let number)?: index = "[\(number.text)]"
        default: index = ""
        }
        // Very old providers wrote every value as a text, and lists as one text for each element.
        let values = value["attributes"] ?? value["attributes_flat"] ?? .null
        var marks = JSONValue.null
        for path in value["sensitive_attributes"]?.arrayValue ?? [] {
            marks = Self.marked(marks, values, path.arrayValue?[...] ?? [])
        }
        self.init(
            address: "\(module)\(type).\(resource["name"]?.stringValue ?? "")\(index)", type: type,
            deposed: value["deposed"]?.stringValue, isTainted: value["status"]?.stringValue == "tainted",
            values: values, marks: SecretAttributes.marks(marks, with: values, of: type) ?? .null)
    }

    /// The marks with one more, at a path of a state file's; what the path does not fit is hidden from there on.
    private static func marked(_ marks: JSONValue, _ value: JSONValue?, _ path: ArraySlice<JSONValue>) -> JSONValue {
        guard let step = path.first, marks != .bool(true) else { return .bool(true) }
        let key = step["value"]?["value"] ?? step["value"] ?? .null
        switch (key, value) {
        case (.string(let name), .object(let members)?):
            var all = marks.objectValue ?? [:]
            all[name] = marked(all[name] ?? .null, members[name], path.dropFirst())
            return .object(all)
        case (.number(let number), .array(let elements)?):
            guard let place = number.int, elements.indices.contains(place) else { return .bool(true) }
            var all = marks.arrayValue ?? elements.map { _ in .bool(false) }
            all[place] = marked(all[place], elements[place], path.dropFirst())
            return .array(all)
        default: return .bool(true)
        }
    }
}
