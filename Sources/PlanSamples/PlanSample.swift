/// A plan of any size that nobody made, with changes, secrets, dangers and drift planted in it.
///
/// It has the form and the proportions of real ones: one line, most objects unchanged, each told four times. The same
/// seed gives the same plan.
package struct PlanSample: Sendable {
    /// What was planted, for whoever looks whether it is found.
    package struct Planted: Sendable {
        /// Entries of `resource_changes` by Terraform's actions, joined by `+`.
        package var actions: [String: Int] = [:]
        /// Texts that nothing may show.
        package var secrets: [String] = []
        /// Addresses of what is dangerous, with the kind of harm.
        package var dangers: [(address: String, kind: String)] = []
        /// Addresses of what was changed outside of Terraform.
        package var drift: [String] = []

        /// The line that Terraform would print.
        package var line: String {
            func count(_ names: String...) -> Int { names.reduce(0) { $0 + (actions[$1] ?? 0) } }
            let add = count("create", "delete+create", "create+delete")
            let destroy = count("delete", "delete+create", "create+delete")
            return "Plan: \(add) to add, \(count("update")) to change, \(destroy) to destroy."
        }
    }

    let objects: Int
    let seed: UInt64

    /// - Parameters:
    ///   - bytes: About how long it becomes.
    ///   - seed: Of everything that is arbitrary in it.
    package init(bytes: Int, seed: UInt64 = 1) {
        objects = max(64, bytes / SampleObject.bytes)
        self.seed = seed
    }

    /// Writes the plan in pieces.
    package func write(_ sink: ([UInt8]) throws -> Void) rethrows -> Planted {
        var planted = Planted()
        var piece: [UInt8] = []
        func add(_ text: String) throws {
            piece += text.utf8
            guard piece.count >= 1 << 18 else { return }
            try sink(piece)
            piece.removeAll(keepingCapacity: true)
        }
        let all = SampleChanges(objects: objects, seed: seed)
        try add(Self.head)
        try list(all) {
            try add($0)
        } text: {
            $0.planned
        }
        try add("]}},\"resource_drift\":[")
        for (index, drift) in all.drift.enumerated() {
            planted.drift.append(drift.address)
            try add((index > 0 ? "," : "") + drift.entry)
        }
        try add("],\"resource_changes\":[")
        for index in 0..<objects {
            let change = all.change(index)
            planted.actions[change.actions.joined(separator: "+"), default: 0] += 1
            planted.secrets += change.secrets
            if let kind = change.danger { planted.dangers.append((change.address, kind)) }
            try add((index > 0 ? "," : "") + change.entry)
        }
        planted.secrets += all.ownSecrets
        try add("],\"output_changes\":{\"endpoint\":\(all.output)},\"prior_state\":")
        try add(
            "{\"format_version\":\"1.0\",\"terraform_version\":\"1.11.4\",\"values\":{\"root_module\":{\"resources\":[")
        try list(all) {
            try add($0)
        } text: {
            $0.prior
        }
        try add("]}}},\"configuration\":{\"root_module\":{\"resources\":[\(all.configuration)]}}")
        try add(Self.tail)
        try sink(piece)
        return planted
    }

    private func list(
        _ all: SampleChanges, _ add: (String) throws -> Void, text: (SampleChange) -> String?
    ) rethrows {
        var isFirst = true
        for index in 0..<objects {
            guard let text = text(all.change(index)) else { continue }
            try add(isFirst ? text : "," + text)
            isFirst = false
        }
    }

    private static let head =
        #"{"format_version":"1.2","terraform_version":"1.11.4","variables":{"region":{"value":"eu-central-1"}},"#
        + #""planned_values":{"outputs":{"endpoint":{"sensitive":true,"type":"string"}},"root_module":{"resources":["#
    private static let tail =
        #","relevant_attributes":[],"timestamp":"2026-01-02T03:04:05Z","applyable":true,"complete":true,"errored":false}"#
        + "\n"
}
