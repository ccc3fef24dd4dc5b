internal import GRDB
internal import Model

/// Entries that were appended together and stand in one row: that of the first, which is the first here.
///
/// A call that ended, the step that ended with it and the steps that begin then name the same run, step and evidence. Each
/// in a row of its own they would take three rows, three hashes and three times the names; together they are one text,
/// which shrinks well. The hashes of all but the last are not kept: they follow from the texts.
struct EntryGroup: Equatable {
    /// The kinds that may follow, by the number that stands for them; a number is never given to another kind.
    enum Kind: UInt8, CaseIterable {
        case stepStarted = 0
        case stepFinished = 1
        case callFailed = 2

        var name: String {
            switch self {
            case .stepStarted: StepStarted.kind
            case .stepFinished: StepFinished.kind
            case .callFailed: CallFailed.kind
            }
        }

        init?(name: String) {
            guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
            self = kind
        }
    }

    /// An entry that stands in the row of another one, by the same principal.
    struct Follower: Equatable {
        let kind: Kind
        /// Milliseconds after the first.
        let delay: Int
        let payload: [UInt8]

        /// Nil for an entry that cannot stand in the row of another one.
        init?(_ entry: Entry, after first: Entry) {
            guard let kind = Kind(name: entry.kind), let payload = entry.payload, first.payload != nil,
                first.kind == CallFinished.kind || Kind(name: first.kind) != nil, entry.time >= first.time,
                // By their bytes: texts that Swift calls equal may differ in them, and hashes are over bytes.
                entry.principal.utf8.elementsEqual(first.principal.utf8)
            else { return nil }
            self.init(
                kind: kind, delay: Int(entry.time.milliseconds - first.time.milliseconds), payload: payload)
        }

        fileprivate init(kind: Kind, delay: Int, payload: [UInt8]) {
            self.kind = kind
            self.delay = delay
            self.payload = payload
        }
    }

    /// Bounds of a row, since whoever reads one of its entries reads all.
    enum Limits {
        /// Bytes of a record above which its entry stands by itself.
        static let record = 4096
        static let followers = 64
        /// Bytes of what follows.
        static let bytes = 16 << 10
        /// More milliseconds than any two times are apart, and few enough to be added to any.
        static let delay = 1 << 56
    }

    /// The text that is packed.
    let text: [UInt8]
    /// That of the first.
    let payload: [UInt8]
    /// Where in the text its evidence record stands, which hardly anybody asks for.
    private let place: Range<Int>
    let followers: [Follower]

    init(payload: [UInt8], record: [UInt8], followers: [Follower]) {
        var text: [UInt8] = []
        text.reserveCapacity(payload.count + record.count + followers.reduce(16) { $0 + $1.payload.count + 8 })
        text.append(counted: payload)
        text.append(counted: record)
        place = text.count - record.count..<text.count
        for follower in followers {
            text.append(follower.kind.rawValue)
            text.append(number: follower.delay)
            text.append(counted: follower.payload)
        }
        self.text = text
        self.payload = payload
        self.followers = followers
    }

    /// The evidence record of the first; empty where it has none.
    var record: [UInt8] { Array(text[place]) }

    /// Reads a text.
    ///
    /// - Throws: `DatabaseError` when it is none, or is followed by anything else.
    init(_ text: [UInt8], followers count: Int) throws {
        var reader = PackedReader(text)
        guard let payload = reader.counted(), let place = reader.countedPlace() else { throw Self.damaged }
        (self.text, self.payload, self.place) = (text, payload, place)
        var followers: [Follower] = []
        followers.reserveCapacity(min(count, Limits.followers))
        while followers.count < count {
            guard let kind = reader.byte().flatMap({ Kind(rawValue: $0) }), let delay = reader.number(),
                delay < Limits.delay, let payload = reader.counted()
            else { throw Self.damaged }
            followers.append(Follower(kind: kind, delay: delay, payload: payload))
        }
        guard reader.isAtEnd else { throw Self.damaged }
        self.followers = followers
    }

    static var damaged: DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "a group of entries is not in a form that this version knows")
    }

    /// Takes the column `followers` as it stands in a row; nil where the entry stands by itself.
    ///
    /// - Throws: `DatabaseError` for what no row of ours says.
    static func followers(_ column: Int64?) throws -> Int? {
        guard let column else { return nil }
        guard 1...Int64(Limits.followers) ~= column else { throw Self.damaged }
        return Int(column)
    }
}
