package import JSON
package import Model
import RE2

/// A value that a workflow asks for.
package struct WorkflowInput: Sendable {
    /// The types that inputs have.
    package enum Kind: String, Sendable, CaseIterable {
        case string, number, integer, boolean, list, map, source
    }

    package let name: String
    package let kind: Kind
    package let description: String?
    /// The kind of source that fits; nil for any, and for inputs that are no sources.
    package let sourceKind: SourceKind?
    /// The values that are allowed; nil for all.
    package let choices: [JSONValue]?
    /// The expression of RE2 that a text must hold a match of.
    package let pattern: String?
    /// What holds when nothing is given; nil for an input that must be given.
    package let standard: JSONValue?
    let expression: RegularExpression?
}
