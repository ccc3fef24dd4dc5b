internal import Model

/// Reads tables of comma-separated values, long and wide, from a stream of bytes.
///
/// Commas, semicolons and tabs separate; fields may be quoted. A row whose time or value cannot be read is counted and
/// left out, an empty cell is no sample. Bounds are those of `ExpositionParser`.
struct CSVParser {
    private(set) var report = ExpositionReport()
    private var rows = CSVRows(separator: UInt8(ascii: ","))
    private var header: [String]?
    private var layout: CSVLayout?
    private var time: CSVTime
    private var file = ""
    private var numbers: [SeriesIdentity: Int] = [:]
    private var identities: [SeriesIdentity] = []
    private var buffers: [Points] = []
    /// The series of a row's labels and name as written, for each column of values.
    private var known: [[UInt8]: Int] = [:]
    private var kept = 0
    /// Lines of earlier files.
    private var earlier = 0
    private let span: TimeSpan
    private let filter: ExpositionParser.Filter

    /// - Parameter offset: Seconds east of UTC of times without a zone.
    init(span: TimeSpan, offset: Int, filter: @escaping ExpositionParser.Filter) {
        self.span = span
        self.filter = filter
        time = CSVTime(offset: offset)
    }

    /// What separates the fields of a table that begins with these bytes; nil when it is not a table of metrics.
    static func separator(_ start: borrowing Span<UInt8>) -> UInt8? {
        var line: [UInt8] = []
        for index in 0..<min(start.count, 64 << 10) {
            if start[index] == 0x0A { break }
            line.append(start[index])
        }
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        for separator in [UInt8(ascii: ","), 0x09, UInt8(ascii: ";")] where line.contains(separator) {
            var rows = CSVRows(separator: separator)
            for byte in line { _ = rows.take(byte) }
            guard case .row = rows.end() else { continue }
            if CSVLayout.isHeader((0..<rows.count).map(rows.text)) { return separator }
        }
        return nil
    }

    /// Begins a file.
    mutating func begin(_ name: String, separator: UInt8) {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        let stem = last.split(separator: ".").first.map(String.init) ?? last
        file = stem.isEmpty ? "value" : stem
        rows = CSVRows(separator: separator)
        header = nil
        layout = nil
        known = [:]
    }

    mutating func feed(_ chunk: borrowing Span<UInt8>) {
        report.bytes += chunk.count
        for index in 0..<chunk.count {
            switch rows.take(chunk[index]) {
            case .goesOn: continue
            case .row: takeRow()
            case .tooLong: malformed()
            }
            rows.clear()
        }
        report.lines = earlier + rows.lines
    }

    /// Ends a file; the next has a header of its own.
    mutating func endFile() {
        if case .row = rows.end() { takeRow() }
        rows.clear()
        earlier += rows.lines
        report.lines = earlier
    }

    /// The series with samples, in the order in which they were first met.
    mutating func finish() -> [Series] {
        let families = FamilyTable()
        return buffers.indices.compactMap { number -> Series? in
            buffers[number].sort()
            guard !buffers[number].isEmpty else { return nil }
            let identity = identities[number]
            let (kind, unit) = families.meaning(of: identity.name)
            // A table declares no types: what is called a total and falls again and again is none.
            let isCounter = kind == .counter && !Self.fallsOften(buffers[number].values)
            return Series(
                name: identity.name, labels: identity.labels, kind: kind == .counter && !isCounter ? .unknown : kind,
                unit: unit, points: buffers[number])
        }
    }

    private static func fallsOften(_ values: [Double]) -> Bool {
        let falls = zip(values.dropFirst(), values).count(where: { $0.0 < $0.1 })
        return falls * 20 > values.count
    }

    private mutating func malformed() {
        report.lines = earlier + rows.lines
        report.countMalformed()
    }

