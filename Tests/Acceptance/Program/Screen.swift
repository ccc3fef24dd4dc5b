import TestSupport

/// What stands on a terminal after a program has written to it: as much of one as Casebook uses.
///
/// A line that reaches the right edge goes on in the next one, as on a real terminal, so what is too wide is seen.
struct Screen {
    let columns: Int
    /// Every line from the first, those that have scrolled off among them.
    private(set) var lines: [[Character]] = [[]]
    /// Lines that were too wide and went on in the next one.
    private(set) var tooWide: Set<Int> = []
    private var row = 0
    private var column = 0

    /// - Throws: `TestFailure` for a control sequence that Casebook does not use.
    init(_ text: String, columns: Int) throws {
        self.columns = columns
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\n": down()
            case "\r": column = 0
            case "\u{1B}": try obey(&rest)
            default: put(Character(scalar))
            }
        }
    }

    /// The lines without blanks at their ends.
    var text: [String] {
        lines.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    private mutating func down() {
        row += 1
        column = 0
        while lines.count <= row { lines.append([]) }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            tooWide.insert(row)
            down()
        }
        while lines[row].count <= column { lines[row].append(" ") }
        lines[row][column] = character
        column += 1
    }

    private mutating func obey(_ rest: inout ArraySlice<Unicode.Scalar>) throws {
        guard rest.popFirst() == "[" else { throw TestFailure("an escape that is no control sequence") }
        var parameter = ""
        while let scalar = rest.first, "0123456789;".unicodeScalars.contains(scalar) {
            parameter.unicodeScalars.append(scalar)
            rest.removeFirst()
        }
        switch rest.popFirst() {
        case "m": break
        case "A": row = max(0, row - (Int(parameter) ?? 1))
        case "K": lines[row].removeLast(max(0, lines[row].count - column))
        case "J":
            lines[row].removeLast(max(0, lines[row].count - column))
            lines.removeLast(lines.count - row - 1)
        case let other: throw TestFailure("the control sequence \(parameter)\(other.map(String.init) ?? "")")
        }
    }
}
