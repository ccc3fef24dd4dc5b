internal import CEL
internal import JSON
internal import Model
internal import RE2
internal import Scanning

/// What a query asks for, checked before anything is read.
struct QueryPlan: Sendable {
    let at: RowSelection
    let fields: [RowField]
    let sort: RowField?
    let descending: Bool
    let groups: Grouping?
    let limit: Int
    /// Finds the lines that hold a text; nil when every row is looked at.
    private let needle: BytePattern?
    private let expression: RegularExpression?
    private let filter: CELProgram?

    /// Work of one evaluation of `where`; many rows are judged.
    private static let steps = 100_000

    init(_ input: QueryEvidence.Input) throws(ToolError) {
        at = try RowSelection(input.at)
        fields = try Self.fields(input.fields ?? [])
        sort = if let name = input.sort { try RowField(name) } else { nil }
        descending = input.descending ?? false
        groups = try Grouping(input.groupBy, measure: input.measure)
        limit = min(max(input.limit ?? 50, 1), QueryEvidence.maximumRows)
        guard input.text == nil || input.regex == nil else {
            throw ToolError(.validation, "text and regex exclude each other", hint: "give one of them")
        }
        guard groups == nil || sort == nil else {
            throw ToolError(.validation, "groups have an order of their own", hint: "leave out sort")
        }
        if let text = input.text, text.isEmpty || text.utf8.contains(10) {
            throw ToolError(.validation, "`text` is empty or has a line break", hint: "rows are searched one by one")
        }
        needle = input.caseSensitive == true ? input.text.map { BytePattern($0) } : nil
        do throws(RegularExpressionError) {
            if let regex = input.regex {
                expression = try RegularExpression(
                    regex, options: input.caseSensitive == false ? [.caseInsensitive, .multiline] : [.multiline])
            } else if needle == nil, let text = input.text {
                expression = try RegularExpression(text, options: [.literal, .caseInsensitive])
            } else {
                expression = nil
            }
        } catch {
            throw ToolError(.validation, error.message, hint: error.hint)
        }
        filter = if let text = input.where { try Self.program(text) } else { nil }
    }

    private static func fields(_ names: [String]) throws(ToolError) -> [RowField] {
        var fields: [RowField] = []
        for name in names { fields.append(try RowField(name)) }
        return fields
    }

    private static func program(_ text: String) throws(ToolError) -> CELProgram {
        do throws(CELError) {
            var limits = CELLimits.standard
            limits.steps = steps
            limits.builtBytes = 1 << 20
            return CELProgram(try CELExpression(text, limits: limits))
        } catch {
            throw ToolError(
                .validation, "`where` cannot be read: \(error.description)",
                hint: "an expression of CEL over row, text and number, such as row.level == 'error'")
        }
    }

    /// Whether rows are taken as they come, so that a page is full before everything was read.
    var isStreaming: Bool { sort == nil && groups == nil }

    /// Whether a text has to stand in a row.
    var hasText: Bool { needle != nil || expression != nil }

    /// A place in the first line at or after `start` that may match; nil when there is none.
    func firstMatch(in bytes: Span<UInt8>, from start: Int) -> Int? {
        if let needle { return unsafe needle.firstMatch(in: bytes.bytes, from: start) }
        if let expression { return expression.firstMatch(in: bytes, from: start)?.lowerBound }
        return start < bytes.count ? start : nil
    }

    /// Whether a line that was found among others matches by itself, without the line after it.
    func matches(line: [UInt8]) -> Bool { expression?.matches(in: line) ?? true }

    /// Whether a row holds the text that is looked for.
    func matches(_ text: String) -> Bool {
        if let needle { return needle.firstMatch(in: Array(text.utf8)) != nil }
        return expression?.matches(text) ?? true
    }

    /// Whether a row passes the filter; nil when the filter cannot say.
    func accepts(_ row: Row, number: Int) -> Bool? {
        guard let filter else { return true }
        let variables: CELVariables = [
            "row": CELValue(row.value), "text": CELValue(.string(row.text)), "number": CELValue(JSONValue(number)),
        ]
        return try? filter.evaluate(variables).json().boolValue
    }

    /// The row as it is shown.
    func shown(_ row: Row) -> JSONValue {
        guard !fields.isEmpty else { return row.value }
        var object: JSONObject = [:]
        for field in fields { object[field.name] = field.value(in: row.value) ?? .null }
        return .object(object)
    }
}
