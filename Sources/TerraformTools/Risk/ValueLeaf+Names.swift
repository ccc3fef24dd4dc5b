extension ValueLeaf {
    private static let carriers: Set<String> = ["enabled", "enable", "status", "state", "mode"]

    /// Whether it is called so: by its own name, by the block's whose only word it is, as in `versioning[0].enabled`, or
    /// with the block that it has to stand in, as `role_ref.name`.
    func isNamed(_ names: Set<String>) -> Bool {
        if names.contains(name) { return true }
        let parts = place.split(separator: ".")
        guard parts.count > 1, let block = parts.dropLast().last else { return false }
        if names.contains("\(block).\(name)") { return true }
        return Self.carriers.contains(name) && names.contains(String(block))
    }

    /// Whether it stands within a block of such a name.
    func isWithin(_ names: Set<String>) -> Bool {
        place.split(separator: ".").dropLast().contains { names.contains(String($0)) }
    }

    /// Its own name, or that of the outermost block around it, that is meant by one of these patterns.
    func part(meantBy patterns: [String]) -> String? {
        place.split(separator: ".").lazy.map { String($0) }.first { part in
            patterns.contains { RiskRule.matches($0, part) }
        }
    }

    /// Whether it says nothing, though it is there.
    var isBlank: Bool { word == "" }
}
