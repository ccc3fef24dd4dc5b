/// Some hundred entries of a journal in brief: which steps began and ended, and with which evidence.
///
/// Whoever goes on with a long run has to know that, and little else; what calls found, and the proof that nothing of it
/// was changed, is read once somebody asks. A page follows from its entries, so it can be lost, and is made of entries that
/// have their content: with the content of one of them it is to be removed.
package struct OutlinePage: Hashable, Sendable {
    /// Entries of a page where nothing else was asked for: few enough to be read again when they are not full, and many
    /// enough to take a few bytes each.
    package static let size = 1536

    /// Counts from 0.
    package let number: Int
    /// All but the random parts; shrinks well.
    package let text: [UInt8]
    /// The evidence of the calls, in their order, 16 bytes each.
    package let evidence: [UInt8]

    package init(number: Int, text: [UInt8], evidence: [UInt8]) {
        self.number = number
        self.text = text
        self.evidence = evidence
    }

    /// The form of the text; another one is not read.
    ///
    /// It changes with the order of `StepStatus`, whose places stand in it.
    static let form: UInt8 = 2

    /// What an entry of a page is.
    enum Kind: UInt8 {
        /// One that has to be read where it stands.
        case other = 0
        case started, finished, called
    }

    /// SHA-256 over a page and the hashes of the entries that it leaves out, so that one which was damaged is noticed.
    static func digest(_ text: ArraySlice<UInt8>, _ evidence: [UInt8], others: [Digest]) -> Digest {
        Digest(of: text + evidence + others.flatMap(\.bytes))
    }
}
