internal import JSON
package import Tooling

extension ExplainTerraformChange {
    package static let contract = ToolContract(
        name: "explain_terraform_change", title: "Explain a Terraform change",
        summary: "Tells of one resource, attribute by attribute, what plans change and what has drifted.",
        input: .object([
            .required(
                "address", Schema.string(maximum: 2000).with("examples", ["module.db.aws_db_instance.main"]),
                "As summarize_terraform_plan tells it."),
            .optional(
                "source", Schema.string(maximum: 100).source(["terraform-plan"]), "A plan; every one when absent."),
        ]),
        output: .object([
            .required("changes", .array(of: change, maximum: maximumChanges), "Every change of that address."),
            .required("omitted", .integer(0...1_000_000_000), "Further ones."),
            .required("similar", .array(of: .string(), maximum: 8), "Addresses like it, where it is not there."),
        ]))

    private static var change: Schema {
        .object([
            .required("source", .string(), "The source's name."),
            .required("file", .string(), "The file below the source's root."),
            .required(
                "list", .oneOf(["planned", "drift", "deferred"]), "Whether it is planned, has drifted, or waits."),
            .required("address", .string(), "The resource's address."),
            .required("action", .oneOf(PlanAction.Kind.allCases.map(\.rawValue)), "What is done with it."),
            .required("steps", .string(), "Terraform's actions in order, such as `delete+create`."),
            .required("reason", .nullable(.string()), "Terraform's reason, such as replace_because_cannot_update."),
            .required("type", .string(), "The resource type."),
            .required("previousAddress", .nullable(.string()), "The address before a move."),
            .required("deposed", .nullable(.string()), "The key of a deposed object."),
            .required("imported", .boolean, "Whether it is imported."),
            .required("attributes", .array(of: attribute, maximum: AttributeDiff.maximumChanges), "What differs."),
            .required("omittedAttributes", .integer(0...1_000_000_000), "Differing attributes that are not listed."),
            .required("unchanged", .array(of: value, maximum: AttributeDiff.maximumSiblings), "Some of what stays."),
        ])
    }

    private static var attribute: Schema {
        .object([
            .required("path", .string(), "Where the value is, such as `ingress[0].cidr_blocks[1]`."),
            .required("before", .any, "The value before, long ones shortened; null for none."),
            .required("after", .any, "The value after, long ones shortened; null for none."),
            .required("sensitive", .boolean, "Whether the plan marks it as sensitive."),
            .required("unknown", .boolean, "Whether only applying will tell the value after."),
            .required("forcesReplacement", .boolean, "Whether it is why the object is replaced."),
        ])
    }

    private static var value: Schema {
        .object([
            .required("path", .string(), "Where the value is."),
            .required("value", .any, "The value, shortened."),
        ])
    }
}
