internal import JSON
internal import Model

/// What two pieces of evidence have and have not in common, while it is found out.
struct Difference {
    private var counts = DiffEvidence.Counts()
    private var added: [Row] = []
    private var removed: [Row] = []
    private var changed: [(key: JSONValue, before: Row, after: Row)] = []
    private let limit: Int
    /// Whether more differs than is told.
    private(set) var isCut = false

    init(limit: Int) { self.limit = limit }

    mutating func same() { counts.same += 1 }

    mutating func add(_ row: Row) {
        counts.added += 1
        if added.count < limit { added.append(row) } else { isCut = true }
    }

    mutating func remove(_ row: Row) {
        counts.removed += 1
        if removed.count < limit { removed.append(row) } else { isCut = true }
    }

    /// Compares outputs: by a key of their elements, by their elements, or value by value.
    mutating func compare(
        _ before: Evidence, _ after: Evidence, at pointer: JSONPointer, key: RowField?
    ) throws(ToolError) {
        guard let key else {
            let isList = before.output[pointer]?.arrayValue != nil && after.output[pointer]?.arrayValue != nil
            return isList
                ? match(
                    try RowSelection.rows(of: before, at: pointer), try RowSelection.rows(of: after, at: pointer),
                    by: \.value)
                : match(Self.leaves(of: before, at: pointer), Self.leaves(of: after, at: pointer)) { row in
                    if case .pointer(let text) = row.place { .string(text) } else { .null }
                }
        }
        match(
            try RowSelection.rows(of: before, at: pointer), try RowSelection.rows(of: after, at: pointer),
            by: { key.value(in: $0.value) ?? .null })
    }

    private mutating func match(_ before: [Row], _ after: [Row], by key: (Row) -> JSONValue) {
        var known: [JSONValue: [Row]] = [:]
        for row in before.reversed() { known[key(row), default: []].append(row) }
        for row in after {
            let name = key(row)
            guard let other = known[name]?.popLast() else {
                add(row)
                continue
            }
            guard other.value != row.value else {
                same()
                continue
            }
            counts.changed += 1
            if changed.count < limit { changed.append((name, other, row)) } else { isCut = true }
        }
        for row in before {
            let name = key(row)
            guard let rest = known[name], rest.contains(where: { $0.place == row.place }) else { continue }
            remove(row)
        }
    }

    /// Every value that is no list and no object, with its place.
    private static func leaves(of evidence: Evidence, at pointer: JSONPointer) -> [Row] {
        var found: [Row] = []
        var open: [(JSONPointer, JSONValue)] = evidence.output[pointer].map { [(pointer, $0)] } ?? []
        while let (place, value) = open.popLast() {
            switch value {
            case .array(let elements) where !elements.isEmpty:
                for (index, element) in elements.enumerated().reversed() {
                    open.append((place.appending(index), element))
                }
            case .object(let object) where !object.isEmpty:
                for (name, member) in object.sorted(by: { $0.key > $1.key }) {
                    open.append((place.appending(name), member))
                }
            default: found.append(Row(evidence: evidence.id, place: .pointer(place.text), value: value))
            }
        }
        return found
    }

    func output(of ids: [EvidenceID]) -> DiffEvidence.Output {
        DiffEvidence.Output(
            derivedFrom: ids.map(\.rawValue), counts: counts, added: added.map(Self.side),
            removed: removed.map(Self.side),
            changed: changed.map {
                DiffEvidence.Change(
                    key: QueryGathering.shown($0.key), before: Self.side($0.before), after: Self.side($0.after))
            })
    }

    private static func side(_ row: Row) -> DiffEvidence.Side {
        let value = DiffEvidence.shown(row.value)
        return switch row.place {
        case .pointer(let pointer):
            DiffEvidence.Side(evidence: row.evidence.rawValue, pointer: pointer, line: nil, value: value)
        case .line(let line):
            DiffEvidence.Side(evidence: row.evidence.rawValue, pointer: nil, line: line, value: value)
        }
    }
}

extension DiffEvidence {
    /// So many bytes of a value are told, so that the answer stays within its bounds.
    private static let longestValue = 400

    static func shown(_ value: JSONValue) -> JSONValue {
        let text = value.stringValue ?? value.canonicalText()
        guard text.utf8.count > longestValue else { return value }
        var end = text.utf8.index(text.startIndex, offsetBy: longestValue)
        while end.samePosition(in: text) == nil { end = text.utf8.index(before: end) }
        return .string(text[..<end] + "…")
    }
}
