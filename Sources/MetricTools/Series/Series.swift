/// A named, labelled sequence of samples.
package struct Series: Sendable {
    package let name: String
    /// Ordered by name.
    package let labels: [Label]
    package let kind: SeriesKind
    /// As the exposition or the name's ending declares it; nil when neither does.
    package let unit: String?
    package var points: Points

    package init(name: String, labels: [Label], kind: SeriesKind, unit: String? = nil, points: Points) {
        self.name = name
        self.labels = labels
        self.kind = kind
        self.unit = unit
        self.points = points
    }

    /// The value of a label; empty when the series has none, which PromQL does not tell apart.
    package func value(of label: String) -> String {
        label == "__name__" ? name : labels.first { $0.name == label }?.value ?? ""
    }

    /// The series as PromQL would select it.
    package var description: String { Self.text(name: name, labels: labels) }

    /// A name and labels as PromQL writes them.
    package static func text(name: String, labels: [Label]) -> String {
        guard !labels.isEmpty else { return name }
        let inner = labels.map { "\($0.name)=\(PromQLText.quoted($0.value))" }
        return "\(name){\(inner.joined(separator: ","))}"
    }
}
