import Glibc
import JSON

/// Writes what a command has to say: JSON, or text that is coloured on a terminal and plain in a pipe.
struct Output: Sendable {
    let isJSON: Bool
    let isTerminal: Bool
    let usesColour: Bool

    init(isJSON: Bool) {
        self.isJSON = isJSON
        isTerminal = !isJSON && isatty(STDOUT_FILENO) == 1
        usesColour = isTerminal && Environment.variables["NO_COLOR"] == nil
    }

    /// Columns and rows of the terminal; 80 by 24 where it does not tell.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// How wide a line may be: the terminal's columns, or what is easily read on a wide one; without a terminal a line is
    /// as long as it is.
    var width: Int { isTerminal ? max(40, min(size.columns, 120)) : .max }

    /// A line of a list, cut where the terminal ends; as it is without a terminal.
    func fitted(_ line: String) -> String { isTerminal ? Printable.cut(line, toColumns: size.columns) : line }

    /// Prints a line, or several.
    func text(_ text: String) { Stream.output.write(text + "\n") }

    /// Prints bytes as they are.
    func raw(_ text: String) { Stream.output.write(text) }

    /// Prints a JSON document.
    func json(_ value: JSONValue) { text(value.serialized(pretty: true)) }

    /// Prints an error, without what looks like a secret: as JSON on the standard output, or as text on the standard
    /// error.
    func error(code: String, message: String, hint: String?) {
        let screen = ErrorScreen()
        let (message, hint) = (screen.shown(message), hint.map { screen.shown($0) })
        guard !isJSON else {
            json([
                "error": [
                    "code": .string(code), "message": .string(message), "hint": hint.map { .string($0) } ?? .null,
                ]
            ])
            return
        }
        var text = "casebook: \(Printable.clean(message, keepsLines: true))\n"
        if let hint { text += "  hint: \(Printable.clean(hint, keepsLines: true))\n" }
        Stream.errors.write(text)
    }

    /// Paints a text on a terminal that shows colours.
    func paint(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Style: String { case bold = "1", dim = "2", red = "31", green = "32", yellow = "33", blue = "34", cyan = "36" }
}
