internal import JSON
internal import Model
internal import Scanning

/// The rows of an answer while they are gathered.
struct QueryGathering {
    /// Bytes of rows in one answer.
    private static let room = 96 << 10
    /// Bytes of one row; what is longer is told by its beginning.
    private static let longestRow = 8 << 10
    /// So many rows can be sorted; of more, the first ones of the order are known and the rest is said to be left out.
    static let maximumSorted = 5000

    let plan: QueryPlan
    private(set) var rows: [Row] = []
    private(set) var groups: Grouping?
    private(set) var matched = 0
    private(set) var examined = 0
    /// Rows of which the filter could not say whether they count.
    private(set) var unjudged = 0
    private(set) var bytes = 0
    /// Where the next page begins; nil while there is room.
    private(set) var next: QueryCursor?
    private var used = 0

    init(_ plan: QueryPlan) {
        self.plan = plan
        groups = plan.groups
    }

    var isFull: Bool { next != nil }

    mutating func read(_ count: Int) { bytes += count }

    /// Takes a row that holds the text that is looked for; false when the page was full before it.
    mutating func take(_ row: Row, number: Int, at cursor: @autoclosure () -> QueryCursor) -> Bool {
        examined += 1
        guard let isAccepted = plan.accepts(row, number: number) else {
            unjudged += 1
            return true
        }
        guard isAccepted else { return true }
        if groups != nil {
            matched += 1
            groups?.add(row.value)
            return true
        }
        guard plan.isStreaming else {
            matched += 1
            keep(row)
            return true
        }
        let size = min(plan.shown(row).canonicalBytes().count, Self.longestRow) + 128
        guard rows.count < plan.limit, used + size <= Self.room || rows.isEmpty else {
            next = cursor()
            return false
        }
        matched += 1
        used += size
        rows.append(row)
        return true
    }

    /// Keeps the first rows of the order; cut back now and then, so that the many cost little each.
    private mutating func keep(_ row: Row) {
        rows.append(row)
        if rows.count >= 2 * Self.maximumSorted { rows = Array(sorted.prefix(Self.maximumSorted)) }
    }

    /// In the order that is asked for; equal ones as they stand in the evidence.
    private var sorted: [Row] {
        guard let sort = plan.sort else { return rows }
        return rows.map { (sort.value(in: $0.value), $0) }.enumerated().sorted { left, right in
            let (one, other) = (left.element.0, right.element.0)
            if RowField.precedes(one, other) { return !plan.descending }
            if RowField.precedes(other, one) { return plan.descending }
            return left.offset < right.offset
        }
        .map(\.element.1)
    }

    /// The page of a sorted answer.
    mutating func page(from start: Int) {
        let ordered = sorted.prefix(Self.maximumSorted).dropFirst(start)
        rows = []
        for (index, row) in ordered.enumerated() {
            let size = min(plan.shown(row).canonicalBytes().count, Self.longestRow) + 128
            guard rows.count < plan.limit, used + size <= Self.room || rows.isEmpty else {
                next = QueryCursor()
                next?.row = start + index + 1
                return
            }
            used += size
            rows.append(row)
        }
    }

    /// A row as it is shown, cut where it is long.
    static func shown(_ value: JSONValue) -> JSONValue {
        let text = value.stringValue ?? value.canonicalText()
        guard text.utf8.count > longestRow else { return value }
        var end = text.utf8.index(text.startIndex, offsetBy: longestRow)
        while end.samePosition(in: text) == nil { end = text.utf8.index(before: end) }
        return .string(text[..<end] + "…")
    }
}
