import CaseFiles
import JSON
import Model
import Sessions

/// What `verify` and `import` say of a case; its JSON is an interface, see docs/cli-json.md.
struct CaseReportView {
    let report: CaseReport
    /// Nil for a session in the database.
    let path: String?

    init(_ report: CaseReport, path: String?) {
        self.report = report
        self.path = path
    }

    private static let counted: [(name: String, subject: CasePart)] = [
        ("entries", .entry), ("evidence", .evidence), ("bodies", .body), ("citations", .citations),
    ]

    var json: JSONValue {
        var checked: JSONObject = [:]
        for (name, subject) in Self.counted {
            var counts: JSONObject = [:]
            for verdict in CaseVerdict.allCases {
                counts[verdict.rawValue] = JSONValue(report.counts.count(of: subject, verdict))
            }
            checked[name] = .object(counts)
        }
        let journals = report.head?.journals ?? []
        return [
            "ok": .bool(report.isSound), "path": path.map { .string($0) } ?? .null,
            "session": journals.last.map { .string($0.session.rawValue) } ?? .null,
            "journals": .array(
                journals.map { journal in
                    [
                        "session": .string(journal.session.rawValue), "sequence": JSONValue(journal.head.sequence),
                        "hash": .string(journal.head.hash.hex),
                    ]
                }),
            "checked": .object(checked), "faults": .array(report.faults.map(\.interface)),
            "first": report.first.map(\.interface) ?? .null, "signature": .string(signature),
            "key": report.signature.key.map { .string($0.hex) } ?? .null,
            "proven": .array(proven.map { .string($0) }), "notProven": .array(notProven.map { .string($0) }),
        ]
    }

    func text(_ output: Output) -> String {
        var lines: [String] = []
        if let first = report.first {
            lines.append(output.paint("broken: \(Printable.clean(first.words))", .red))
        } else {
            lines.append(output.paint("holds", .green))
        }
        for journal in report.head?.journals ?? [] {
            lines.append("  \(journal.session)  \(journal.head.sequence) entries  \(journal.head.hash)")
        }
        for (name, subject) in Self.counted {
            let words = CaseVerdict.allCases.compactMap { verdict -> String? in
                let count = report.counts.count(of: subject, verdict)
                return count > 0 || verdict == .holds ? "\(count) \(verdict.rawValue)" : nil
            }
            lines.append("  \(name.padded(to: 10)) \(words.joined(separator: ", "))")
        }
        let shown = report.faults.filter { $0 != report.first }.prefix(20)
        lines += shown.map { "  \($0.verdict.rawValue): \(Printable.clean($0.words))" }
        lines += proven.map { "proven: \($0)" } + notProven.map { "not proven: \($0)" }
        return lines.joined(separator: "\n")
    }

    private var signature: String {
        switch report.signature {
        case .none: "none"
        case .unknown: "unknown"
        case .known: "known"
        case .foreign: "foreign"
        case .invalid: "invalid"
        }
    }

    /// What somebody who reads this may now rely on.
    private var proven: [String] {
        guard report.isSound else { return [] }
        var words = ["nothing in it was changed, left out or moved since its last entry was written with this hash"]
        if path == nil { words = ["what is stored holds together: every hash is that of the bytes that are there"] }
        if case .known(let key) = report.signature {
            words = [
                "the owner of the key \(key.hex) vouched for exactly these entries, evidence and bodies"
            ]
        }
        return words
    }

    private var notProven: [String] {
        var words: [String] = []
        switch report.signature {
        case .known: break
        case .unknown:
            words.append(
                "who made it: it names a key, but anybody can make one; --key KEY checks it against one you know")
        case .none where path == nil:
            words.append(
                "that nobody rewrote the whole journal with all its hashes: compare its last hash with a known one")
        case .none: words.append("who made it: it is not signed, and whoever changes it can compute every hash anew")
        case .foreign, .invalid: words.append("who made it: the signature does not hold")
        }
        words.append("that what was found is true: only that it was recorded, and that quotes are where findings say")
        return words
    }
}

extension CaseFault {
    /// As the command line's JSON shows it.
    var interface: JSONValue {
        [
            "what": .string(subject.rawValue), "verdict": .string(verdict.rawValue),
            "session": session.map { .string($0.rawValue) } ?? .null,
            "sequence": sequence > 0 ? JSONValue(sequence) : .null, "name": name.map { .string($0) } ?? .null,
            "by": by.map { .string($0) } ?? .null, "reason": .string(reason),
        ]
    }
}
