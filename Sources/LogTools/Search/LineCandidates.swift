internal import Policy
internal import Scanning

/// The lines of a block that have to be looked at: those that match as they are, and those with secrets, of which only
/// what is shown may match.
struct LineCandidates {
    private let matcher: LineMatcher
    private let redactor: Redactor
    private let looksAtSecrets: Bool
    /// The next of each kind, as far as it was looked for; the end of the block when there is none.
    private var match = -1
    private var secret = -1

    init(_ matcher: LineMatcher, _ redactor: Redactor) {
        self.matcher = matcher
        self.redactor = redactor
        looksAtSecrets = matcher.mayMatchTokens
    }

    /// A place in the next such line at or after `position`; nil when there is none.
    /// - Parameter feeds: Counted on to a place in front of the end of the line that matches, which may lie further on.
    mutating func next(in bytes: Span<UInt8>, from position: Int, counting feeds: inout LineFeeds) -> Int? {
        // An empty match may stand behind the last line feed.
        if match < position {
            match = matcher.candidate(in: bytes, from: position, counting: &feeds) ?? bytes.count
        }
        if looksAtSecrets, secret < position {
            secret = redactor.nextPlace(in: bytes, from: position) ?? bytes.count
        }
        let place = looksAtSecrets ? min(match, secret) : match
        return place < bytes.count ? place : nil
    }
}
