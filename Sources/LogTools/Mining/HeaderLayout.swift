/// What stands before the message in the lines of one file: times, levels, processes, components, in columns.
///
/// It is learnt from the columns of sample lines, not from a list of systems: a column belongs to the header when
/// nearly every line has something of one class there.
struct HeaderLayout: Hashable, Sendable {
    /// What a field looks like.
    enum FieldClass: UInt8, Hashable, Sendable, CaseIterable {
        case time, level, number, bracket, mark, colon, word
    }

    /// A field at the front of a line.
    struct Field: Hashable {
        let start: Int
        let end: Int
        let kind: FieldClass
        /// Small letters alone.
        var isPlainWord = false
        /// Two blanks or more follow, as between the columns of a table.
        var isPadded = false
    }

    private static let maximumColumns = 12
    /// The class of each column of the header.
    private var columns: [FieldClass] = []
    /// True when a lone dash ends the header, whatever the number of words before it.
    private var endsInDash = false

    /// Learns from sample lines that have a time.
    init(sample: [[UInt8]], finder: TimeFinder) {
        var finder = finder
        var rows: [[Field]] = []
        var times: [FoundTime] = []
        let sample = sample.filter { line in
            guard let time = finder.locate(in: line.span) else { return false }
            times.append(time)
            rows.append(Self.fields(of: line.span, time: time, limit: Self.maximumColumns))
            return true
        }
        guard rows.count > 1 else { return }
        var accepted: [FieldClass] = []
        var end = 0
        var fitting = rows
        var isClosed = false
        for column in 0..<Self.maximumColumns {
            var counts = [Int](repeating: 0, count: FieldClass.allCases.count)
            for row in fitting where column < row.count { counts[Int(row[column].kind.rawValue)] += 1 }
            let total = fitting.count
            let most = counts.max() ?? 0
            // Behind a level or a component, plain words are the message.
            let plain = fitting.count { column < $0.count && $0[column].isPlainWord }
            if isClosed, plain * 2 > total { break }
            guard most * 10 >= total * 8, let index = counts.firstIndex(of: most),
                let kind = FieldClass(rawValue: UInt8(index))
            else { break }
            accepted.append(kind)
            fitting = fitting.filter { column < $0.count && $0[column].kind == kind }
            guard fitting.count * 10 >= rows.count * 6 else { break }
            if kind == .level || kind == .colon { isClosed = true }
            let padded = fitting.count { column < $0.count && $0[column].isPadded }
            if kind != .word || isClosed && padded * 20 >= fitting.count * 19 {
                end = column + 1
            } else if column - end >= 4 {
                break
            }
        }
        columns = Array(accepted.prefix(end))
        let fits = rows.count { row in
            row.count >= end && zip(row, columns).allSatisfy { $0.kind == $1 }
        }
        // Some lines have a word more or less, as when a name has two; a lone dash may still end every header.
        let time = 1 + (columns.firstIndex(of: .time) ?? 0)
        let kept = fits * 100 < rows.count * 95 ? min(time, end) : end
        let dashed = zip(sample, rows).count { line, row in Self.dashEnd(in: line.span, row.dropFirst(kept)) != nil }
        endsInDash = dashed * 100 >= rows.count * 95
        if endsInDash { columns = Array(columns.prefix(kept)) }
        // A table has nothing but columns, and is no header of nothing; neither is its time, where no blank stands behind.
        for fewer in [time, 0] {
            let empty = zip(sample, times).count { line, time in
                messageStart(in: line.span, time: time) >= line.count
            }
            guard empty * 2 > rows.count else { break }
            (columns, endsInDash) = (Array(columns.prefix(fewer)), false)
        }
    }

    /// Just after a lone dash among the next few fields.
    private static func dashEnd(in line: Span<UInt8>, _ fields: ArraySlice<Field>) -> Int? {
        fields.prefix(4).first { $0.end - $0.start == 1 && line[$0.start] == Byte.dash }?.end
    }

