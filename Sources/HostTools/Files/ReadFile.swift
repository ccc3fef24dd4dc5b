internal import JSON
internal import Model
internal import Policy
internal import Scanning
package import Tooling

/// Reads some lines of a text file beneath one of the operator's roots.
package struct ReadFile: Tool {
    package struct Input: Decodable, Sendable {
        let path: String
        let startLine: Int?
        let offset: Int?
        let lines: Int?
    }

    package struct Output: Encodable, Sendable {
        let path: String
        let size: Int
        let modified: Timestamp
        let lines: [Line]
        let nextOffset: Int?
        let hidden: [Hidden]
    }

    struct Hidden: Encodable, Sendable {
        let kind: String
        let count: Int
    }

    struct Line: Encodable, Sendable {
        let number: Int?
        let text: String
    }

    /// The most lines of an answer, and the most characters of all of them and of one.
    static let maximumLines = 2000
    static let maximumText = 160 << 10
    static let maximumLine = 4096
    /// How much of a line is looked at.
    private static let longestRead = 64 << 10
    /// How far before an offset a key may have begun.
    private static let lookBehind = 64 << 10

    package init() {}

    package static func access(_ input: Input) -> [Access] { [.path(input.path)] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        guard input.startLine == nil || input.offset == nil else {
            throw ToolError(.validation, "startLine and offset exclude each other", hint: "give one of them")
        }
        let file = try PathAccess(roots: context.roots).open(input.path)
        let name = ForeignText.shown(context.redactor.redact(file.name), limit: 1024)
        let page: FilePage
        do {
            try Self.refuseUnreadable(file, name)
            page = try Self.page(of: file, input, context)
        } catch let fault as FileFault {
            throw fault.error(for: name)
        }
        let output = Output(
            path: name, size: file.size, modified: file.modified, lines: page.lines, nextOffset: page.nextOffset,
            hidden: page.redaction.receipt.hidden.sorted { $0.key < $1.key }
                .map { Hidden(kind: $0.key, count: $0.value) })
        let coverage = Coverage(
            source: name, value: page.nextOffset != nil ? .truncated : page.lines.isEmpty ? .emptyComplete : .complete,
            searched: Searched(files: 1, bytes: file.size, lines: page.lines.count), omitted: page.omissions)
        let summary = "\(page.lines.count) lines of \(name)" + (page.nextOffset == nil ? " to its end" : "")
        return ToolResult(output: output, coverage: [coverage], summary: summary)
    }

    private static func refuseUnreadable(_ file: ReadableFile, _ name: String) throws {
        guard try !file.looksLikeTerraform() else {
            throw ToolError(
                .notPermitted, "\(name) is a Terraform plan or state, which only the Terraform tools read",
                hint: "define a source of kind terraform-plan and use summarize_terraform_plan")
        }
        guard try !file.read(at: 0, count: 8192).contains(0) else {
            throw ToolError(.validation, "\(name) is not a text file", hint: "read_file reads text alone")
        }
    }

    private static func page(of file: ReadableFile, _ input: Input, _ context: ToolContext) throws -> FilePage {
        let limit = min(max(input.lines ?? 200, 1), maximumLines)
        let offset = min(input.offset ?? 0, file.size)
        var page = FilePage(LineRedaction(context.redactor), limit: limit)
        let scanner = LineScanner(file, from: max(0, offset - lookBehind))
        _ = try scanner.forEach(
            afterBlock: { done in
                try Task.checkCancellation()
                context.progress(Progress(activity: "reading \(file.name)", done: done, total: file.size))
            },
            { line, place in
                var bytes: [UInt8] = []
                for index in 0..<min(line.count, longestRead) { bytes.append(line[index]) }
                let text = String(decoding: bytes, as: UTF8.self)
                let isWanted = input.offset == nil ? place.number >= input.startLine ?? 1 : place.offset >= offset
                guard isWanted else {
                    page.pass(text)
                    return true
                }
                return page.take(text, number: input.offset == nil ? place.number : nil, at: place.offset)
            })
        return page
    }
}

/// The lines of an answer while they are gathered.
private struct FilePage {
    private(set) var lines: [ReadFile.Line] = []
    private(set) var nextOffset: Int?
    private(set) var redaction: LineRedaction
    private var cut = 0
    private var room = ReadFile.maximumText
    private let limit: Int

    init(_ redaction: LineRedaction, limit: Int) {
        self.redaction = redaction
        self.limit = limit
    }

    mutating func pass(_ text: String) { redaction.pass(text) }

    /// False when the page was full before this line.
    mutating func take(_ text: String, number: Int?, at offset: Int) -> Bool {
        guard lines.count < limit, room > 0 else {
            nextOffset = offset
            return false
        }
        let hidden = redaction.redacted(text)
        let shown = ForeignText.shown(hidden, limit: min(ReadFile.maximumLine, max(room, 1)))
        if shown.hasSuffix("…"), !hidden.hasSuffix("…") { cut += 1 }
        room -= shown.utf8.count + 32
        lines.append(ReadFile.Line(number: number, text: shown))
        return true
    }

    var omissions: [Omission] {
        cut > 0 ? [Omission(what: "ends of long lines", reason: "longer than the answer takes", count: cut)] : []
    }
}
