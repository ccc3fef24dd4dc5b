internal import JSON
package import Tooling

extension AssessTerraformRisk {
    package static let contract = ToolContract(
        name: "assess_terraform_risk", title: "Assess the risk of Terraform plans",
        summary: """
            Tells what in plans could do harm, worst first: lost data, exposure, changed capacity and limits, \
            replacements that others hang on, drift.
            """,
        input: .object([
            .optional(
                "source", Schema.string(maximum: 100).source(["terraform-plan"]), "A plan; every one when absent."),
            .optional("limit", .integer(1...maximumRisks), "The most risks.", default: .number(40)),
        ]),
        output: .object([
            .required("plans", .array(of: plan, maximum: maximumPlans), "One for each plan.")
        ]))

    private static let count = Schema.integer(0...1_000_000_000)
    private static let grades = Risk.Grade.allCases.map(\.name)
    private static let kinds = Risk.Kind.allCases.map(\.rawValue)

    private static var plan: Schema {
        .object([
            .required("source", .string(), "The source's name."),
            .required("file", .string(), "The file below the source's root."),
            .required("grade", .nullable(.oneOf(grades)), "The worst grade; null where nothing was found."),
            .required("count", count, "Risks in all."),
            .required("grades", .map(of: count), "Risks by grade."),
            .required("kinds", .map(of: count), "Risks by kind."),
            .required("risks", .array(of: risk, maximum: maximumRisks), "Worst first."),
            .required("omitted", count, "Risks that are not listed."),
            .required("notes", .array(of: .string(), maximum: 8), "What could not be judged."),
        ])
    }

    private static var risk: Schema {
        .object([
            .required("grade", .oneOf(grades), "How bad it may become."),
            .required("kind", .oneOf(kinds), "What kind of harm it is."),
            .required("rule", .string(), "The rule that found it."),
            .required("address", .string(), "The resource's address."),
            .required("type", .string(), "The resource type."),
            .required("action", .oneOf(PlanAction.Kind.allCases.map(\.rawValue)), "What is done with it."),
            .required("attribute", .nullable(.string()), "The attribute that tells; null for the object as a whole."),
            .required("before", .any, "Its value before, shortened; null for none."),
            .required("after", .any, "Its value after, shortened; null for none."),
            .required("reason", .string(), "What may come of it."),
            .required("drift", .boolean, "Whether it was done outside of Terraform already."),
            .required("dependents", .array(of: .string(), maximum: 10), "What refers to it, for a replacement."),
        ])
    }
}
