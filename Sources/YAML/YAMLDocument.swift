internal import CYAML

/// Reads documents by libyaml (https://pyyaml.org/wiki/LibYAML).
package enum YAMLDocument {
    /// Levels of collections in each other.
    package static let maximumDepth = 64

    /// The root of the one document of a text in UTF-8; nil when there is none.
    ///
    /// The tree takes memory by the length of the text, however often aliases name the same; whoever walks through it has to
    /// bound that.
    ///
    /// - Throws: `YAMLFault` for the first fault. Keys that stand twice in a mapping are none.
    package static func root(of text: [UInt8]) throws(YAMLFault) -> YAMLElement? {
        // libyaml keeps the address of the text.
        try unsafe text.withUnsafeBufferPointer { (bytes) throws(YAMLFault) in
            try unsafe YAMLComposer(bytes).root()
        }
    }
}

/// Makes a tree of libyaml's events.
private final class YAMLComposer {
    private struct Event {
        let kind: yaml_event_type_t
        let mark: YAMLMark
        var text = ""
        var style = YAMLStyle.plain
        var anchor: String?
        var tag: String?
    }

    /// At an address that stays, since libyaml keeps it.
    private let parser = unsafe UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private var anchors: [String: YAMLElement] = [:]
    private var depth = 0

    /// - Parameter text: Has to outlive the composer.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        unsafe parser.initialize(to: yaml_parser_t())
        // It can only fail for want of memory, and then reading does.
        _ = unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    func root() throws(YAMLFault) -> YAMLElement? {
        // That the stream begins, and then a document.
        _ = try next()
        guard try next().kind == YAML_DOCUMENT_START_EVENT else { return nil }
        let root = try element(next())
        _ = try next()
        let end = try next()
        guard end.kind == YAML_STREAM_END_EVENT else {
            throw YAMLFault("found another document", .mark(end.mark))
        }
        return root
    }

    private func element(_ event: Event) throws(YAMLFault) -> YAMLElement {
        depth += 1
        defer { depth -= 1 }
        guard depth <= YAMLDocument.maximumDepth else {
            throw YAMLFault("reached the maximum nesting level", .mark(event.mark))
        }
        let content: YAMLElement.Content
        switch event.kind {
        case YAML_ALIAS_EVENT:
            guard let named = event.anchor.flatMap({ anchors[$0] }) else {
                throw YAMLFault("found undefined alias", .mark(event.mark))
            }
            return named
        case YAML_SEQUENCE_START_EVENT: content = .sequence(try elements())
        case YAML_MAPPING_START_EVENT: content = .mapping(try members())
        default: content = .scalar(YAMLScalarText(text: event.text, style: event.style))
        }
        let element = YAMLElement(content: content, mark: event.mark, tag: event.tag)
        if let anchor = event.anchor { anchors[anchor] = element }
        return element
    }

    private func elements() throws(YAMLFault) -> [YAMLElement] {
        var elements: [YAMLElement] = []
        while true {
            let event = try next()
            guard event.kind != YAML_SEQUENCE_END_EVENT else { return elements }
            elements.append(try element(event))
        }
    }

    private func members() throws(YAMLFault) -> [YAMLMember] {
        var members: [YAMLMember] = []
        while true {
            let event = try next()
            guard event.kind != YAML_MAPPING_END_EVENT else { return members }
            let key = try element(event)
            members.append(YAMLMember(key: key, value: try element(next())))
        }
    }

    // MARK: libyaml

    private func next() throws(YAMLFault) -> Event {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw fault }
        defer { unsafe yaml_event_delete(&event) }
        return unsafe Self.read(event)
    }

    /// Copies what the tree needs.
    private static func read(_ event: yaml_event_t) -> Event {
        var read = unsafe Event(kind: event.type, mark: YAMLMark(event.start_mark))
        switch read.kind {
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            read.text = unsafe String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            read.style = unsafe YAMLStyle(scalar.style)
            (read.anchor, read.tag) = unsafe (string(scalar.anchor), string(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            (read.anchor, read.tag) = unsafe (string(start.anchor), string(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            (read.anchor, read.tag) = unsafe (string(start.anchor), string(start.tag))
        case YAML_ALIAS_EVENT: read.anchor = unsafe string(event.data.alias.anchor)
        default: break
        }
        return read
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe text.map { unsafe String(cString: $0) }
    }

    private var fault: YAMLFault {
        let found = unsafe parser.pointee
        let problem = unsafe found.problem.map { unsafe String(cString: $0) } ?? "there is not enough memory"
        guard unsafe found.error != YAML_READER_ERROR else {
            return unsafe YAMLFault(problem, .byte(found.problem_offset))
        }
        let context = unsafe found.context.map { text in
            unsafe YAMLFault.Context(text: String(cString: text), mark: YAMLMark(found.context_mark))
        }
        return unsafe YAMLFault(problem, .mark(YAMLMark(found.problem_mark)), context: context)
    }
}

extension YAMLMark {
    fileprivate init(_ mark: yaml_mark_t) { self.init(line: mark.line + 1, column: mark.column + 1) }
}

extension YAMLStyle {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
