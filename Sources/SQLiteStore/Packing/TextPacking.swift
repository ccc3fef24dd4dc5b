internal import Foundation
internal import GRDB
internal import Synchronization

/// Puts the texts of rows, payloads of entries and records of evidence, into their stored form and back.
///
/// A text is compressed by Zstandard (RFC 8878) with a dictionary of what such texts say over and over; what does not
/// shrink is stored as it is. Hashes are over the texts, never over this form.
final class TextPacking: Sendable {
    /// What stands before a stored text; one that begins an object of JSON needs nothing.
    private enum Form {
        static let object = UInt8(ascii: "{")
        static let plain: UInt8 = 0
        /// Compressed with the first dictionary.
        static let compressed: UInt8 = 1
    }

    /// No text is longer, and what claims to be is not expanded.
    static let maximumLength = 256 << 20

    private let compressor: Mutex<ZstdCompressor>
    private let expander: Mutex<ZstdExpander>

    init() {
        compressor = Mutex(ZstdCompressor(dictionary: PackageResources.texts1_zdict))
        expander = Mutex(ZstdExpander(dictionary: PackageResources.texts1_zdict))
    }

    /// The stored form of a text.
    func pack(_ text: [UInt8]) -> Data {
        if let frame = compressor.withLock({ $0.compress(text) }), frame.count + 1 < text.count {
            var form = Data(capacity: frame.count + 1)
            form.append(Form.compressed)
            form.append(contentsOf: frame)
            return form
        }
        return text.first == Form.object ? Data(text) : Data([Form.plain] + text)
    }

    /// The text of a stored form.
    ///
    /// - Throws: `DatabaseError` when it is none.
    func unpack(_ form: [UInt8]) throws -> [UInt8] {
        switch form.first {
        case Form.object: return form
        case Form.plain: return Array(form.dropFirst())
        case Form.compressed:
            let text = expander.withLock { $0.expand(form[1...], atMost: Self.maximumLength) }
            if let text { return text }
        default: break
        }
        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a text is not in a form that this version knows")
    }

    /// Lets SQL say `unpacked(column)`.
    func attach(to database: Database) {
        database.add(
            function: DatabaseFunction("unpacked", argumentCount: 1, pure: true) { [self] values in
                guard let form = Data.fromDatabaseValue(values[0]) else { return nil }
                return Data(try unpack([UInt8](form)))
            })
    }
}
