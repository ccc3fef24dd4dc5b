internal import GRDB
internal import Model

/// Entries that were appended together and stand in one row: that of the first, which is the first here.
///
/// A call that ended, the step that ended with it and the steps that begin then name the same run, step and evidence. Each
/// in a row of its own they would take three rows, three hashes and three times the names; together they are one text,
/// which shrinks well. The hashes of all but the last are not kept: they follow from the texts.
struct EntryGroup: Equatable {
    /// An entry that stands in the row of another one, by the same principal.
    struct Follower: Equatable {
        let kind: String
        /// Milliseconds after the first.
        let delay: Int
        let payload: [UInt8]
    }

    /// The kinds that may follow, by the number that stands for them; a number is never given to another kind.
    static let kinds = [StepStarted.kind, StepFinished.kind, CallFailed.kind]
    /// Bytes of a record above which it stands by itself, so that whoever reads entries need not read it.
    static let maximumRecord = 4096
    /// Entries that follow one, and their bytes: whoever reads one of them reads all.
    static let most = (followers: 64, bytes: 16 << 10)

    /// That of the first.
    let payload: [UInt8]
    /// The evidence record of the first; empty where it has none, or one that stands by itself.
    let record: [UInt8]
    let followers: [Follower]

    /// The text that is packed.
    var text: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(payload.count + record.count + followers.reduce(16) { $0 + $1.payload.count + 8 })
        text.append(counted: payload)
        text.append(counted: record)
        for follower in followers {
            text.append(UInt8(Self.kinds.firstIndex(of: follower.kind) ?? Self.kinds.count))
            text.append(number: follower.delay)
            text.append(counted: follower.payload)
        }
        return text
    }

    /// Reads a text.
    ///
    /// - Throws: `DatabaseError` when it is none, or is followed by anything else.
    init(_ text: [UInt8], followers count: Int) throws {
        var reader = GroupReader(text)
        payload = try reader.counted()
        record = try reader.counted()
        var followers: [Follower] = []
        for _ in 0..<count {
            let kind = try reader.byte()
            guard kind < Self.kinds.count else { throw GroupReader.damaged }
            followers.append(
                Follower(kind: Self.kinds[Int(kind)], delay: try reader.number(), payload: try reader.counted()))
        }
        guard reader.isAtEnd else { throw GroupReader.damaged }
        self.followers = followers
    }

    /// - Parameter others: the entries that follow `first`, each of which it takes.
    init(_ first: Entry, _ others: [Entry], record: [UInt8]) {
        payload = first.payload ?? []
        self.record = record
        followers = others.map { entry in
            let delay = entry.time.milliseconds - first.time.milliseconds
            return Follower(kind: entry.kind, delay: Int(delay), payload: entry.payload ?? [])
        }
    }

    /// Whether an entry can stand in the row of another one.
    static func takes(_ entry: Entry, after first: Entry) -> Bool {
        guard let payload = entry.payload, first.payload != nil, payload.count <= most.bytes else { return false }
        guard kinds.contains(entry.kind), first.kind == CallFinished.kind || kinds.contains(first.kind) else {
            return false
        }
        return entry.principal == first.principal && entry.time >= first.time
    }
}
