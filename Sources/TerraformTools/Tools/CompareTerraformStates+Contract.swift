internal import JSON
internal import Model
package import Tooling

extension CompareTerraformStates {
    package static let contract = ToolContract(
        name: "compare_terraform_states", title: "Compare Terraform states",
        summary: "Tells which objects were added, removed, moved or changed between two states.",
        input: .object([
            .required("before", Schema.string(maximum: 100).source(kinds.map(\.rawValue)), "The former state."),
            .required("after", Schema.string(maximum: 100).source(kinds.map(\.rawValue)), "The latter state."),
        ]),
        output: .object([
            .required("before", state, "The former state."),
            .required("after", state, "The latter state."),
            .required("added", .array(of: object, maximum: maximumListed), "Objects of the latter alone."),
            .required("removed", .array(of: object, maximum: maximumListed), "Objects of the former alone."),
            .required("moved", .array(of: move, maximum: maximumListed), "Objects under another address."),
            .required("changed", .array(of: object, maximum: maximumListed), "Objects that differ."),
            .required("outputs", .array(of: output, maximum: maximumListed), "Outputs that differ."),
            .required("same", .integer(0...1_000_000_000), "Objects that are alike in both."),
            .required("omitted", .integer(0...1_000_000_000), "Differences that are not listed."),
        ]))

    private static var state: Schema {
        .object([
            .required("source", .string(), "The source's name."),
            .required("file", .string(), "The file below the source's root."),
            .required("terraformVersion", .nullable(.string()), "The version that wrote it."),
            .required("lineage", .nullable(.string()), "What all states of one configuration share, where it is told."),
            .required("serial", .nullable(.integer()), "How often it was written, where it is told."),
            .required("objects", .integer(0...1_000_000_000), "How many objects it has."),
        ])
    }

    private static var object: Schema {
        .object([
            .required("address", .string(), "The object's address."),
            .required("type", .string(), "The resource type."),
            .required("tainted", .boolean, "Whether the next plan will replace it."),
            .required(
                "attributes", .array(of: SummarizeTerraformPlan.attribute, maximum: maximumAttributes), "What differs."),
            .required("omittedAttributes", .integer(0...1_000_000_000), "Differing attributes that are not listed."),
        ])
    }

    private static var move: Schema {
        .object([
            .required("from", .string(), "The former address."),
            .required("to", .string(), "The latter address."),
        ])
    }

    private static var output: Schema {
        .object([
            .required("name", .string(), "The output's name."),
            .required("before", .any, "The value before, shortened; null for none."),
            .required("after", .any, "The value after, shortened; null for none."),
        ])
    }
}
