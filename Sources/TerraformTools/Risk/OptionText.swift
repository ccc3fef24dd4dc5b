internal import JSON

/// Limits that stand in a text of options, such as `-Xmx4g` in `JAVA_OPTS` and `pool_size=20` in an address.
enum OptionText {
    private static let maximumText = 4096

    /// The first limit that a change of a text lowers or raises; nil where it has none.
    static func risk(_ attribute: AttributeChange, _ subject: RiskSubject) -> Risk? {
        guard let old = attribute.before?.stringValue, let new = attribute.after?.stringValue else { return nil }
        let (former, latter) = (options(in: old), options(in: new))
        var raised: Risk?
        for (name, value) in former {
            guard let other = latter.first(where: { $0.name == name })?.value, other != value else { continue }
            let limit = Limit(name)
            guard let theme = limit.theme else { continue }
            var change = attribute
            change.before = .string(value)
            change.after = .string(other)
            let risk = CapacityChange.risk(change, limit.text, theme, theme.rawValue, subject)
            if risk?.rule == "limit-lowered" { return risk }
            raised = raised ?? risk
        }
        return raised
    }

    /// What an option limits, by its name.
    private struct Limit {
        let text: String
        let theme: Theme?

        init(_ name: String) {
            if let known = OptionText.known[name] {
                text = known
            } else {
                text = String(name.drop { $0 == "-" })
            }
            theme = CapacityChange.theme(
                of: SettingName(
                    of: AttributeChange(path: AttributeDiff.join("", text), before: nil, after: nil),
                    in: ResourceChange(address: "", type: "", name: "", action: PlanAction(words: []))))
        }
    }

    /// Options whose names say nothing to those who do not know them.
    static let known = [
        "-Xmx": "max_heap_memory", "-Xms": "min_heap_memory", "-Xss": "thread_stack_memory",
        "-XX:MaxRAMPercentage": "max_ram_limit", "-XX:MaxHeapSize": "max_heap_memory",
        "-XX:MaxMetaspaceSize": "max_metaspace_memory", "-XX:MaxDirectMemorySize": "max_direct_memory",
        "-XX:ActiveProcessorCount": "cpu_count", "--max-old-space-size": "max_heap_memory",
        "--max_old_space_size": "max_heap_memory",
    ]

    /// The options of a text with their values, in order.
    static func options(in text: String) -> [(name: String, value: String)] {
        guard text.utf8.count <= maximumText else { return [] }
        return text.split(whereSeparator: { " \t\n;&?,\"'".contains($0) }).compactMap { word in
            for flag in ["-Xmx", "-Xms", "-Xss"] where word.hasPrefix(flag) && word.count > flag.count {
                return (flag, String(word.dropFirst(flag.count)))
            }
            guard let sign = word.firstIndex(of: "="), sign != word.startIndex else { return nil }
            let value = word[word.index(after: sign)...]
            guard value.first?.isNumber ?? false, value.utf8.count <= 20 else { return nil }
            return (String(word[..<sign]), String(value))
        }
    }
}
