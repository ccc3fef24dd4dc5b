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
            hidden: page.receipt.hidden.sorted { $0.key < $1.key }
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
        var page = FilePage(file, context.redactor, limit: limit)
        // A line is shown whole or not at all: the rest of one would not look like the secret that it is.
        let isWithinLine = try offset > 0 && file.read(at: offset - 1, count: 1) != [UInt8(ascii: "\n")]
        let scanner = LineScanner(file, from: offset)
        _ = try scanner.forEach(
            afterBlock: { done in
                try Task.checkCancellation()
                context.progress(Progress(activity: "reading \(file.name)", done: done, total: file.size))
            },
            { line, place in
                guard input.offset != nil || place.number >= input.startLine ?? 1 else { return true }
                if isWithinLine, place.offset == offset { return true }
                return try page.take(line, number: input.offset == nil ? place.number : nil, at: place.offset)
            })
        return page
    }
}

/// The lines of an answer while they are gathered.
private struct FilePage {
    private(set) var lines: [ReadFile.Line] = []
    private(set) var nextOffset: Int?
    private(set) var receipt = RedactionReceipt()
    private var window: LineWindow
    private let redactor: Redactor
    private var cut = 0
    private var room = ReadFile.maximumText
    private let limit: Int

    init(_ file: ReadableFile, _ redactor: Redactor, limit: Int) {
        window = LineWindow(file) { bytes in
            var receipt = RedactionReceipt()
            _ = redactor.redactLines(of: &bytes, &receipt)
        }
        self.redactor = redactor
        self.limit = limit
    }

    /// False when the page was full before this line.
    mutating func take(_ line: Span<UInt8>, number: Int?, at offset: Int) throws -> Bool {
        guard lines.count < limit, room > 0 else {
            nextOffset = offset
            return false
        }
        // What surrounds a line counts, such as the beginning of a key that it is a part of.
        let hidden = String(decoding: try window.line(at: offset), as: UTF8.self)
        count(line, shownAs: hidden)
        // What is left when a line is made fit to be shown may be a secret for the first time.
        let shown = redactor.redact(ForeignText.shown(hidden, limit: min(ReadFile.maximumLine, max(room, 1))), &receipt)
        if shown.hasSuffix("…"), !hidden.hasSuffix("…") { cut += 1 }
        room -= shown.utf8.count + 32
        lines.append(ReadFile.Line(number: number, text: shown))
        return true
    }

    /// Counts what is hidden in a line: by kind as far as the line itself tells it.
    private mutating func count(_ line: Span<UInt8>, shownAs hidden: String) {
        var bytes: [UInt8] = []
        for index in 0..<min(line.count, ReadFile.maximumText) { bytes.append(line[index]) }
        let isKnown = redactor.redact(&bytes, &receipt)
        if !isKnown, hidden.contains("«secret:"), !String(decoding: bytes, as: UTF8.self).contains("«secret:") {
            receipt.count("part-of-a-secret")
        }
    }

    var omissions: [Omission] {
        cut > 0 ? [Omission(what: "ends of long lines", reason: "longer than the answer takes", count: cut)] : []
    }
}
