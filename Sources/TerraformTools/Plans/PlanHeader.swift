package import Model

/// What a plan says of itself.
package struct PlanHeader: Hashable, Sendable {
    package var formatVersion = ""
    package var terraformVersion: String?
    /// When the plan was made.
    package var timestamp: Timestamp?
    package var isErrored = false
    /// Nil where the plan is too old to say.
    package var isComplete: Bool?
    /// Nil where the plan is too old to say.
    package var isApplyable: Bool?
    /// Members that no known format version has.
    package var unknownMembers: [String] = []
    /// Changes that Terraform put off to a later plan.
    package var deferred = 0
    /// Provider actions that the plan will invoke.
    package var actionInvocations = 0

    package init() {}
}

/// Takes what a plan holds, in the order of the file.
package protocol PlanVisitor {
    mutating func visit(change: ResourceChange)
    mutating func visit(drift: ResourceChange)
    mutating func visit(output: OutputChange)
    mutating func visit(check: FailedCheck)
}
