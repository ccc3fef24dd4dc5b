import JSON

@testable import CEL

/// Variables that many tests share, as a run of a workflow would have them.
enum TestDocument {
    static let json = #"""
        {
          "inputs": {"service": "web", "limit": 3, "ratio": 2.0},
          "steps": {
            "patterns": {"output": {"new": [{"template": "a <*>", "count": 7}, {"template": "b", "count": 2}]}},
            "onset": {"output": {"points": []}}
          },
          "items": [1, 2.5, 3], "name": "foo-bar", "flag": true, "nothing": null, "big": 18446744073709551615,
          "when": "2026-01-02T03:04:05Z", "headers": {"content-type": "text/plain", "é": 1}
        }
        """#

    static func variables() throws -> CELVariables {
        var variables = CELVariables()
        for (name, value) in try JSONValue(parsing: json).objectValue ?? [:] {
            variables.set(name, to: CELValue(value))
        }
        return variables
    }

    static let pattern = CELType.object(
        "pattern", fields: ["template": .string, "count": .int, "note": .string], optional: ["note"])

    static let environment = CELEnvironment(
        variables: [
            "inputs": .object("inputs", fields: ["service": .string, "limit": .int, "ratio": .double]),
            "steps": .object(
                "steps",
                fields: [
                    "patterns": .object(
                        "patterns", fields: ["output": .object("output", fields: ["new": .list(pattern)])]),
                    "onset": .object(
                        "onset", fields: ["output": .object("output", fields: ["points": .list(.dyn)], open: true)]),
                ]),
            "items": .list(.double), "name": .string, "flag": .bool, "nothing": .dyn, "big": .uint,
            "when": .timestamp, "headers": .map(.string, .dyn),
        ])

    static func evaluate(_ text: String, limits: CELLimits = .standard) throws -> CELValue {
        try CELProgram(CELExpression(text, limits: limits)).evaluate(variables())
    }

    /// The error of reading or evaluating; nil when there is none.
    static func failure(_ text: String, limits: CELLimits = .standard) throws -> CELError? {
        do {
            _ = try evaluate(text, limits: limits)
            return nil
        } catch let error as CELError { return error }
    }

    static func check(
        _ text: String, expecting: CELType? = nil, assuming: [String] = []
    ) throws -> CELCheck {
        let guards = try assuming.map { try CELExpression($0) }
        return try CELExpression(text).check(in: environment, expecting: expecting, assuming: guards)
    }
}
