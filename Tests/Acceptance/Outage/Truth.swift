import JSON
import Model
import TestSupport

/// What really happened in a recorded outage; only tests read it.
struct Truth: Sendable {
    /// Address, ref or text of the cause; nil where nothing happened.
    var cause: String?
    let kind: String
    var onset: Timestamp?

    init(_ json: JSONValue) throws {
        guard let kind = json["kind"]?.stringValue else { throw TestFailure("truth.json has no kind") }
        self.kind = kind
        cause = json["cause"]?.stringValue
        onset = json["onset"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    }

    /// The cause, in tests of outages that have one.
    func requireCause() throws -> String {
        guard let cause else { throw TestFailure("this outage has no cause") }
        return cause
    }

    /// The onset, in tests of outages that have one.
    func requireOnset() throws -> Timestamp {
        guard let onset else { throw TestFailure("this outage has no onset") }
        return onset
    }
}
