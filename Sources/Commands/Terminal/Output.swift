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

    /// Prints a line, or several.
    func text(_ text: String) { Self.write(text + "\n", to: STDOUT_FILENO) }

    /// Prints bytes as they are.
    func raw(_ text: String) { Self.write(text, to: STDOUT_FILENO) }

    /// Prints a JSON document.
    func json(_ value: JSONValue) { text(value.serialized(pretty: true)) }

    /// Prints an error: as JSON on the standard output, or as text on the standard error.
    func error(code: String, message: String, hint: String?) {
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
        Self.write(text, to: STDERR_FILENO)
    }

    /// Paints a text on a terminal that shows colours.
    func paint(_ text: String, _ style: Style) -> String {
        usesColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    enum Style: String { case bold = "1", dim = "2", red = "31", green = "32", yellow = "33", blue = "34", cyan = "36" }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes[offset...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            offset += count
        }
    }
}
