package import Model

/// Which step of a run, whatever the run: its path, and the element of a fan-out.
package struct StepPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The step's identifier, with those of the workflows around it.
    package let path: String
    /// The element of a fan-out, from 0; nil outside one.
    package let iteration: Int?

    package init(path: String, iteration: Int? = nil) {
        self.path = path
        self.iteration = iteration
    }

    package init(_ step: StepReference) { self.init(path: step.path, iteration: step.iteration) }

    /// Reads `lines[3]`; a text without a number in brackets at its end is a path.
    package init(_ text: String) {
        guard text.hasSuffix("]"), let bracket = text.lastIndex(of: "["),
            let iteration = Int(text[text.index(after: bracket)...].dropLast()), iteration >= 0
        else {
            self.init(path: text)
            return
        }
        self.init(path: String(text[..<bracket]), iteration: iteration)
    }

    /// `lines[3]` for the fourth element of a fan-out.
    package var description: String { path + (iteration.map { "[\($0)]" } ?? "") }

    package static func < (left: StepPlace, right: StepPlace) -> Bool {
        (left.path, left.iteration ?? -1) < (right.path, right.iteration ?? -1)
    }
}

extension StepPlace: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
