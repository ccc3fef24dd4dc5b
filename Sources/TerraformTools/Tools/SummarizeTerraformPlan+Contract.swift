internal import JSON
package import Tooling

extension SummarizeTerraformPlan {
    package static let contract = ToolContract(
        name: "summarize_terraform_plan", title: "Summarise Terraform plans",
        summary: """
            Says what Terraform plans change: Terraform's own counts, each changed resource with its attributes \
            before and after, replacements with their reason, drift, outputs, failed checks. Sensitive values are \
            hidden.
            """,
        input: .object([
            .optional(
                "source", Schema.string(maximum: 100).source(["terraform-plan"]).with("examples", ["plan"]),
                "A plan; every one when absent.")
        ]),
        output: .object([
            .required("plans", .array(of: plan, maximum: 20), "One for each plan, in the order of the sources.")
        ]))

    private static let count = Schema.integer(0...1_000_000_000)

    private static var plan: Schema {
        .object([
            .required("source", .string(), "The source's name."),
            .required("file", .string(), "The file below the source's root."),
            .required("summary", .string(), "The line that Terraform prints, such as `Plan: 1 to add, …`."),
            .required("planned", .nullable(.time), "When the plan was made; null where it does not say."),
            .required("terraformVersion", .nullable(.string()), "The version that made it."),
            .required("formatVersion", .string(), "The version of the plan's JSON form."),
            .required("add", count, "Objects to add, those of replacements included."),
            .required("change", count, "Objects to update in place."),
            .required("destroy", count, "Objects to destroy, those of replacements included."),
            .required("imports", count, "Objects to import."),
            .required("forget", count, "Objects to remove from the state without destroying them."),
            .required("moved", count, "Objects with a new address."),
            .required("deposed", count, "Objects that a failed replacement left behind."),
            .required("drift", count, "Objects that were changed outside of Terraform."),
            .required("deferred", count, "Changes put off to a later plan."),
            .required("actions", .map(of: count), "Entries by Terraform's actions, joined by `+`."),
            .required("errored", .boolean, "Whether planning failed half way."),
            .required("complete", .nullable(.boolean), "Whether everything was planned; null where it does not say."),
            .required("applyable", .nullable(.boolean), "Whether it can be applied; null where it does not say."),
            .required("changes", .array(of: change, maximum: 50), "Changed objects, destructive actions first."),
            .required("omittedChanges", count, "Changed objects that are not listed."),
            .required("drifted", .array(of: change, maximum: 50), "Objects changed outside of Terraform."),
            .required("outputs", .array(of: output, maximum: 20), "Changed output values."),
            .required("failedChecks", .array(of: check, maximum: 20), "Checks and conditions that did not pass."),
            .required("modules", .array(of: tally, maximum: 20), "Changes by module; the root module is empty."),
            .required("types", .array(of: tally, maximum: 20), "Changes by resource type."),
            .required("unknownMembers", .array(of: .string(), maximum: 20), "Members that no known version has."),
            .optional(
                "repeatedMembers", .integer(), "Members that are written twice, saying the same; left out for none."),
            .optional("form", .oneOf(["plan", "lines"]), "What was read: a shown plan, or `terraform plan -json`."),
            .optional("program", .oneOf(["terraform", "opentofu"]), "What made the plan."),
            .optional("deferredReasons", .map(of: count), "Changes put off, by Terraform's reason."),
        ])
    }

    static var change: Schema {
        .object([
            .required("address", .string(), "The resource's address."),
            .required(
                "action", .oneOf(PlanAction.Kind.allCases.map(\.rawValue)), "What is done with it."),
            .required("steps", .string(), "Terraform's actions in order, such as `delete+create`."),
            .required("reason", .nullable(.string()), "Terraform's reason, such as replace_because_cannot_update."),
            .required("module", .string(), "The module's address; empty for the root module."),
            .required("type", .string(), "The resource type."),
            .required("previousAddress", .nullable(.string()), "The address before a move."),
            .required("deposed", .nullable(.string()), "The key of a deposed object."),
            .required("imported", .boolean, "Whether it is imported."),
            .required(
                "attributes", .array(of: attribute, maximum: ChangeReport.maximumAttributes), "What differs."),
            .required("omittedAttributes", count, "Differing attributes that are not listed."),
        ])
    }

    static var attribute: Schema {
        .object([
            .required("path", .string(), "Where the value is, such as `input.connection_limit`."),
            .required("before", .any, "The value before, shortened; null for none."),
            .required("after", .any, "The value after, shortened; null for none."),
            .required("sensitive", .boolean, "Whether the plan marks it as sensitive."),
            .required("forcesReplacement", .boolean, "Whether it is why the object is replaced."),
        ])
    }

    private static var output: Schema {
        .object([
            .required("name", .string(), "The output's name."),
            .required("action", .string(), "What happens to it."),
            .required("before", .any, "The value before, shortened; null for none."),
            .required("after", .any, "The value after, shortened; null for none."),
        ])
    }

    private static var check: Schema {
        .object([
            .required("address", .string(), "What was checked."),
            .required("status", .string(), "`fail` or `error`."),
            .required("messages", .array(of: .string(), maximum: 3), "What it said."),
        ])
    }

    private static var tally: Schema {
        .object([
            .required("name", .string(), "The module's address or the type."),
            .required("create", count, "Created."),
            .required("update", count, "Updated in place."),
            .required("replace", count, "Replaced."),
            .required("delete", count, "Deleted."),
            .required("other", count, "Read, forgotten, moved or imported."),
        ])
    }
}
