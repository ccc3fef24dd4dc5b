internal import JSON
internal import Model
internal import Policy
internal import Tooling

/// A series by its name and labels, as tools show it.
struct SeriesAnswer: Encodable, Sendable {
    let name: String
    let labels: [String: String]

    /// Shows what came out of a file: bounded, without control characters, secrets hidden.
    init(name: String, labels: [Label], redactor: Redactor) {
        self.name = Self.shown(name, redactor)
        self.labels = Dictionary(
            labels.map { (Self.shown($0.name, redactor), Self.shown($0.value, redactor)) }, uniquingKeysWith: { $1 })
    }

    /// The series as PromQL writes it, for a sentence; of what a query computed the labels alone.
    var words: String {
        let labels = labels.sorted { $0.key < $1.key }.map { Label($0.key, $0.value) }
        let text = Series.text(name: name, labels: labels)
        return text.isEmpty ? "the result" : String(text.prefix(200))
    }

    static let schema = Schema.object([
        .required("name", .string(), "Name of the metric; empty for what a query computed."),
        .required("labels", .map(of: .string()), "Labels by name."),
    ])

    /// Foreign text made fit to be shown.
    static func shown(_ text: String, _ redactor: Redactor, limit: Int = 256) -> String {
        let hidden = redactor.redact(text)
        var out = String.UnicodeScalarView()
        for scalar in hidden.unicodeScalars.prefix(limit) {
            let isControl =
                scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
            out.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(out)
    }
}
