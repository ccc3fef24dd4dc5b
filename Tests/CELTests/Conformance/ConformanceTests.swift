import JSON
import Testing

@testable import CEL

@Suite("Conformance with cel-spec")
struct ConformanceTests {
    /// Runs every case; prints how many passed, are excluded and failed.
    @Test(.enabled(if: ConformanceData.folder != nil, "the official cases are not there"))
    func officialCases() throws {
        var total = (passed: 0, excluded: 0, failed: 0)
        var unused = Set(ConformanceExclusions.reasons.keys)
        for (file, cases) in try ConformanceData.files() {
            var count = (passed: 0, excluded: 0, failed: 0)
            for test in cases {
                let failure = Self.failure(of: test)
                if ConformanceExclusions.reasons[test.name] != nil {
                    unused.remove(test.name)
                    count.excluded += 1
                    #expect(failure != nil, "\(test.name) passes and must not be excluded")
                } else if let failure {
                    count.failed += 1
                    Issue.record("\(test.name): \(test.expression)\n  \(failure)")
                } else {
                    count.passed += 1
                }
            }
            print("\(file): \(count.passed) passed, \(count.excluded) excluded, \(count.failed) failed")
            total = (total.passed + count.passed, total.excluded + count.excluded, total.failed + count.failed)
        }
        print("all: \(total.passed) passed, \(total.excluded) excluded, \(total.failed) failed")
        #expect(total.passed > 1_500)
        #expect(unused.isEmpty, "exclusions without a case")
    }

    /// What is wrong; nil when the case passes.
    private static func failure(of test: ConformanceData.Case) -> String? {
        do {
            let environment = try ConformanceData.environment(test)
            let variables = try ConformanceData.variables(test)
            let expression = try CELExpression(test.expression)
            var check: CELCheck?
            if !test.skipsCheck {
                let found = expression.check(in: environment)
                guard found.isValid else { return "check: \(found.errors)" }
                if let failure = try typeFailure(of: test, found) { return failure }
                check = found
            }
            guard !test.isCheckOnly else { return nil }
            for check in check.map({ [$0, nil] }) ?? [nil] {
                let program = CELProgram(expression, environment: environment, check: check)
                if let failure = try resultFailure(of: test, program, variables) { return failure }
            }
            return nil
        } catch { return "\(error)" }
    }

    private static func typeFailure(of test: ConformanceData.Case, _ check: CELCheck) throws -> String? {
        guard let deduced = test.fields["typed_result"]?["deduced_type"] else { return nil }
        let expected = try ConformanceData.type(deduced)
        return check.type == expected ? nil : "type \(check.type), expected \(expected)"
    }

    private static func resultFailure(
        of test: ConformanceData.Case, _ program: CELProgram, _ variables: CELVariables
    ) throws -> String? {
        let result: CELValue
        do {
            result = try program.evaluate(variables)
        } catch {
            return test.expectsError ? nil : "evaluation: \(error)"
        }
        guard !test.expectsError else { return "\(result), expected an error" }
        let expected = test.fields["value"] ?? test.fields["typed_result"]?["result"]
        let value =
            try ConformanceExclusions.corrections[test.name] ?? expected.map(ConformanceData.value) ?? .bool(true)
        return result.isSame(as: value) ? nil : "\(result), expected \(value)"
    }
}

extension CELValue {
    /// Whether both are the same value of the same type; unlike `==`, `1` and `1u` differ and NaN is the same as NaN.
    func isSame(as other: CELValue) -> Bool {
        switch (self, other) {
        case (.double(let left), .double(let right)): left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.map(let left), .map(let right)):
            left.count == right.count
                && left.allSatisfy { key, value in
                    guard let place = right.keys.firstIndex(of: key) else { return false }
                    return right.keys[place].value.typeName == key.value.typeName
                        && right[key].map { $0.isSame(as: value) } ?? false
                }
        case (.optional(let left?), .optional(let right?)): left.isSame(as: right)
        default: typeName == other.typeName && self == other
        }
    }
}
