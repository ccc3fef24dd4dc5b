extension CaseFault {
    /// The fault in one line.
    package var words: String {
        var words = subject == .journal ? "the journal" : subject.rawValue
        if subject == .line, name == nil { words = "the file" }
        if subject != .entry, let name { words += " \(name)" }
        if sequence > 0 { words += subject == .entry ? " \(sequence)" : " at entry \(sequence)" }
        if let session { words += " of \(session)" }
        words += ": \(reason)"
        return by.map { "\(words); removed by \($0)" } ?? words
    }
}
