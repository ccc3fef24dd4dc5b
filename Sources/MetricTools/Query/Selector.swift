/// Chooses series by their name and labels.
package struct Selector: Sendable {
    package let matchers: [Matcher]

    package init(_ matchers: [Matcher]) { self.matchers = matchers }

    package func accepts(name: String, labels: [Label]) -> Bool {
        matchers.allSatisfy { matcher in
            if matcher.label == "__name__" { return matcher.accepts(name) }
            return matcher.accepts(labels.first { $0.name == matcher.label }?.value ?? "")
        }
    }

    /// The selector as PromQL writes it, with every value escaped.
    package var description: String { "{\(matchers.map(\.description).joined(separator: ","))}" }
}
