import Tooling

/// A step of which the form has been read, but neither its place in the graph nor its expressions.
///
/// It never changes, and is gone through several times, so that copying it would be felt.
final class StepDraft: Sendable {
    /// What the step does.
    enum Action: Sendable {
        case tool(ToolContract)
        case workflow(Workflow, major: Int)
        case finding
        case approval
        case question
        /// What is wrong with it has been noted.
        case broken
    }

    /// The identifier; one that nothing can name when the file has none.
    let id: String
    let fields: Fields
    let action: Action
    /// The names in `needs`; nil when the key is not there.
    let needs: [(name: String, range: SourceRange)]?
    let handler: (name: String, range: SourceRange)?

    init(
        id: String, fields: Fields, action: Action, needs: [(name: String, range: SourceRange)]?,
        handler: (name: String, range: SourceRange)?
    ) {
        (self.id, self.fields, self.action) = (id, fields, action)
        (self.needs, self.handler) = (needs, handler)
    }

    /// Where the step is named.
    var range: SourceRange { fields["id"]?.range ?? fields.range }

    var isFanOut: Bool { fields.contains("foreach") }
}
