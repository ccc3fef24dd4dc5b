import YAML

/// Reads one YAML document into nodes with exact places.
///
/// libyaml does the reading. It stops at the first mistake, so mistakes whose meaning is clear (a `: ` within a value, a `!`
/// before an expression) are noted, made harmless in the text, and the text is read again.
struct YAMLReader {
    /// Mistakes that are made harmless before the reading is given up.
    private static let maximumRepairs = 20

    let file: SourceFile
    private(set) var problems: ProblemList
    private var text: YAMLText

    /// Stops the reading; the problem has been noted.
    private struct Stop: Error {}

    private init(_ file: SourceFile) {
        self.file = file
        problems = ProblemList(file: file)
        text = YAMLText(file)
    }

    /// The document's root, nil when the file is empty or too broken to go on, and what is wrong.
    static func parse(_ file: SourceFile) -> (root: YAMLNode?, problems: ProblemList) {
        var reader = YAMLReader(file)
        let root = try? reader.read()
        return (root ?? nil, reader.problems)
    }

    private mutating func read() throws(Stop) -> YAMLNode? {
        try checkCharacters()
        try checkAliases()
        for _ in 0...Self.maximumRepairs {
            let root: YAMLElement?
            do {
                root = try YAMLDocument.root(of: text.bytes)
            } catch {
                guard repair(error) else { throw Stop() }
                continue
            }
            guard let root else { return nil }
            return try convert(root)
        }
        throw Stop()
    }

    private mutating func stop(
        _ code: WorkflowProblem.Code, _ range: SourceRange, _ message: String, hint: String? = nil
    ) -> Stop {
        problems.add(code, range, message, hint: hint)
        return Stop()
    }

