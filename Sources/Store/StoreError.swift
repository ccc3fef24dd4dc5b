package import Model

/// Why a store could not do what was asked.
package struct StoreError: CodedError {
    /// The kinds of failure.
    package enum Code: String, Sendable {
        /// The file is not a Casebook database.
        case notADatabase
        /// A newer version of Casebook wrote it.
        case newerVersion
        /// What is stored does not hold together.
        case corrupt
        /// The disk is full.
        case full
        /// The database or its folder cannot be written.
        case readOnly
        /// Others than its owner can reach the database.
        case exposed
        /// Reading or writing failed below.
        case inputOutput
        /// Another process held the database for too long.
        case busy
        /// Another process took the run over; nothing was written.
        case fenced
        /// The database file was removed or replaced while it was open.
        case replaced
        /// The append breaks the journal's chain; a fault of the caller.
        case badAppend
        /// A cursor that no list gave out.
        case badCursor
        /// A search for nothing, or for too much.
        case badSearch
        /// Other sessions begin in the one that is to be deleted.
        case inUse
        /// A file stands where one is to be made.
        case exists
        case closed
    }

    package let kind: Code
    package let message: String
    package let hint: String?

    package init(_ kind: Code, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var code: String { kind.rawValue }

    /// What others are read through is not deleted.
    package static var inUse: StoreError {
        StoreError(
            .inUse, "other sessions begin in this one and are read through it",
            hint: "`casebook sessions show` names its forks; delete those first")
    }

    /// The answer to whoever drove a run that another process has taken.
    package static func fenced(_ run: RunID) -> StoreError {
        StoreError(
            .fenced, "run \(run) was taken over by another process; nothing more of it is written from here",
            hint: "`casebook sessions show` tells how far the run is")
    }
}
