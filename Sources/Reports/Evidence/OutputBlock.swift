/// A part of an evidence's output in a form that a reader takes in at a glance; all its cells came from outside.
enum OutputBlock: Sendable {
    /// How a column is set.
    enum Column: Sendable {
        case words(String), code(String), number(String), time(String)

        var title: String {
            switch self {
            case .words(let title), .code(let title), .number(let title), .time(let title): title
            }
        }
    }

    case table(title: String, columns: [Column], rows: [[String]], omitted: Int)
    case facts([(name: String, value: String)])
}