    private mutating func takeRow() {
        guard let header else {
            var cells = (0..<rows.count).map(rows.text)
            if let first = cells.first, first.unicodeScalars.first == "\u{FEFF}" {
                cells[0] = String(String.UnicodeScalarView(first.unicodeScalars.dropFirst()))
            }
            self.header = cells
            return
        }
        if layout == nil {
            let areNumbers = (0..<rows.count).map { isNumber($0) }
            layout = CSVLayout(header, isNumber: areNumbers, file: file)
            if layout != nil { report.declarations += 1 }
        }
        guard let layout else { return malformed() }
        guard layout.time < rows.count, let time = time.milliseconds(rows.bytes[rows.range(layout.time)]) else {
            return malformed()
        }
        report.see(time)
        for (place, value) in layout.values.enumerated() where value.column < rows.count {
            let range = rows.range(value.column)
            guard !range.isEmpty else { continue }
            guard let number = number(range) else {
                if !isAbsent(range) { malformed() }
                continue
            }
            report.samples += 1
            take(number, at: time, layout, place)
        }
    }

    private mutating func take(_ value: Double, at time: Int64, _ layout: CSVLayout, _ place: Int) {
        guard span.contains(Timestamp(milliseconds: time)), let series = series(layout, place), series >= 0 else {
            return
        }
        guard kept < ExpositionParser.maximumSamples else {
            report.excessSamples += 1
            return
        }
        kept += 1
        buffers[series].append(time, value)
    }

    /// The number of a row's series: -1 for one that is not wanted; nil for one too many or without a name.
    private mutating func series(_ layout: CSVLayout, _ place: Int) -> Int? {
        var key: [UInt8] = [UInt8(truncatingIfNeeded: place), UInt8(truncatingIfNeeded: place >> 8)]
        if let name = layout.name {
            guard name < rows.count else { return nil }
            key += rows.bytes[rows.range(name)]
        }
        for label in layout.labels where label.column < rows.count {
            key.append(0)
            key += rows.bytes[rows.range(label.column)]
        }
        if let number = known[key] { return number }
        let value = layout.values[place]
        let name = layout.name.map { rows.text($0) } ?? value.name
        guard !name.isEmpty, identities.count < ExpositionParser.maximumSeries,
            known.count < ExpositionParser.maximumKeys
        else {
            report.excessSeries += 1
            return nil
        }
        var labels = value.labels
        for label in layout.labels.prefix(KeyText.maximumLabels) where label.column < rows.count {
            let text = rows.text(label.column)
            if !text.isEmpty { labels.append(Label(label.name, text)) }
        }
        labels.sort { $0.name < $1.name }
        let number = number(SeriesIdentity(name: name, labels: labels))
        known[key] = number
        return number
    }

    private mutating func number(_ identity: SeriesIdentity) -> Int {
        guard filter(identity.name, identity.labels) else { return -1 }
        if let number = numbers[identity] { return number }
        numbers[identity] = buffers.count
        identities.append(identity)
        buffers.append(Points(scale: Points.Scale(span)))
        return buffers.count - 1
    }

    private func isNumber(_ field: Int) -> Bool {
        let range = rows.range(field)
        return range.isEmpty || number(range) != nil || isAbsent(range)
    }

    private func isAbsent(_ range: Range<Int>) -> Bool {
        ["null", "nan", "none", "na", "n/a", "-"].contains(
            String(decoding: rows.bytes[range], as: UTF8.self).lowercased())
    }

    /// The number of a field; where semicolons separate fields, a comma is what separates a number's decimals.
    private func number(_ range: Range<Int>) -> Double? {
        let bytes = rows.bytes[range]
        guard rows.separator == UInt8(ascii: ";"), bytes.contains(UInt8(ascii: ",")) else { return Self.number(bytes) }
        guard !bytes.contains(UInt8(ascii: ".")) else { return nil }
        return Self.number(ArraySlice(bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
        guard let first = bytes.first, bytes.count <= NumberScan.maximumLength else { return nil }
        guard first &- 48 < 10 || first == 0x2D || first == 0x2B || first == 0x2E else { return nil }
        var position = 0
        guard let value = NumberScan.double(bytes.span, &position), position == bytes.count, !value.isNaN else {
            return nil
        }
        return value
    }
}
