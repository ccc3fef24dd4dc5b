import JSON
import Model
import TestSupport

extension RecordedOutage {
    /// With every time moved by whole seconds.
    func shifted(bySeconds seconds: Int) throws -> RecordedOutage {
        func moved(_ time: Timestamp) -> Timestamp { time.advanced(byNanoseconds: Int64(seconds) * 1_000_000_000) }
        func moved(_ value: JSONValue?, _ name: String) throws -> JSONValue {
            guard let time = value?[name]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
                var object = value?.objectValue
            else { throw TestFailure("no time \(name)") }
            // Whole seconds, as Terraform and the deploys have them.
            object[name] = .string(String(moved(time).description.prefix(19)) + "Z")
            return .object(object)
        }
        var copy = self
        copy.plan = try moved(plan, "timestamp")
        copy.deploys = try deploys.map { try moved($0, "time") }
        copy.metrics = metrics.shifted(bySeconds: seconds)
        copy.logs = logs.map { $0.shifted(bySeconds: seconds) }
        copy.truth.onset = truth.onset.map(moved)
        return copy
    }

    /// With the culprit at another address of the configuration.
    func movingCause(toModule module: String, name: String, key: String) throws -> RecordedOutage {
        let cause = try truth.requireCause()
        let type = cause.split(separator: ".").first.map { String($0) } ?? ""
        let address = "module.\(module).\(type).\(name)[\"\(key)\"]"
        var copy = self
        copy.truth.cause = address
        copy.plan = Self.replacing(cause, by: address, in: plan) { change in
            change["module_address"] = .string("module.\(module)")
            change["name"] = .string(name)
            change["index"] = .string(key)
        }
        return copy
    }

    private static func replacing(
        _ old: String, by new: String, in value: JSONValue, _ adjust: (inout JSONObject) -> Void
    ) -> JSONValue {
        switch value {
        case .string(old): return .string(new)
        case .array(let elements): return .array(elements.map { replacing(old, by: new, in: $0, adjust) })
        case .object(let object):
            var result = object.mapValues { replacing(old, by: new, in: $0, adjust) }
            if object["address"]?.stringValue == old, object["change"] != nil { adjust(&result) }
            return .object(result)
        default: return value
        }
    }
}
