internal import Model
internal import Store

/// The words of what runs added and the search index takes in later, so that their rows need not be read again.
///
/// It holds for as long as what a `WriterMemory` has learnt: whoever removes a text from a journal makes it forget.
struct DelayedTexts {
    /// Bytes of words that are kept; when they are more, those of other sessions are let go and read from their rows.
    private static let most = 4 << 20

    private struct Run {
        /// The entries after the first sequence, up to the second, which is where the journal ends.
        let after: Int
        var through: Int
        var words: [IndexedWords] = []
    }

    /// What was noted and not yet looked at, in order.
    private var noted: [(entries: [Entry], session: Int64, first: Int)] = []
    /// By the number of their session.
    private var runs: [Int64: Run] = [:]
    private var bytes = 0
    private var reader = EventReader()

    init() {}

    /// Notes what is appended to a session; `read` looks at it when there is time, at the latest before something is taken.
    ///
    /// - Parameter first: the sequence after which entries are missing in the index.
    mutating func note(_ append: Append, of session: Int64, missingAfter first: Int) {
        noted.append((append.entries, session, first))
    }

    /// Takes the words of what was noted.
    mutating func read() {
        for (entries, session, first) in noted { add(entries, of: session, missingAfter: first) }
        noted.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ entries: [Entry], of session: Int64, missingAfter first: Int) {
        let end = (entries.first?.sequence ?? 1) - 1
        var run = runs.removeValue(forKey: session) ?? Run(after: end, through: end)
        // What was appended before this process knew the session is read from its rows.
        guard run.after == first, run.through == end else { return bytes -= run.words.size }
        run.through += entries.count
        for entry in entries {
            let text = SearchableText(kind: entry.kind, payload: entry.payload, by: &reader)?.indexed
            guard let text else { continue }
            run.words.append(IndexedWords(sequence: entry.sequence, text: text))
            bytes += run.words.suffix(1).size
        }
        if bytes > Self.most { (runs, bytes) = ([:], run.words.size) }
        runs[session] = run
    }

    /// Gives away the words of all entries after a sequence; nil when some are not known.
    mutating func take(of session: Int64, after first: Int) -> [IndexedWords]? {
        read()
        guard let run = runs.removeValue(forKey: session) else { return nil }
        bytes -= run.words.size
        return run.after == first ? run.words : nil
    }
}

/// Words of an entry, as the index takes them.
struct IndexedWords {
    let sequence: Int
    let text: String
}

extension Collection<IndexedWords> {
    /// What they take in memory, roughly, in bytes.
    fileprivate var size: Int { reduce(0) { $0 + $1.text.utf8.count + 64 } }
}
