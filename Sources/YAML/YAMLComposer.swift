internal import CYAML
internal import JSON

/// Makes a tree of libyaml's events.
@safe final class YAMLComposer {
    private struct Event {
        let kind: yaml_event_type_t
        let mark: YAMLMark
        var text = ""
        var style = YAMLStyle.plain
        var anchor: String?
        var hasOwnTag = false
    }

    /// What an anchor names, and how much an alias adds with it.
    private struct Anchored {
        let element: YAMLElement
        let count: Int
        let bytes: Int
        let height: Int
    }

    /// At an address that stays, since libyaml keeps it.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    private let isReady: Bool
    private let text: [UInt8]
    private var anchors: [String: Anchored] = [:]
    /// Elements and bytes so far, with aliases written out.
    private var (count, bytes) = (0, 0)
    private var (depth, deepest) = (0, 0)

    /// - Parameter bytes: Those of the text; they have to outlive the composer.
    init(_ bytes: UnsafeBufferPointer<UInt8>, of text: [UInt8]) {
        self.text = text
        unsafe parser.initialize(to: yaml_parser_t())
        isReady = unsafe yaml_parser_initialize(parser) == 1
        guard isReady else { return }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        // One that could not be made is emptied by libyaml itself.
        if isReady { unsafe yaml_parser_delete(parser) }
        unsafe parser.deallocate()
    }

    func root() throws(YAMLFault) -> YAMLElement? {
        // That the stream begins, and then a document.
        _ = try next()
        let start = try next()
        guard start.kind != YAML_STREAM_END_EVENT else { return nil }
        let root = try element(next())
        _ = try next()
        let end = try next()
        guard end.kind == YAML_STREAM_END_EVENT else {
            throw YAMLFault(.secondDocument, "found another document", end.mark)
        }
        return root
    }

    private func element(_ event: Event) throws(YAMLFault) -> YAMLElement {
        guard event.kind != YAML_ALIAS_EVENT else { return try named(event) }
        depth += 1
        defer { depth -= 1 }
        let (count, bytes, deepest) = (self.count, self.bytes, self.deepest)
        self.deepest = depth
        defer { self.deepest = max(deepest, self.deepest) }
        try add(1, event.text.utf8.count, height: 0, at: event.mark)
        guard !event.text.hasMarks(inARow: YAMLDocument.maximumMarks) else {
            throw YAMLFault(.size, "more than \(YAMLDocument.maximumMarks) combining characters in a row", event.mark)
        }
        let content: YAMLElement.Content
        switch event.kind {
        case YAML_SEQUENCE_START_EVENT: content = .sequence(try elements())
        case YAML_MAPPING_START_EVENT: content = .mapping(try members())
        default: content = .scalar(YAMLScalarText(text: event.text, style: event.style))
        }
        let element = YAMLElement(content: content, mark: event.mark, hasOwnTag: event.hasOwnTag)
        if let anchor = event.anchor {
            anchors[anchor] = Anchored(
                element: element, count: self.count - count, bytes: self.bytes - bytes, height: self.deepest - depth + 1
            )
        }
        return element
    }

    /// What an alias names.
    private func named(_ event: Event) throws(YAMLFault) -> YAMLElement {
        guard let named = event.anchor.flatMap({ anchors[$0] }) else {
            throw YAMLFault(.undefinedAlias, "found undefined alias", event.mark)
        }
        try add(named.count, named.bytes, height: named.height, at: event.mark)
        return named.element
    }

    private func add(_ elements: Int, _ length: Int, height: Int, at mark: YAMLMark) throws(YAMLFault) {
        count += elements
        bytes += length
        deepest = max(deepest, depth + height)
        guard deepest <= YAMLDocument.maximumDepth else {
            throw YAMLFault(.depth, "reached the maximum nesting level", mark)
        }
        guard count <= YAMLDocument.maximumElements, bytes <= YAMLDocument.maximumBytes else {
            throw YAMLFault(.size, "too many values, with aliases written out", mark)
        }
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
            guard key.scalar?.text.utf8.count ?? 0 <= YAMLDocument.maximumKeyLength else {
                throw YAMLFault(.size, "a key of more than \(YAMLDocument.maximumKeyLength) bytes", event.mark)
            }
            members.append(YAMLMember(key: key, value: try element(next())))
        }
    }

    // MARK: libyaml

    private func next() throws(YAMLFault) -> Event {
        guard isReady else { throw YAMLFault(.syntax, "there is not enough memory", YAMLMark(line: 1, column: 1)) }
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
            (read.anchor, read.hasOwnTag) = unsafe (string(scalar.anchor), isOwn(scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe event.data.sequence_start
            (read.anchor, read.hasOwnTag) = unsafe (string(start.anchor), isOwn(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = unsafe event.data.mapping_start
            (read.anchor, read.hasOwnTag) = unsafe (string(start.anchor), isOwn(start.tag))
        case YAML_ALIAS_EVENT: read.anchor = unsafe string(event.data.alias.anchor)
        default: break
        }
        return read
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe text.map { unsafe String(cString: $0) }
    }

    /// Whether a tag is neither one of YAML's own nor the mark of none.
    private static func isOwn(_ tag: UnsafeMutablePointer<yaml_char_t>?) -> Bool {
        guard let tag = unsafe string(tag) else { return false }
        return tag != "!" && !tag.hasPrefix("tag:yaml.org,2002:")
    }

    private var fault: YAMLFault {
        let found = unsafe parser.pointee
        let problem = unsafe found.problem.map { unsafe String(cString: $0) } ?? "there is not enough memory"
        guard unsafe found.error != YAML_READER_ERROR else {
            return unsafe YAMLFault(.syntax, problem, YAMLMark(ofByte: found.problem_offset, in: text))
        }
        let context = unsafe found.context.map { text in
            unsafe YAMLFault.Context(text: String(cString: text), mark: YAMLMark(found.context_mark))
        }
        return unsafe YAMLFault(.syntax, problem, YAMLMark(found.problem_mark), context: context)
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
