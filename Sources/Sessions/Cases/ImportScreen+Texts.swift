import CaseFiles
import Model

extension ImportScreen {
    /// Bytes of a label's name and value: more than is taken here, since clients may use any letters.
    private static let maximumLabel = (name: 256, value: 1 << 10)

    /// Refuses texts that are longer than those that are written here: lists, searches and reports show them whole.
    func checkTexts(of entry: Entry) throws(CaseError) {
        let fault: String? =
            switch Event(recorded: entry) {
            case .sessionOpened(let opened): Self.fault(title: opened.title) ?? Self.fault(labels: opened.labels)
            case .sessionEdited(let edited):
                edited.title.flatMap { Self.fault(title: $0) } ?? edited.labels.flatMap { Self.fault(labels: $0) }
            case .noteAdded(let note): Self.fault(note.text, "a note", SessionManager.maximumNote)
            case .findingRecorded(let recorded):
                Self.fault(recorded.finding.statement, "a statement", FindingRecorder.maximumLength)
            case .hypothesisOpened(let opened):
                Self.fault(opened.statement, "a hypothesis", HypothesisLedger.maximumLength)
            case .hypothesisWeighed(let weighed):
                weighed.note.flatMap { Self.fault($0, "a note", HypothesisLedger.maximumLength) }
            default: nil
            }
        guard let fault else { return }
        throw CaseError(
            .tooLarge, "entry \(entry.sequence) of \(entry.session) has \(fault)",
            hint: "Casebook writes none such; who made the file can tell more")
    }

    private static func fault(_ text: String, _ what: String, _ limit: Int) -> String? {
        text.utf8.count > limit ? "\(what) of more than \(limit) bytes" : nil
    }

    private static func fault(title: String) -> String? {
        title.count > SessionManager.maximumTitle
            ? "a title of more than \(SessionManager.maximumTitle) characters" : nil
    }

    private static func fault(labels: [String: String]) -> String? {
        if labels.count > SessionManager.maximumLabels { return "more than \(SessionManager.maximumLabels) labels" }
        for (name, value) in labels {
            if let fault = fault(name, "a label with a name", maximumLabel.name) { return fault }
            if let fault = fault(value, "a label with a value", maximumLabel.value) { return fault }
        }
        return nil
    }
}
