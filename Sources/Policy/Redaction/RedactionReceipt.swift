/// How much was hidden, by kind of secret.
package struct RedactionReceipt: Hashable, Sendable, Codable {
    /// Kind of secret, such as `aws-access-key`, and how often it was hidden.
    package private(set) var hidden: [String: Int] = [:]

    package init() {}

    /// True when nothing was hidden.
    package var isEmpty: Bool { hidden.isEmpty }

    package mutating func count(_ kind: String) { hidden[kind, default: 0] += 1 }
}