    /// Refuses what libyaml does not read, and line breaks that nobody sees.
    private mutating func checkCharacters() throws(Stop) {
        // Nearly every file has no other characters.
        if file.bytes.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == UInt8(ascii: "\n") }) { return }
        var offset = 0
        var before: Unicode.Scalar = " "
        for scalar in String(decoding: file.bytes, as: UTF8.self).unicodeScalars {
            // The whole of the category Cc, told without a look into Unicode's tables.
            let isControl =
                (scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value) && scalar != "\t" && scalar != "\n"
                && scalar != "\r"
            let isBreak = scalar == "\u{2028}" || scalar == "\u{2029}" || before == "\r" && scalar != "\n"
            let isStray = scalar == "\u{FEFF}" && offset > 0 || scalar.value & 0xFFFE == 0xFFFE
            guard !isControl, !isBreak, !isStray else {
                throw stop(
                    .yaml, SourceRange(offset, offset + 1),
                    "a control character (U+\(String(scalar.value, radix: 16, uppercase: true)))",
                    hint: "remove it; in a text write it as an escape within double quotes")
            }
            before = scalar
            offset += UTF8.width(scalar)
        }
    }

    /// Refuses anchors and aliases so many that, written out, they could not be held or even compared; the aliases are
    /// then read as texts, so that what else is wrong is found too.
    private mutating func checkAliases() throws(Stop) {
        guard file.bytes.contains(UInt8(ascii: "*")) else { return }
        var anchors: [Int] = []
        var aliases: [Int] = []
        var before = UInt8(ascii: " ")
        for (offset, byte) in file.bytes.enumerated() {
            defer { before = byte }
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), " \t\r\n[{,-:?".utf8.contains(before),
                offset + 1 < file.bytes.count, ScalarAlignment.isNameByte(file.bytes[offset + 1])
            else { continue }
            if byte == UInt8(ascii: "&") { anchors.append(offset) } else { aliases.append(offset) }
        }
        guard let anchor = Self.overflow(anchors, aliases.count) else { return }
        let problem = stop(
            .limit, SourceRange(anchor, anchor + 1), "too many anchors and aliases: they multiply",
            hint: "write the values out")
        guard text.repair(atOffsets: aliases) else { throw problem }
    }

    /// The anchor with which values could become too many; nil when they cannot.
    private static func overflow(_ anchors: [Int], _ aliases: Int) -> Int? {
        guard !anchors.isEmpty, aliases > 0 else { return nil }
        // The most that so many aliases can multiply to is when each anchor holds as many of them.
        let each = (aliases + anchors.count - 1) / anchors.count + 1
        var product = 1
        for anchor in anchors {
            product *= each
            if product > YAMLDocument.maximumElements { return anchor }
        }
        return nil
    }

    // MARK: Mistakes

    /// Notes a mistake; true when the text was changed so that it can be read on.
    private mutating func repair(_ fault: YAMLFault) -> Bool {
        let mistake = YAMLMistake(fault)
        let offset = text.offset(of: mistake.mark)
        if let tag = mistake.tag(in: file, before: offset) {
            guard text.repair(at: tag) else { return false }
            _ = noteTag(at: text.offset(of: tag))
            return true
        }
        let (message, hint, remedy) = mistake.explain(file, at: offset, character: text.character(at: mistake.mark))
        let code: WorkflowProblem.Code = mistake.isLimit ? .limit : .yaml
        switch remedy {
        case .none:
            let place = mistake.place
            problems.add(code, range(at: place), message, hint: hint)
            return false
        case .neutralise(let mark):
            guard text.repair(at: mark) else {
                problems.add(.yaml, range(at: mark), message, hint: hint)
                return false
            }
            problems.add(.yaml, range(at: mark), message, hint: hint)
            return true
        }
    }

    private func range(at mark: YAMLMark) -> SourceRange {
        let offset = text.offset(of: mark)
        return SourceRange(offset, offset + 1)
    }

    // MARK: Nodes

    private mutating func convert(_ element: YAMLElement) throws(Stop) -> YAMLNode {
        let start = text.offset(of: element.mark)
        // Each tag and each key that stands twice is a problem, and no more of them are kept.
        guard problems.problems.count < ProblemList.maximum else { throw Stop() }
        switch element.content {
        case .scalar(let scalar): return convert(scalar, element.hasOwnTag, at: start)
        case .sequence(let sequence):
            if element.hasOwnTag { _ = noteTag(at: start) }
            var elements: [YAMLNode] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try convert(element)) }
            return YAMLNode(.sequence(elements), SourceRange(start, max(start + 1, elements.last?.range.end ?? start)))
        case .mapping(let members):
            if element.hasOwnTag { _ = noteTag(at: start) }
            return try convert(members, at: start)
        }
    }

    private mutating func convert(_ members: [YAMLMember], at start: Int) throws(Stop) -> YAMLNode {
        var pairs: [YAMLPair] = []
        pairs.reserveCapacity(members.count)
        var keys = KeySet()
        for member in members {
            let name = try convert(member.key)
            guard let scalar = name.scalar else {
                throw stop(.yaml, name.range, "a key must be a text", hint: "write `key: value`")
            }
            if !keys.insert(scalar.text) {
                problems.add(
                    .duplicate, name.range, "the key \(scalar.text.shownAsName) stands twice in this mapping",
                    hint: "only one of them can hold; remove the other")
            }
            pairs.append(YAMLPair(key: scalar, keyRange: name.range, value: try convert(member.value)))
        }
        return YAMLNode(.mapping(pairs), SourceRange(start, max(start + 1, pairs.last?.value.range.end ?? start)))
    }

    private mutating func convert(_ scalar: YAMLScalarText, _ hasOwnTag: Bool, at start: Int) -> YAMLNode {
        if hasOwnTag || start < file.bytes.count && file.bytes[start] == UInt8(ascii: "!") {
            let range = noteTag(at: start)
            let whole = YAMLScalar(
                text: file.text(range), style: .plain, origins: [(0, range.start)], isFollowedByComment: false)
            return YAMLNode(.scalar(whole), range)
        }
        var alignment = ScalarAlignment(file.bytes, text.restored(scalar.text), scalar.style, from: start)
        alignment.run()
        let read = YAMLScalar(
            text: alignment.text, style: scalar.style, origins: alignment.origins,
            isFollowedByComment: alignment.hasComment)
        return YAMLNode(.scalar(read), alignment.range)
    }

    // MARK: Tags

    private mutating func noteTag(at start: Int) -> SourceRange {
        let range = ScalarAlignment.restOfLine(file.bytes, from: start)
        problems.add(.yaml, range, YAMLMistake.tagMessage, hint: YAMLMistake.quoteHint(file.text(range)))
        return range
    }
}