    /// Where the message begins: after the header, as far as this line has it, and in any case after its time.
    func messageStart(in line: Span<UInt8>, time: FoundTime) -> Int {
        var end = time.end
        var position = 0
        var number = 0
        var isWithin = true
        while number < columns.count + (endsInDash ? 4 : 0),
            let field = Self.nextField(in: line, from: &position, time: time)
        {
            if number < columns.count {
                isWithin = isWithin && columns[number] == field.kind
                if isWithin, field.kind != .word || number == columns.count - 1 { end = max(end, field.end) }
                if !isWithin, !endsInDash { break }
            } else if field.end - field.start == 1, line[field.start] == Byte.dash {
                end = field.end
                break
            }
            number += 1
        }
        while end < line.count, Self.isSeparator(line[end]) || line[end] == Byte.close { end += 1 }
        return end
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == Byte.space || byte == Byte.tab || byte == Byte.bar
    }

    /// The first fields of a line; its time is one of them, whatever blanks it holds.
    static func fields(of line: Span<UInt8>, time: FoundTime, limit: Int) -> [Field] {
        var fields: [Field] = []
        var position = 0
        while fields.count < limit, var field = nextField(in: line, from: &position, time: time) {
            if field.kind != .time { look(at: &field, in: line) }
            fields.append(field)
        }
        return fields
    }

    /// Takes in what is asked of a field only while the layout is learnt.
    private static func look(at field: inout Field, in line: Span<UInt8>) {
        field.isPlainWord = true
        for index in field.start..<field.end where line[index] &- 97 >= 26 { field.isPlainWord = false }
        let end = field.end
        field.isPadded = end + 1 < line.count && isSeparator(line[end]) && isSeparator(line[end + 1])
    }

    /// The field that begins at or after a position, which is moved behind it.
    private static func nextField(in line: Span<UInt8>, from position: inout Int, time: FoundTime) -> Field? {
        while position < line.count, isSeparator(line[position]) { position += 1 }
        guard position < line.count else { return nil }
        let start = position
        if start <= time.start, reaches(time, from: start, in: line) {
            position = time.end
            if position < line.count, line[position] == Byte.comma || line[position] == UInt8(ascii: ";") {
                // The first cell of a table.
                position += 1
            } else {
                while position < line.count, !isSeparator(line[position]) { position += 1 }
            }
            return Field(start: start, end: position, kind: .time)
        }
        if line[position] == Byte.open, let close = closing(in: line, from: position) { position = close }
        while position < line.count, !isSeparator(line[position]) { position += 1 }
        return Field(start: start, end: position, kind: kind(of: line, start..<position))
    }

    private static func reaches(_ time: FoundTime, from start: Int, in line: Span<UInt8>) -> Bool {
        for position in start..<time.start where isSeparator(line[position]) { return false }
        return true
    }

    /// Just after the bracket that closes the one at `start`.
    private static func closing(in line: Span<UInt8>, from start: Int) -> Int? {
        var depth = 0
        for position in start..<min(line.count, start + 200) {
            if line[position] == Byte.open { depth += 1 }
            if line[position] == Byte.close {
                depth -= 1
                if depth == 0 { return position + 1 }
            }
        }
        return nil
    }

    private static func kind(of line: Span<UInt8>, _ range: Range<Int>) -> FieldClass {
        var letters = 0
        var digits = 0
        for position in range {
            if Byte.isLetter(line[position]) { letters += 1 } else if Byte.isDigit(line[position]) { digits += 1 }
        }
        let first = line[range.lowerBound]
        let last = line[range.upperBound - 1]
        if letters > 0, digits == 0, let level = wordInside(line, range), LogLevel(line, level) != nil { return .level }
        if letters == 1, digits == 0, range.count == 1, LogLevel(letter: first) != nil { return .level }
        if first == Byte.open, last == Byte.close || last == Byte.colon { return .bracket }
        if last == Byte.colon, range.count > 1 { return .colon }
        if letters + digits == 0 { return .mark }
        if letters == 0 { return .number }
        return .word
    }

    private static func wordInside(_ line: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, !Byte.isLetter(line[start]) { start += 1 }
        while start < end, !Byte.isLetter(line[end - 1]) { end -= 1 }
        return start < end ? start..<end : nil
    }
}
