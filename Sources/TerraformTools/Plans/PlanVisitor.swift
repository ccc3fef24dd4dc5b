/// Where in a plan a change stands.
package enum PlanList: Sendable {
    /// What Terraform means to do.
    case planned
    /// What was changed outside of Terraform.
    case drift
    /// What is put off to a later plan.
    case deferred
}

/// Takes what a plan holds, in the order of the file, with what is marked hidden.
package protocol PlanVisitor {
    /// How many changes were seen that Terraform shows.
    var itemCount: Int { get }
    /// Whether changes come with both whole objects.
    var wantsValues: Bool { get }
    /// Whether it is told which objects of the configuration refer to which.
    var wantsReferences: Bool { get }

    /// Counts a change; true where its values are wanted, which are read only then.
    mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool
    /// Takes a change whose values are wanted.
    mutating func visit(_ change: ResourceChange, in list: PlanList)
    mutating func visit(output: OutputChange)
    mutating func visit(check: FailedCheck)
    /// Takes what one object or output of the configuration refers to.
    ///
    /// - Parameters:
    ///   - name: What refers, such as `aws_instance.web` or `output.address`.
    ///   - references: As the configuration has them, such as `aws_vpc.main.id` and `module.db.address`.
    ///   - module: The module's path in the configuration, such as `module.db`; empty for the root module.
    mutating func visit(reference name: String, to references: [String], in module: String)
    /// Hides unmarked copies of what a mark hid anywhere in the plan, and what looks like a secret.
    mutating func hide(by concealer: Concealer)
}

extension PlanVisitor {
    package var wantsValues: Bool { false }
    package var wantsReferences: Bool { false }

    package mutating func visit(output: OutputChange) {}
    package mutating func visit(check: FailedCheck) {}
    package mutating func visit(reference name: String, to references: [String], in module: String) {}
}

/// Reads a document of Terraform's in pieces and shows a visitor what is in it.
package protocol PlanReading {
    /// Takes the next bytes of the file.
    /// - Throws: `PlanError`.
    mutating func feed(_ bytes: RawSpan, to visitor: inout some PlanVisitor) throws(PlanError)
    /// Ends the file and tells what the plan says of itself.
    /// - Throws: `PlanError` when it is truncated or no plan.
    mutating func finish(_ visitor: inout some PlanVisitor) throws(PlanError) -> PlanHeader
    /// What must be hidden of what a visitor kept.
    var secrets: SecretSet { get }
    /// Outputs that something else than their change marks as sensitive.
    var sensitiveOutputs: Set<String> { get }
    /// Whether an object may have two members of one name, which a reader does not always know.
    var mayRepeat: Bool { get }
}

extension PlanReading {
    package var mayRepeat: Bool { false }
}
