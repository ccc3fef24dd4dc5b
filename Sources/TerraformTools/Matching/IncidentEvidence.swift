internal import JSON
internal import Model

/// A message that the logs have anew, or far more often than before.
struct ErrorPattern: Hashable, Sendable {
    let evidence: String
    /// Where the pattern is in the evidence's output.
    let pointer: String
    /// Where the quoted text is.
    let textPointer: String
    /// As it stands in the evidence: an example where there is one, else the template.
    let text: String
    let template: String
    let source: String
    /// Whether it did not occur before at all.
    let isNew: Bool
    let before: Double
    let during: Double
    /// When its first line was written; nil where the evidence does not say.
    let first: Timestamp?
    /// Whether its lines are of level error or worse.
    let isSevere: Bool

    let stems: Set<String>
    let themes: Set<Theme>
    let codeFault: Double

    init(
        evidence: String, pointer: String, textPointer: String, text: String, template: String, source: String,
        isNew: Bool, before: Double, during: Double, first: Timestamp? = nil, isSevere: Bool = false
    ) {
        self.evidence = evidence
        self.pointer = pointer
        self.textPointer = textPointer
        self.text = text
        self.template = template
        self.source = source
        self.isNew = isNew
        self.before = before
        self.during = during
        self.first = first
        self.isSevere = isSevere
        stems = Words.stems(text).union(Words.stems(template))
        themes = Theme.ofMessage(stems)
        // A full disk is no fault of the code whose words it comes in.
        let explainsItself = themes.contains { $0.explainsItself }
        codeFault = explainsItself ? 0 : max(CodeFault.strength(of: text), CodeFault.strength(of: template))
    }

    /// Whether the message tells of something going wrong, and not merely of something new.
    var isFailure: Bool {
        if isSevere || codeFault > 0 || !themes.isEmpty { return true }
        return !stems.isDisjoint(with: Self.failing)
    }

    /// Whether it came with the incident: not seen before, or at least five times as often.
    var cameWithIncident: Bool { isNew || during >= 5 * max(1, before) }

    /// Whether it can be of a change of that time: it was not there before.
    func isAfter(_ change: Timestamp?) -> Bool {
        guard isNew, let change, let first else { return true }
        return first >= change
    }

    private static let failing = Set(
        """
        error errors fatal fail failed failure exception panic critical refused denied exceeded exhausted timeout unable \
        cannot rejected invalid unavailable crashed killed aborted closed lost broken full missing unreachable
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Words.stem(String($0)) })
}

/// A measurement that moved.
struct MovedSeries: Hashable, Sendable {
    let evidence: String
    let pointer: String
    let name: String
    let labels: [String]
    let stems: Set<String>
}

/// What the cited evidence says of the incident, found by a generic walk: no family of tools knows another's types.
struct IncidentEvidence: Sendable {
    /// Messages that came with the incident, in the order of the evidence.
    private(set) var patterns: [ErrorPattern] = []
    /// Messages that did not.
    private(set) var ordinary: [(source: String, text: String)] = []
    private(set) var series: [MovedSeries] = []
    private static let maximumPatterns = 500
    private static let maximumDepth = 12

    init() {}

    /// For tests of the scoring.
    init(patterns: [ErrorPattern], ordinary: [(source: String, text: String)] = [], series: [MovedSeries] = []) {
        self.patterns = patterns
        self.ordinary = ordinary
        self.series = series
    }

    /// Adds what one piece of evidence says.
    mutating func add(_ output: JSONValue, evidence: String) {
        walk(output, JSONPointer.root, evidence, depth: 0)
    }

    private mutating func walk(_ value: JSONValue, _ pointer: JSONPointer, _ evidence: String, depth: Int) {
        guard depth < Self.maximumDepth else { return }
        switch value {
        case .object(let members):
            for (key, member) in members {
                let place = pointer.appending(key)
                guard let elements = member.arrayValue else {
                    walk(member, place, evidence, depth: depth + 1)
                    continue
                }
                for (index, element) in elements.enumerated() {
                    take(element, of: key, place.appending(index), evidence, depth: depth + 1)
                }
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                walk(element, pointer.appending(index), evidence, depth: depth + 1)
            }
        default: break
        }
    }

    private mutating func take(
        _ element: JSONValue, of list: String, _ pointer: JSONPointer, _ evidence: String, depth: Int
    ) {
        if let template = element["template"]?.stringValue {
            takePattern(element, template, of: list, pointer, evidence)
        } else if let name = element["series"]?["name"]?.stringValue {
            takeSeries(element, name, pointer, evidence)
        } else {
            walk(element, pointer, evidence, depth: depth)
        }
    }

    private mutating func takePattern(
        _ element: JSONValue, _ template: String, of list: String, _ pointer: JSONPointer, _ evidence: String
    ) {
        // A file's name often says whose log it is.
        let file = element["example"]?["file"]?.stringValue ?? ""
        let source = (element["source"]?.stringValue ?? "") + (file.isEmpty ? "" : " \(file)")
        let example = element["example"]?["text"]?.stringValue
        let isNew = list == "new"
        guard isNew || list == "grown", patterns.count < Self.maximumPatterns else {
            guard ordinary.count < Self.maximumPatterns * 4 else { return }
            ordinary.append((source, example ?? template))
            return
        }
        let place = example == nil ? pointer.appending("template") : pointer.appending("example").appending("text")
        let first = (element["firstSeen"] ?? element["first"])?.stringValue
        let level = element["level"]?.stringValue?.lowercased() ?? ""
        patterns.append(
            ErrorPattern(
                evidence: evidence, pointer: pointer.text, textPointer: place.text, text: example ?? template,
                template: template, source: source, isNew: isNew, before: Self.count(element["before"]),
                during: Self.count(element["during"]), first: first.flatMap { Timestamp(rfc3339: $0) },
                isSevere: ["error", "critical", "fatal", "alert", "emergency", "panic"].contains(level)))
    }

    private mutating func takeSeries(
        _ element: JSONValue, _ name: String, _ pointer: JSONPointer, _ evidence: String
    ) {
        guard series.count < Self.maximumPatterns else { return }
        let labels = (element["series"]?["labels"]?.objectValue ?? [:]).values.compactMap(\.stringValue)
        let place = pointer.appending("series").appending("name")
        series.append(
            MovedSeries(
                evidence: evidence, pointer: place.text, name: name, labels: labels, stems: Words.stems(name)))
    }

    /// A count, or an object that has one.
    private static func count(_ value: JSONValue?) -> Double {
        value?.doubleValue ?? value?["count"]?.doubleValue ?? value?["lines"]?.doubleValue ?? 0
    }

    /// Whether messages of this log source, or the message itself, name a service.
    func names(_ service: String, in pattern: ErrorPattern) -> Bool {
        if Words.contains(pattern.text, word: service) || Words.contains(pattern.source, word: service) { return true }
        let sameSource = patterns.filter { $0.source == pattern.source }.map(\.text)
        let others = ordinary.filter { $0.source == pattern.source }.map(\.text)
        return (sameSource + others).contains { Words.contains($0, word: service) }
    }
}
