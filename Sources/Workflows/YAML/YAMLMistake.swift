import YAML

/// A mistake as libyaml tells it, and what it means to the writer of the file.
struct YAMLMistake {
    private let fault: YAMLFault

    init(_ fault: YAMLFault) { self.fault = fault }

    private var problem: String { fault.problem }
    private var context: YAMLFault.Context? { fault.context }
    var mark: YAMLMark { fault.mark }

    /// What can be done so that the reading goes on.
    enum Remedy {
        case none
        /// The character there is taken for an ordinary one.
        case neutralise(YAMLMark)
    }

    static let tagMessage = "`!` at the start of a value is a YAML tag, so this is not read as it looks"

    static let depthMessage = "more than \(YAMLDocument.maximumDepth) levels of lists and mappings"

    static func quoteHint(_ text: String) -> String { "quote it: \(quoted(text))" }

    /// A text as a single-quoted scalar.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    var isLimit: Bool { fault.kind == .depth || fault.kind == .size }

    /// The `!` that began the value of the mistake's line, if one did.
    func tag(in file: SourceFile, before offset: Int) -> YAMLMark? {
        let line = file.lineIndex(of: offset)
        let text = Array(file.text(file.line(line)).unicodeScalars)
        for index in text.indices where index > 1 && text[index] == "!" && text[index - 1] == " " {
            if text[index - 2] == ":" || text[index - 2] == "-" { return YAMLMark(line: line + 1, column: index + 1) }
        }
        return nil
    }

    /// Where it is shown: at what is not closed rather than at the end of the file.
    var place: YAMLMark {
        guard let context, problem.contains("end of stream") || context.text.contains("quoted scalar") else {
            return mark
        }
        return problem.contains("end of stream") || problem.contains("document indicator") ? context.mark : mark
    }

    /// What is wrong, what to do about it, and how to go on.
    func explain(
        _ file: SourceFile, at offset: Int, character: Unicode.Scalar?
    ) -> (message: String, hint: String?, remedy: Remedy) {
        switch fault.kind {
        case .syntax: break
        case .secondDocument:
            return ("a file holds one document, and another begins here", "put it into a file of its own", .none)
        case .undefinedAlias:
            return ("there is no anchor of this name above", "quote a text that begins with `*`", .none)
        case .depth: return (Self.depthMessage, nil, .none)
        case .size: return ("the file holds too much: \(problem)", nil, .none)
        case .handle: return ("tags mean nothing here, nor do names for them", "remove the line", .none)
        }
        let line = file.line(file.lineIndex(of: offset))
        let before = file.text(SourceRange(line.start, offset))
        if problem.contains("mapping values are not allowed") { return colon(file, line, before) }
        if character == "\t", problem.contains("cannot start any token") || problem.contains("tab") {
            return ("a tab indents this line", "YAML is indented by spaces", .none)
        }
        if problem.contains("cannot start any token"), let character {
            let rest = file.text(ScalarAlignment.restOfLine(file.bytes, from: offset))
            return ("a value cannot begin with `\(character)`", Self.quoteHint(rest), .neutralise(mark))
        }
        return explainStructure()
    }

    /// A colon where none can be: within a value, or because the one above is missing.
    private func colon(
        _ file: SourceFile, _ line: SourceRange, _ before: String
    ) -> (message: String, hint: String?, remedy: Remedy) {
        guard let key = before.firstRange(of: ": ") else {
            return (
                "a `key: value` where no key can stand", "is the line above complete, or indented too little?", .none
            )
        }
        let range = ScalarAlignment.restOfLine(file.bytes, from: line.start + before[..<key.upperBound].utf8.count)
        return ("`: ` within a value would make it a key", Self.quoteHint(file.text(range)), .neutralise(mark))
    }

    private func explainStructure() -> (message: String, hint: String?, remedy: Remedy) {
        switch problem {
        case _ where problem.contains("unexpected end of stream") && (context?.text.contains("quoted") ?? false):
            ("a quoted text is not closed", "add the quote at its end", .none)
        case _ where problem.contains("unknown escape character"):
            (
                "this is not an escape",
                "write `\\\\` for a backslash, or use single quotes, in which it needs no escape", .none
            )
        case _ where problem.contains("could not find expected ':'"):
            ("a key without its `:`", "write `key: value`", .none)
        case _ where problem.contains("expected <block end>"), _ where problem.contains("did not find expected key"):
            (
                "this does not fit what stands above it",
                "is the indentation right, or a `:`, quote or bracket missing?", .none
            )
        case _ where problem.contains("',' or"):
            ("a `,` or a closing bracket is expected here", "quote texts that hold `,`, brackets or `: `", .none)
        default: ("this is not YAML: \(problem)\(context.map { " " + $0.text } ?? "")", nil, .none)
        }
    }
}
