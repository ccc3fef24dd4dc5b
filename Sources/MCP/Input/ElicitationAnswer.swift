public import JSON

/// What a person answered to a form or URL (`ElicitResult`).
public enum ElicitationAnswer: Hashable, Sendable {
    /// Yes, with the form's content; of a URL it means that it was opened, not that anything was done there.
    case accept(JSONObject)
    /// No: stop, and offer something else.
    case decline
    /// Not now: ask again later.
    case cancel

    /// Reads an answer; nil when it is none.
    init?(_ object: JSONObject) {
        switch object["action"]?.stringValue {
        case "accept":
            switch object["content"] {
            case nil: self = .accept([:])
            case .object(let content): self = .accept(content)
            default: return nil
            }
        case "decline": self = .decline
        case "cancel": self = .cancel
        default: return nil
        }
    }
}
