/// One thing in a plan that could do harm, with its reason.
struct Risk: Hashable, Sendable {
    /// What kind of harm it is.
    enum Kind: String, Sendable, CaseIterable {
        /// What keeps data is destroyed.
        case dataLoss = "data-loss"
        /// Something becomes reachable, readable or unprotected.
        case exposure
        /// A limit, a size or a number of copies changes.
        case capacity
        /// Something is replaced that others hang on.
        case dependency
        /// Something was changed outside of Terraform.
        case drift
    }

    /// How bad it may become.
    enum Grade: Int, Sendable, CaseIterable, Comparable {
        case low, medium, high, critical

        static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }

        var name: String { "\(self)" }
    }

    let rule: String
    let kind: Kind
    let grade: Grade
    var head: ChangeHead
    /// The attribute that tells of it; nil where it is the object as a whole.
    var attribute: AttributeChange?
    var reason: String
    /// Whether it was done outside of Terraform already.
    let isDrift: Bool
    /// What refers to the object, for a replacement.
    var dependents: [String] = []
    /// How many refer to it.
    var dependentCount = 0
}
