internal import JSON
package import Tooling

extension MatchChangesToIncident {
    package static let contract = ToolContract(
        name: "match_changes_to_incident", title: "Match changes to an incident",
        summary: """
            Ranks Terraform changes and deploys by how well they explain an incident: by time, by words and values \
            shared with its messages, by what a setting means. Likely is only what more than its time speaks for; \
            without an onset nothing is.
            """,
        input: .object([
            .optional("onset", .nullable(.time), "When the incident began, RFC 3339; null when unknown."),
            .optional(
                "evidence", .array(of: .evidence, maximum: 20),
                "Evidence in which to look for links, such as that of compare_log_patterns."),
            .optional(
                "service", .nullable(Schema.string(maximum: 200).with("examples", ["checkout"])),
                "The service that users complain about."),
            .optional(
                "metric", .nullable(.string(maximum: 300)), "A measurement that moved; orders what no message ties."
            ),
            .optional(
                "sources",
                .array(of: Schema.string(maximum: 100).source(["terraform-plan", "changes"]), maximum: 50),
                "Plans and lists of deploys; every one when absent."),
            .optional("limit", .integer(1...50), "The most changes in the answer.", default: .number(10)),
        ]),
        output: .object([
            .required("onset", .nullable(.time), "The onset that was given."),
            .required("considered", .integer(0...1_000_000_000), "Changes that were judged."),
            .required("matches", .array(of: match, maximum: 50), "Best first."),
            .required("reason", .nullable(.string()), "Why nothing is likely; null where something is."),
        ]))

    private static var match: Schema {
        .object([
            .required("rank", .integer(1...50), "Counts from 1."),
            .required("score", .number, "From 0 to 1; above 0.6 where likely."),
            .required("likely", .boolean, "Whether more than its time speaks for it."),
            .required("kind", .oneOf(["terraform", "deploy"]), "What kind of change it is."),
            .required("source", .string(), "The source that tells of it."),
            .required("address", .nullable(.string()), "The resource's address; null for a deploy."),
            .required("service", .nullable(.string()), "The deployed service; null for a resource."),
            .required("title", .nullable(.string()), "The deploy's title; null for a resource."),
            .required("ref", .nullable(.string()), "The deploy's commit, version or ticket."),
            .required("time", .nullable(.time), "When it was planned or deployed."),
            .required("action", .string(), "Such as `update`, `replace` or `deploy`."),
            .required("attribute", .nullable(.string()), "The attribute that matters."),
            .required("before", .any, "Its value before, shortened."),
            .required("after", .any, "Its value after, shortened."),
            .required("statement", .string(), "One sentence for a finding."),
            .required("reasons", .array(of: .string(), maximum: 8), "What speaks for and against it."),
            .required("links", .array(of: link, maximum: 5), "Texts of the evidence that it is tied to."),
        ])
    }

    private static var link: Schema {
        .object([
            .required("evidence", .string(), "The evidence's ID."),
            .required("pointer", .string(), "JSON Pointer to the text in the evidence's output."),
            .required("text", .string(), "The whole text there."),
            .required("terms", .array(of: .string(), maximum: 8), "What the change and the text share."),
        ])
    }
}
