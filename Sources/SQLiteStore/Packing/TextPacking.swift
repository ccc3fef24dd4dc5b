internal import Foundation
internal import GRDB

/// Puts the texts of rows, payloads of entries and records of evidence, into their stored form and back.
///
/// A text is compressed by Zstandard (RFC 8878) with a dictionary of what such texts say over and over; what does not
/// shrink is stored as it is. Hashes are over the texts, never over this form. Every dictionary that there ever was is
/// kept, for what was stored with it.
final class TextPacking: Sendable {
    /// What stands before a stored text; one that begins an object of JSON needs nothing.
    private enum Form {
        static let object = UInt8(ascii: "{")
        static let plain: UInt8 = 0
        /// Compressed with the first dictionary, as versions 3 and 4 of the database wrote.
        static let first: UInt8 = 1
        /// Compressed with the second.
        static let second: UInt8 = 2
    }

    /// No text is longer, and what claims to be is not expanded.
    static let maximumLength = 256 << 20

    private let compressor: Pair<ZstdCompressor>
    private let first: Pair<ZstdExpander>
    private let second: Pair<ZstdExpander>

    init() {
        compressor = Pair { ZstdCompressor(dictionary: PackageResources.texts2_zdict) }
        first = Pair { ZstdExpander(dictionary: PackageResources.texts1_zdict) }
        second = Pair { ZstdExpander(dictionary: PackageResources.texts2_zdict) }
    }

    /// The stored form of a text.
    func pack(_ text: [UInt8]) -> [UInt8] {
        let frame = compressor.withOne { $0.compress(text, markedBy: Form.second) }
        if let frame, frame.count < text.count { return frame }
        return text.first == Form.object ? text : [Form.plain] + text
    }

    /// The text of a stored form.
    ///
    /// - Throws: `DatabaseError` when it is none.
    func unpack(_ form: [UInt8]) throws -> [UInt8] {
        let text: [UInt8]? =
            switch form.first {
            case Form.object: form
            case Form.plain: Array(form.dropFirst())
            case Form.first: first.withOne { $0.expand(form, atMost: Self.maximumLength) }
            case Form.second: second.withOne { $0.expand(form, atMost: Self.maximumLength) }
            default: nil
            }
        guard let text else {
            throw DatabaseError(
                resultCode: .SQLITE_CORRUPT, message: "a text is not in a form that this version knows")
        }
        return text
    }

    /// The entries of a row that holds several.
    func group(_ form: [UInt8], followers: Int) throws -> EntryGroup {
        try EntryGroup(unpack(form), followers: followers)
    }

    /// What stands in a row of entries: the payload of the first, nil once it was removed, and all of them where it holds
    /// several.
    func content(
        of rows: RawRows, payload: Int32, followers: Int32
    ) throws -> (payload: [UInt8]?, group: EntryGroup?) {
        let text = try rows.bytes(payload).map(unpack)
        guard let count = try EntryGroup.followers(rows.isNull(followers) ? nil : rows.integer(followers)) else {
            return (text, nil)
        }
        guard let text else { throw EntryGroup.damaged }
        let group = try EntryGroup(text, followers: count)
        return (group.payload, group)
    }

    /// Lets SQL say `unpacked(column)`, and of a row of entries `entry_payload(payload, followers)` and
    /// `entry_record(payload, followers, evidence)`: what belongs to the first of them.
    func attach(to database: Database) {
        add("unpacked", 1, to: database) { [self] values in
            try Data.fromDatabaseValue(values[0]).map { try unpack([UInt8]($0)) }
        }
        add("entry_payload", 2, to: database) { [self] values in
            guard let form = Data.fromDatabaseValue(values[0]) else { return nil }
            guard let followers = try EntryGroup.followers(Int64.fromDatabaseValue(values[1])) else {
                return try unpack([UInt8](form))
            }
            return try group([UInt8](form), followers: followers).payload
        }
        add("entry_record", 3, to: database) { [self] values in
            if let form = Data.fromDatabaseValue(values[2]) { return try unpack([UInt8](form)) }
            guard let form = Data.fromDatabaseValue(values[0]),
                let followers = try EntryGroup.followers(Int64.fromDatabaseValue(values[1]))
            else { return nil }
            let record = try group([UInt8](form), followers: followers).record
            return record.isEmpty ? nil : record
        }
    }

    private func add(
        _ name: String, _ count: Int, to database: Database,
        _ function: @escaping @Sendable ([DatabaseValue]) throws -> [UInt8]?
    ) {
        database.add(
            function: DatabaseFunction(name, argumentCount: count, pure: true) { try function($0).map { Data($0) } })
    }
}
