import CEL

/// What an expression is allowed to read.
struct CheckScope {
    enum Steps {
        /// Those that the step transitively needs.
        case needed(by: Int)
        case everything
    }

    /// The step that the expression belongs to.
    let owner: Int?
    let mayRead: Steps
    /// The name of a fan-out's element, with its type.
    let variable: (name: String, type: CELType)?
    /// The step's `if`, which holds wherever its other expressions are evaluated.
    let assuming: [CELExpression]
    /// Whether the step's own output can be read, as in `until`.
    var readsItself = false
}
