internal import JSON
package import Tooling

extension CompareTerraformPlans {
    package static let contract = ToolContract(
        name: "compare_terraform_plans", title: "Compare Terraform plans",
        summary: "Tells which changes one plan has and another has not, and which of them differ in what they do.",
        input: .object([
            .required("before", Schema.string(maximum: 100).source(["terraform-plan"]), "The former plan."),
            .required("after", Schema.string(maximum: 100).source(["terraform-plan"]), "The latter plan."),
        ]),
        output: .object([
            .required("before", plan, "The former plan."),
            .required("after", plan, "The latter plan."),
            .required(
                "added", .array(of: SummarizeTerraformPlan.change, maximum: maximumListed),
                "Changes that the latter alone has."),
            .required(
                "gone", .array(of: SummarizeTerraformPlan.change, maximum: maximumListed),
                "Changes that the former alone has."),
            .required("differing", .array(of: difference, maximum: maximumListed), "Changes that both have."),
            .required("same", .integer(0...1_000_000_000), "Changes that are alike in both."),
            .required("omitted", .integer(0...1_000_000_000), "Changes that are not listed."),
        ]))

    private static var plan: Schema {
        .object([
            .required("source", .string(), "The source's name."),
            .required("file", .string(), "The file below the source's root."),
            .required("planned", .nullable(.time), "When the plan was made; null where it does not say."),
            .required("summary", .string(), "The line that Terraform prints."),
        ])
    }

    private static var difference: Schema {
        .object([
            .required("address", .string(), "The resource's address."),
            .required("before", .string(), "Terraform's actions in the former plan."),
            .required("after", .string(), "Terraform's actions in the latter plan."),
            .required("attributes", .array(of: attribute, maximum: 8), "What they change differently."),
            .required("omittedAttributes", .integer(0...1_000_000_000), "Attributes that are not listed."),
        ])
    }

    private static var attribute: Schema {
        .object([
            .required("path", .string(), "Where the value is."),
            .required("before", .nullable(.string()), "The change in the former plan, as `40 → 4`; null for none."),
            .required("after", .nullable(.string()), "The change in the latter plan; null for none."),
        ])
    }
}
