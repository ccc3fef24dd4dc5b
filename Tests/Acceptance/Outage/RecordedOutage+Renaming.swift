import JSON
import TestSupport

extension RecordedOutage {
    /// With every name of plan, logs, metrics and deploys replaced by another one, the same everywhere.
    ///
    /// What programs write of themselves stays: their messages, the keys of Terraform's format, the forms of nginx and
    /// PostgreSQL, numbers and units. Names are addresses, attributes, variables, roles, services, hosts, paths, loggers,
    /// routes, tables, metrics, labels and their values, authors, files and sources.
    func renaming(seed: UInt64) throws -> RecordedOutage {
        var rename = Renaming(seed: seed)
        var copy = self
        copy.plan = try Self.renamed(plan, &rename)
        copy.deploys = deploys.map { Self.renamed(deploy: $0, &rename) }
        copy.metrics = metrics.renamed(&rename)
        copy.logs = logs.map { $0.renamed(&rename) }
        let places: Set = ["app", "nginx", "postgres", "checkout"]
        let text = rename.words(of: Array(configuration.utf8)) { text, range in
            places.contains(String(decoding: text[range], as: UTF8.self))
        }
        copy.configuration = String(decoding: text, as: UTF8.self)
        copy.truth.cause = truth.cause.map { cause in
            String(
                decoding: rename.words(of: Array(cause.utf8)) { text, range in range.upperBound == text.count },
                as: UTF8.self)
        }
        return copy
    }

    private static func renamed(deploy: JSONValue, _ rename: inout Renaming) -> JSONValue {
        guard var object = deploy.objectValue else { return deploy }
        for name in ["service", "author"] { object[name] = object[name]?.stringValue.map { .string(rename($0)) } }
        if let parts = object["ref"]?.stringValue?.split(separator: "@"), parts.count == 2 {
            object["ref"] = .string("\(rename(parts[0]))@\(parts[1])")
        }
        return .object(object)
    }

    private static func renamed(_ plan: JSONValue, _ rename: inout Renaming) throws -> JSONValue {
        var names = PlanNames()
        names.collect(from: plan)
        let known = names.own
        guard known.contains("connection_limit"), known.contains("checkout") else {
            throw TestFailure("the plan's names were not found: \(known.sorted())")
        }
        let bytes = rename.words(of: plan.bytes()) { text, range in
            known.contains(String(decoding: text[range], as: UTF8.self))
        }
        return try JSONValue(parsing: bytes)
    }
}
