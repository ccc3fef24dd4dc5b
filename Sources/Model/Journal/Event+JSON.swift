import JSON

/// Makes JSON of what every step writes without the detour over `Encoder`, which costs more than all else in a step.
///
/// Each form is the one that `Codable` gives; a test holds them to each other.
protocol DirectJSON: Encodable {
    var json: JSONValue { get }
}

extension Event {
    /// The payload of the events of a step; nil for the others.
    var directPayload: JSONValue? {
        switch self {
        case .stepStarted(let started): started.json
        case .stepFinished(let finished): finished.json
        case .callFinished(let finished): finished.json
        default: nil
        }
    }
}

extension JSONObject {
    /// Adds a member where there is a value.
    fileprivate mutating func add(_ name: String, _ value: (some DirectJSON)?) {
        if let value { self[name] = value.json }
    }

    fileprivate mutating func add(_ name: String, _ value: Int?) {
        if let value { self[name] = JSONValue(value) }
    }

    fileprivate mutating func add(_ name: String, _ value: String?) {
        if let value { self[name] = .string(value) }
    }
}

extension StepReference: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = ["run": .string(run.rawValue), "path": .string(path), "attempt": JSONValue(attempt)]
        object.add("iteration", iteration)
        return .object(object)
    }
}

extension StepStarted: DirectJSON {
    var json: JSONValue { ["step": step.json] }
}

extension StepFinished: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = ["step": step.json, "status": .string(status.rawValue)]
        object.add("evidence", evidence?.rawValue)
        if let output { object["output"] = output }
        object.add("error", error)
        object.add("reason", reason)
        return .object(object)
    }
}

extension CallFinished: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = [
            "call": .string(call.rawValue), "tool": .string(tool), "version": JSONValue(version),
            "evidence": .string(evidence.rawValue), "evidenceHash": .string(evidenceHash.hex),
            "coverage": .array(coverage.map(\.json)), "summary": .string(summary), "cached": .bool(cached),
        ]
        object.add("step", step)
        object.add("from", from)
        return .object(object)
    }
}

extension ToolError: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = ["kind": .string(kind.rawValue), "message": .string(message)]
        object.add("hint", hint)
        return .object(object)
    }
}

extension Coverage: DirectJSON {
    var json: JSONValue {
        [
            "source": .string(source), "value": .string(value.rawValue), "searched": searched.json,
            "omitted": .array(omitted.map(\.json)),
        ]
    }
}

extension Searched: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = [:]
        object.add("span", span)
        object.add("files", files)
        object.add("bytes", bytes)
        object.add("lines", lines)
        object.add("series", series)
        object.add("samples", samples)
        object.add("items", items)
        return .object(object)
    }
}

extension Omission: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = ["what": .string(what), "reason": .string(reason)]
        object.add("count", count)
        return .object(object)
    }
}

extension TimeSpan: DirectJSON {
    var json: JSONValue { ["start": .string(start.description), "end": .string(end.description)] }
}

extension Window: DirectJSON {
    var json: JSONValue {
        ["start": .string(start.description), "end": .string(end.description), "baseline": baseline.json]
    }
}

extension BodyReference: DirectJSON {
    var json: JSONValue {
        ["sha256": .string(sha256.hex), "length": JSONValue(length), "lines": JSONValue(lines)]
    }
}

extension Evidence: DirectJSON {
    var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id.rawValue), "tool": .string(tool), "version": JSONValue(version), "arguments": arguments,
            "sources": .array(sources.map { .string($0) }), "coverage": .array(coverage.map(\.json)),
            "started": .string(started.description), "finished": .string(finished.description), "output": output,
            "summary": .string(summary),
        ]
        object.add("window", window)
        object.add("body", body)
        return .object(object)
    }
}
