import JSON

/// Tells the names that people gave in a plan from the words of Terraform's format.
struct PlanNames {
    private var given: Set<String> = []
    private var format: Set<String> = ["terraform_data", "terraform", "triggers_replace", "var", "self", "each", "key"]

    /// What people named.
    var own: Set<String> { given.subtracting(format) }

    /// Looks through a plan.
    mutating func collect(from plan: JSONValue) { collect(plan, isOwn: false) }

    private mutating func collect(_ value: JSONValue, isOwn: Bool) {
        switch value {
        case .object(let members):
            for (key, member) in members {
                // Below these stand what the configuration's authors named.
                let isNames = ["input", "output", "variables", "outputs", "output_changes"].contains(key)
                if isOwn { take(key) } else { format.insert(key) }
                if ["name", "index"].contains(key), !isOwn, let text = member.stringValue { take(text) }
                if isNames, let names = member.objectValue, key != "input", key != "output" {
                    for (name, content) in names {
                        take(name)
                        if key == "variables" { collectValues(content) }
                    }
                    continue
                }
                collect(member, isOwn: isOwn || isNames)
            }
        case .array(let elements): for element in elements { collect(element, isOwn: isOwn) }
        case .string(let text): if isOwn { take(text) }
        default: break
        }
    }

    private mutating func collectValues(_ variable: JSONValue) {
        if let value = variable["value"] { collect(value, isOwn: true) }
    }

    /// Takes a text that is one name, or a file's; sentences, numbers and units are none.
    private mutating func take(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return }
        guard bytes.allSatisfy({ Renaming.isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return
        }
        for word in text.split(whereSeparator: { $0 == "." || $0 == "-" }) { given.insert(String(word)) }
    }
}
