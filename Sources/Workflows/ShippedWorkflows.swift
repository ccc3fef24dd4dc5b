/// The workflows that are part of the program.
package enum ShippedWorkflows {
    private static let files: [(name: String, text: [UInt8])] = [
        ("disk-filling", PackageResources.disk_filling_yaml),
        ("latency-regression", PackageResources.latency_regression_yaml),
        ("log-triage", PackageResources.log_triage_yaml),
        ("service-outage", PackageResources.service_outage_yaml),
        ("terraform-change-review", PackageResources.terraform_change_review_yaml),
    ]

    /// In alphabetical order.
    package static var names: [String] { files.map(\.name) }

    /// The text of the file of that name.
    package static func text(of name: String) -> String? {
        files.first { $0.name == name }.map { String(decoding: $0.text, as: UTF8.self) }
    }
}
