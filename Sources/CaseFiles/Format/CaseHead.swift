package import JSON
package import Model

/// What a case file says of itself, and what is signed: the journals and where each of them ends.
///
/// The chain leads from the last entry's hash to everything else in the file, so that one signature covers it all.
package struct CaseHead: Hashable, Sendable {
    /// When the file was written.
    package let created: Timestamp
    /// The lineage, the oldest journal first; the last one is the session of the file.
    package let journals: [CaseJournal]

    package init(created: Timestamp, journals: [CaseJournal]) {
        self.created = Timestamp(milliseconds: created.milliseconds)
        self.journals = journals
    }

    /// The entries of all the journals.
    package var entries: Int { journals.reduce(0) { $0 + $1.head.sequence } }

    package var json: JSONValue {
        [
            "created": .string(created.description), "journals": .array(journals.map(\.json)),
            "version": JSONValue(CaseFormat.version),
        ]
    }

    init(_ value: JSONValue) throws(CaseError) {
        guard let version = value["version"]?.intValue else {
            throw CaseError(.notACaseFile, "the first line is no head of a case file")
        }
        guard version == CaseFormat.version else {
            throw CaseError(
                .newerVersion, "the file is of version \(version) of the format",
                hint: "update Casebook; this version reads version \(CaseFormat.version)")
        }
        let members = try Members(value, ["created", "journals", "version"])
        created = try members.time("created")
        var journals: [CaseJournal] = []
        for journal in try members.array("journals") { journals.append(try CaseJournal(journal)) }
        guard 1...CaseFormat.maximumJournals ~= journals.count, Set(journals.map(\.session)).count == journals.count
        else { throw CaseError(.malformed, "the head names no journal, one twice, or too many") }
        self.journals = journals
    }
}

/// One journal of a case file.
package struct CaseJournal: Hashable, Sendable {
    package let session: SessionID
    /// Its last entry in the file.
    package let head: JournalHead
    /// What redaction kept out of it where it was taken in; its entries cannot tell.
    package let withheld: [Int: WithheldParts]

    package init(session: SessionID, head: JournalHead, withheld: [Int: WithheldParts] = [:]) {
        self.session = session
        self.head = head
        self.withheld = withheld.filter { $0.key <= head.sequence }
    }

    private static let parts: [(name: String, part: WithheldParts)] = [
        ("bodies", .body), ("evidence", .evidence), ("payloads", .payload),
    ]

    var json: JSONValue {
        var lists: JSONObject = [:]
        for (name, part) in Self.parts {
            let sequences = withheld.filter { $0.value.contains(part) }.keys.sorted()
            lists[name] = .array(sequences.map { JSONValue($0) })
        }
        return [
            "head": ["hash": .string(head.hash.hex), "sequence": JSONValue(head.sequence)],
            "session": .string(session.rawValue), "withheld": .object(lists),
        ]
    }

    init(_ value: JSONValue) throws(CaseError) {
        let members = try Members(value, ["head", "session", "withheld"])
        session = try members.session("session")
        let end = try Members(members.value("head"), ["hash", "sequence"])
        head = JournalHead(
            sequence: try end.integer("sequence", in: 1...CaseFormat.maximumEntries), hash: try end.digest("hash"))
        let lists = try Members(members.value("withheld"), Self.parts.map(\.name))
        var withheld: [Int: WithheldParts] = [:]
        for (name, part) in Self.parts {
            var last = 0
            for element in try lists.array(name) {
                guard let sequence = element.intValue, sequence > last, sequence <= head.sequence else {
                    throw CaseError(.malformed, "`\(name)` does not list sequences in order")
                }
                withheld[sequence, default: []].insert(part)
                last = sequence
            }
        }
        self.withheld = withheld
    }
}
