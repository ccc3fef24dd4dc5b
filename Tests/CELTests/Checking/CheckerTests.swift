import Testing

@testable import CEL

@Suite("Checker")
struct CheckerTests {
    @Test(
        arguments: [
            ("inputs.limit + 1", "int"), ("inputs.ratio * 2.0", "double"),
            ("steps.patterns.output.new[0].template", "string"),
            ("steps.patterns.output.new.map(p, p.count)", "list(int)"), ("[1, 'a']", "list(dyn)"),
            ("{'a': 1}", "map(string, int)"),
            ("steps.onset.output.points[?0].?time", "optional(dyn)"), ("inputs.?service", "optional(string)"),
            ("inputs.?service.orValue('')", "string"), ("steps.onset.output.other", "dyn"), ("size(inputs)", "int"),
            ("'a' in inputs", "bool"), ("flag ? 1 : null", "dyn"), ("flag ? inputs.limit : 0", "int"),
            ("[]", "list(dyn)"),
            ("[].map(x, x)", "list(dyn)"), ("inputs.limit == 2.0", "bool"), ("inputs.limit < 2.5", "bool"),
            ("name == null", "bool"),
            ("headers.x", "dyn"), ("when - duration('1h')", "timestamp"), ("inputs.map(k, k)", "list(string)"),
            ("int", "type"),
            ("[[1]].flatten()", "list(int)"), ("'a,b'.split(',')[0]", "string"), ("math.greatest(1, 2)", "int"),
            ("math.greatest(1, 2.0)", "dyn"),
            ("{'a': 1}.transformMap(k, v, string(v))", "map(string, string)"), ("cel.bind(x, 1, [x])", "list(int)"),
            ("{'a': 1}.transformMapEntry(k, v, {v: k})", "map(int, string)"), ("optional.none().orValue(1)", "int"),
            ("steps.patterns.output.new.all(i, p, i < p.count)", "bool"), ("inputs['service']", "string"),
            ("dyn(1) + 1", "int"),
        ] as [(String, String)])
    func types(_ expression: String, _ type: String) throws {
        let check = try TestDocument.check(expression)
        #expect(check.errors == [])
        #expect(check.type.description == type)
    }

