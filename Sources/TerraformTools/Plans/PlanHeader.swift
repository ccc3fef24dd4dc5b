package import Model

/// What a plan says of itself.
package struct PlanHeader: Hashable, Sendable {
    /// In which of its forms a plan was read.
    package enum Form: String, Hashable, Sendable {
        /// `terraform show -json`.
        case plan
        /// `terraform plan -json` or `terraform apply -json`, which lack the attributes.
        case lines
    }

    package var form = Form.plan
    package var formatVersion = ""
    package var terraformVersion: String?
    /// Whether OpenTofu made it.
    package var isOpenTofu = false
    /// When the plan was made.
    package var timestamp: Timestamp?
    package var isErrored = false
    /// Nil where the plan is too old to say.
    package var isComplete: Bool?
    /// Nil where the plan is too old to say.
    package var isApplyable: Bool?
    /// Members that no known format version has, and how often they occur.
    package var unknownMembers: [String: Int] = [:]
    /// Members that are written twice in one object, saying the same.
    package var repeatedMembers = 0
    /// Changes that Terraform put off to a later plan.
    package var deferred = 0
    /// Provider actions that the plan will invoke.
    package var actionInvocations = 0
    /// The summary that stands in the document itself.
    package var printedSummary: String?
    /// Why changes of it are not known, where its lines are not all there.
    package var gap: String?
    /// What an apply says of itself at its end.
    package var appliedSummary: String?
    /// Whether an apply ended with an error, after a part of the plan had taken effect.
    package var isApplyFailed = false

    package init() {}

    /// Counts a member that is not known; of very many different ones the first are told.
    mutating func count(unknown name: String) {
        guard unknownMembers[name] != nil || unknownMembers.count < 100 else { return }
        unknownMembers[name, default: 0] += 1
    }
}
