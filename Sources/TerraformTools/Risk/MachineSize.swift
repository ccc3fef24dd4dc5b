internal import JSON

/// How large a machine is by the name that a provider gives its size, in units of half a processor.
enum MachineSize {
    /// How many times larger the first is than the second; nil where a name tells nothing.
    static func reduction(from before: JSONValue?, to after: JSONValue?) -> Double? {
        guard let first = before?.stringValue.flatMap({ size(of: $0) }),
            let second = after?.stringValue.flatMap({ size(of: $0) })
        else { return nil }
        return first / second
    }

    /// `e2-standard-8`, `Standard_D8s_v3`, `db-custom-8-30720`, `s-4vcpu-8gb`, `M50`, `e2-small`.
    static func size(of text: String) -> Double? {
        guard text.utf8.count <= 60 else { return nil }
        var parts = text.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" || $0 == "." }).map { String($0) }
        // A generation is no size.
        if let last = parts.last, parts.count > 1, last.first == "v", Int(last.dropFirst()) != nil {
            parts.removeLast()
        }
        let names = ["nano": 0.25, "micro": 0.5, "small": 1.0, "medium": 2, "large": 4, "xlarge": 8]
        for part in parts.reversed() {
            if let size = names[part] { return size }
            let factor = part.prefix { $0.isNumber }
            if let base = names[String(part.dropFirst(factor.count))], let count = Double(factor) {
                return base * count
            }
        }
        if let custom = parts.firstIndex(of: "custom"), custom + 1 < parts.count { return cores(parts[custom + 1]) }
        if let named = parts.first(where: { $0.hasSuffix("vcpu") }) {
            return cores(String(named.prefix { $0.isNumber }))
        }
        // `d8s` and `b1ms`: a family, the processors, and what else there is.
        guard parts.count <= 4 else { return nil }
        for part in parts.reversed() {
            let digits = part.drop { $0.isLetter }.prefix { $0.isNumber }
            if !digits.isEmpty, part.first?.isLetter == true, let size = cores(String(digits)) {
                return size
            }
            if part.allSatisfy(\.isNumber), let size = cores(part) { return size }
        }
        return nil
    }

    private static func cores(_ text: String) -> Double? {
        guard let count = Double(text), count > 0, count <= 4096 else { return nil }
        return 2 * count
    }
}