    @Test(
        arguments: [
            (
                "name == 1", CELError.Code.noSuchOverload, "no such overload: string == int",
                "convert one: int(…) or string(…)"
            ),
            (
                "steps.patterns.output.new[0].patern", .unknownField,
                "unknown field 'patern' of steps.patterns.output.new[0]", nil
            ),
            ("steps.paterns.output", .unknownField, "unknown field 'paterns' of steps", "did you mean 'patterns'?"),
            ("input.service", .unknownVariable, "undeclared reference to 'input'", "did you mean 'inputs'?"),
            ("inputs.ratio * 2", .noSuchOverload, "no such overload: double * int", "write 2.0"),
            ("inputs.limit + 'a'", .noSuchOverload, "no such overload: int + string", "convert one: string(…)"),
            (
                "name && flag", .noSuchOverload, "an operand of '&&' must be bool, found string",
                "compare it: size(…) > 0"
            ),
            ("size(3)", .noSuchOverload, "no such overload: size(int)", nil),
            ("name.startWith('a')", .unknownFunction, "unknown function 'startWith'", "did you mean 'startsWith'?"),
            (
                "steps.patterns.output.new.template", .noSuchOverload,
                "steps.patterns.output.new is list(pattern) and has no fields",
                "write an index, or a macro such as .map(x, x.template)"
            ),
            (
                "inputs.?limit + 1", .noSuchOverload, "no such overload: optional(int) + int",
                "take the value out of the optional: .orValue(…)"
            ),
            ("flag ? 1 : 'a'", .noSuchOverload, "the results of '?' have different types: int and string", nil),
            ("[1].exists(x, x + 1)", .noSuchOverload, "the condition of exists must be bool, found int", nil),
            ("name in 'foo'", .noSuchOverload, "no such overload: string in string", nil),
            ("name.map(x, x)", .noSuchOverload, "map visits lists and maps, found string", nil),
            ("[1].map(x)", .invalidMacro, "'map' does not take 1 arguments", nil),
            ("name.matches('(')", .invalidArgument, "'(' is not a pattern", nil),
            ("{1.5: 1}", .noSuchOverload, "a key of a map cannot be double", nil),
            ("-name", .noSuchOverload, "no such overload: -string", nil),
            ("items['a']", .noSuchOverload, "no such overload: list(double)[string]", nil),
            ("strings.quot('a')", .unknownVariable, "undeclared reference to 'strings'", nil),
        ] as [(String, CELError.Code, String, String?)])
    func errors(_ expression: String, _ code: CELError.Code, _ message: String, _ hint: String?) throws {
        let check = try TestDocument.check(expression)
        let error = try #require(check.errors.first)
        #expect(error.code == code)
        #expect(error.message.hasPrefix(message), "\(error.message)")
        if let hint { #expect(error.hint == hint) }
    }

    @Test func allErrorsAtOnceInOrder() throws {
        let check = try TestDocument.check("nome == 1 && inputs.servce == 2 && inputs.limit > 'a'")
        #expect(check.errors.map(\.code) == [.unknownVariable, .unknownField, .noSuchOverload])
        #expect(check.errors.map { $0.span?.start.column } == [1, 21, 36])
        #expect(check.errors[1].span?.length == 6)
    }

    @Test func theWantedType() throws {
        #expect(try TestDocument.check("flag", expecting: .bool).isValid)
        #expect(try TestDocument.check("steps.onset.output.other", expecting: .bool).isValid)
        let error = try #require(try TestDocument.check("name", expecting: .bool).errors.first)
        #expect(error.code == .typeMismatch)
        #expect(error.message == "the expression is string, but must be bool")
    }

    @Test(
        arguments: [
            ("steps.patterns.output.new[0].template", ["steps.patterns.output.new[0]"]),
            ("size(steps.patterns.output.new) > 0 && steps.patterns.output.new[0].count > 1", []),
            (
                "size(steps.patterns.output.new) > 0 && steps.patterns.output.new[1].count > 1",
                ["steps.patterns.output.new[1]"]
            ),
            ("steps.patterns.output.new.size() >= 2 ? steps.patterns.output.new[1].count : 0", []),
            ("steps.patterns.output.new == [] ? 0 : 1", []), ("steps.patterns.output.new[?0].?count", []),
            ("size(steps.patterns.output.new) == 0 || steps.patterns.output.new[0].count > 1", []),
            (
                "size(steps.patterns.output.new) > 0 || steps.patterns.output.new[0].count > 1",
                ["steps.patterns.output.new[0]"]
            ),
            ("0 < size(items) ? items[0] : 0.0", []), ("!(size(items) > 0) ? 0.0 : items[0]", []),
            ("headers['a']", ["headers['a']"]),
            ("'a' in headers && headers['a'] == 1", []), ("has(headers.a) && headers.a == 1", []),
            ("inputs['service']", []),
            ("steps.patterns.output.new.map(p, p.note)", ["p.note"]),
            ("steps.patterns.output.new.map(p, has(p.note), p.note)", []),
            ("steps.onset.output.other", ["steps.onset.output.other"]),
            ("has(steps.onset.output.x) && steps.onset.output.x == 1", []), ("[1, 2][1]", []),
            ("[1, 2][2]", ["[1, 2][2]"]), ("name.split(',')[0]", ["name.split(',')[0]"]),
            ("inputs.?service.hasValue() && inputs.service == 'a'", []),
            ("items[?0].hasValue() ? items[0] : 0.0", []), ("!items[?0].hasValue() ? items[0] : 0.0", ["items[0]"]),
            ("nothing[?0].?a.?b.orValue(false) && nothing[0].c", []),
            ("nothing[?0].?a.orValue(true) && nothing[0].c", ["nothing[0]"]),
            ("nothing[?0].?a.orValue(true) || nothing[0].c", []),
            ("!nothing[?0].?a.orValue(false) && nothing[0].c", ["nothing[0]"]),
            ("nothing[?0].?a.orValue(0) > 3 ? nothing[0].b : 1", []),
            ("nothing[?0].?a.orValue(0) < 3 ? nothing[0].b : 1", ["nothing[0]"]),
            ("3 <= nothing[?0].?a.orValue(0) ? nothing[0].b : 1", []),
            ("nothing[?0].?a.orValue(null) != null ? nothing[0].b : 1", []),
            ("nothing[?0].?a.orValue('x') == 'x' ? nothing[0].b : 1", ["nothing[0]"]),
            ("nothing[?0].?a.orValue('x') == 'x' ? 1 : nothing[0].b", []),
            ("nothing[?0].?a.orValue('x') == 'y' ? nothing[1].b : 1", ["nothing[1]"]),
            ("has(nothing[?0].a) ? nothing[0].b : 1", []),
            ("size(nothing.?list.orValue([])) > 1 ? nothing.list[1] : 1", []),
            ("size(nothing.?list.orValue([0])) > 0 ? nothing.list[0] : 1", ["nothing.list[0]"]),
        ] as [(String, [String])])
    func unguarded(_ expression: String, _ texts: [String]) throws {
        let check = try TestDocument.check(expression)
        #expect(check.errors == [])
        #expect(check.unguarded.map(\.text) == texts)
        #expect(check.unguarded.allSatisfy { !$0.hint.isEmpty })
    }

    @Test func aConditionElsewhereGuards() throws {
        let check = try TestDocument.check(
            "steps.patterns.output.new[0].template", assuming: ["flag && size(steps.patterns.output.new) > 0"])
        #expect(check.unguarded == [])
    }
}
