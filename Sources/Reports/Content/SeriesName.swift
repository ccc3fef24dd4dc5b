internal import JSON

/// A series as Prometheus writes it: `http_errors{route="cart"}`.
struct SeriesName: Sendable {
    let text: String

    /// Takes an object with `name` and `labels`.
    init(_ value: JSONValue) {
        let labels = (value["labels"]?.objectValue ?? [:]).sortedCanonically()
            .map { "\($0.key)=\"\($0.value.stringValue ?? "")\"" }
        let name = value["name"]?.stringValue ?? ""
        text = labels.isEmpty ? name : "\(name){\(labels.joined(separator: ","))}"
    }
}
