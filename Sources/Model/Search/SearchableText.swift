internal import JSON

/// The text of an entry that search looks at: a title, a note, a finding's statement, or what a call found in words.
///
/// It is redacted already, as everything is that stands in a journal, so that a search sees only what would be shown.
package struct SearchableText: Hashable, Sendable {
    /// The kinds of entries that can hold such a text.
    package static let kinds: Set = [
        SessionOpened.kind, SessionEdited.kind, NoteAdded.kind, SessionClosed.kind, FindingRecorded.kind,
        CallFinished.kind, HypothesisOpened.kind, HypothesisWeighed.kind,
    ]

    package let place: SearchPlace
    package let text: String

    /// Nil for an entry in which there is nothing to look for, and for one whose payload was removed.
    package init?(_ entry: Entry) { self.init(kind: entry.kind, payload: entry.payload) }

    /// Reads the members that are needed and no more: this is done for each entry that is written.
    package init?(kind: String, payload: [UInt8]?) {
        guard Self.kinds.contains(kind), let payload, let value = try? JSONValue(parsing: payload),
            let (place, text) = Self.text(of: value, kind: kind), !text.isEmpty
        else { return nil }
        self.init(place: place, text: text)
    }

    /// The same, for one entry after the other.
    package init?(kind: String, payload: [UInt8]?, by reader: inout EventReader) {
        guard kind == CallFinished.kind, let payload,
            case .callFinished(let call)? = reader.plainEvent(kind: kind, payload: payload)
        else {
            self.init(kind: kind, payload: payload)
            return
        }
        guard !call.cached, !call.summary.isEmpty else { return nil }
        self.init(place: .evidence, text: call.summary)
    }

    private init(place: SearchPlace, text: String) {
        self.place = place
        self.text = text
    }

    private static func text(of payload: JSONValue, kind: String) -> (SearchPlace, String)? {
        switch kind {
        case SessionOpened.kind, SessionEdited.kind: payload["title"]?.stringValue.map { (.title, $0) }
        case NoteAdded.kind: payload["text"]?.stringValue.map { (.note, $0) }
        case SessionClosed.kind: payload["outcome"]?.stringValue.map { (.note, $0) }
        case HypothesisOpened.kind: payload["statement"]?.stringValue.map { (.note, $0) }
        case HypothesisWeighed.kind: payload["note"]?.stringValue.map { (.note, $0) }
        case FindingRecorded.kind: payload["finding"]?["statement"]?.stringValue.map { (.finding, $0) }
        // Evidence that is used again was found already.
        case CallFinished.kind where payload["cached"]?.boolValue != true:
            payload["summary"]?.stringValue.map { (.evidence, $0) }
        default: nil
        }
    }
}
