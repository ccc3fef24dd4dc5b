import Foundation

/// Whether the long versions of tests are wanted: `make soak`.
enum Long {
    static let isWanted = ProcessInfo.processInfo.environment["CASEBOOK_SOAK"] == "1"
}
