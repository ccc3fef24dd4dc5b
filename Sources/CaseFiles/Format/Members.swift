import JSON
import Model

/// Reads the members of an object that has exactly these.
struct Members {
    private let object: JSONObject

    init(_ value: JSONValue, _ names: [String]) throws(CaseError) {
        guard let object = value.objectValue, object.count == names.count, names.allSatisfy({ object.contains($0) })
        else { throw CaseError(.malformed, "an object does not have exactly \(names.joined(separator: ", "))") }
        self.object = object
    }

    func value(_ name: String) -> JSONValue { object[name] ?? .null }

    func string(_ name: String) throws(CaseError) -> String {
        guard let text = value(name).stringValue else { throw wrong(name) }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(CaseError) -> Int {
        guard let number = value(name).intValue, range.contains(number) else { throw wrong(name) }
        return number
    }

    func array(_ name: String) throws(CaseError) -> [JSONValue] {
        guard let elements = value(name).arrayValue else { throw wrong(name) }
        return elements
    }

    func digest(_ name: String) throws(CaseError) -> Digest {
        guard let digest = Digest(hex: try string(name)) else { throw wrong(name) }
        return digest
    }

    func session(_ name: String) throws(CaseError) -> SessionID {
        guard let session = SessionID(try string(name)), session != .server else { throw wrong(name) }
        return session
    }

    /// A time in the one form that is written.
    func time(_ name: String) throws(CaseError) -> Timestamp {
        let text = try string(name)
        guard let time = Timestamp(rfc3339: text), time.description == text else { throw wrong(name) }
        return time
    }

    private func wrong(_ name: String) -> CaseError { CaseError(.malformed, "`\(name)` is not as it has to be") }
}
