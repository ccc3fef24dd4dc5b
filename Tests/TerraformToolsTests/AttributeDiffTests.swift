import JSON
import Testing

@testable import TerraformTools

@Suite("Attribute differences")
struct AttributeDiffTests {
    private func diff(_ before: String, _ after: String, _ more: String = "{}") throws -> AttributeDiff {
        var change: JSONObject = ["before": try JSONValue(parsing: before), "after": try JSONValue(parsing: after)]
        for (key, value) in try JSONValue(parsing: more).objectValue ?? [:] { change[key] = value }
        return AttributeDiff(change: change)
    }

    private func lines(_ diff: AttributeDiff) -> [String] { diff.changes.map { "\($0.path): \($0.transition)" } }

    @Test("Nested values are compared one by one")
    func comparesNested() throws {
        let result = try diff(
            #"{"a": {"b": [1, 2, {"c": "x"}]}, "odd key": 1, "same": true}"#,
            #"{"a": {"b": [1, 3, {"c": "y"}]}, "odd key": null, "same": true}"#)
        #expect(lines(result) == ["a.b[1]: 2 → 3", "a.b[2].c: x → y", "[\"odd key\"]: 1 → (none)"])
        #expect(result.siblings.map(\.path) == ["a.b[0]", "same"])
    }

    @Test("An element that is taken out of a list is the only change")
    func comparesLists() throws {
        #expect(try lines(diff(#"{"l": ["a", "b", "c"]}"#, #"{"l": ["b", "c"]}"#)) == ["l[0]: a → (none)"])
        #expect(try lines(diff(#"{"l": ["a", "c"]}"#, #"{"l": ["a", "b", "c"]}"#)) == ["l[1]: (none) → b"])
    }

    @Test("Blocks of a set are compared with those that are about the same")
    func pairsBlocks() throws {
        #expect(
            try lines(
                diff(
                    #"{"p": [{"name": "max", "value": 500, "m": 1}, {"name": "mem", "value": 64, "m": 1}]}"#,
                    #"{"p": [{"name": "mem", "value": 32, "m": 1}, {"name": "max", "value": 50, "m": 1}]}"#))
                == ["p[0].value: 64 → 32", "p[1].value: 500 → 50"])
        #expect(
            try lines(
                diff(
                    #"{"p": [{"name": "a", "value": 1, "m": 1}, {"name": "b", "value": 2, "m": 1}]}"#,
                    #"{"p": [{"name": "c", "value": 3, "m": 1}, {"name": "b", "value": 4, "m": 1}]}"#))
                == [
                    "p[0].name: a → (none)", "p[0].value: 1 → (none)", "p[0].m: 1 → (none)", "p[0].name: (none) → c",
                    "p[0].value: (none) → 3", "p[0].m: (none) → 1", "p[1].value: 2 → 4",
                ])
        #expect(
            try lines(
                diff(
                    #"{"r": [{"from": 1, "to": 2, "c": "x"}, {"from": 5, "to": 6, "c": "y"}]}"#,
                    #"{"r": [{"from": 5, "to": 6, "c": "z"}, {"from": 1, "to": 2, "c": "w"}]}"#))
                == ["r[0].c: y → z", "r[1].c: x → w"])
    }

    @Test("Lines end with a carriage return too")
    func comparesLinesOfWindows() throws {
        let result = try diff(#"{"f": "a = 1\r\npool_size = 50\r\n"}"#, #"{"f": "a = 1\r\npool_size = 5\r\n"}"#)
        #expect(lines(result) == ["f.pool_size: 50 → 5"])
    }

    @Test("The last name of a path may hold anything in quotes")
    func findsLastNames() {
        let paths = [
            #"config["retention.ms"]"#, #"a.b[0].c"#, #"data["app.conf"].max"#, #"l[3]"#, #"m["a[\"]b"]"#,
            #"x["7"][0]"#, "7",
        ]
        #expect(paths.map { Candidate.lastName(of: $0) } == ["retention.ms", "c", "max", "l", #"a[\"]b"#, "x", "7"])
    }

    @Test("Text that is JSON is compared inside")
    func comparesEmbedded() throws {
        let result = try diff(
            #"{"policy": "{\"s\":[{\"Action\":\"get\"}]}"}"#, #"{"policy": "{ \"s\": [{\"Action\": \"*\"}]}"}"#)
        #expect(lines(result) == ["policy.s[0].Action: get → *"])
    }

    @Test("Text of several lines is compared by its settings")
    func comparesLines() throws {
        let result = try diff(
            ##"{"f": "# x\nmax_connections = 100\nport: 5432\n"}"##,
            ##"{"f": "# x\nmax_connections = 10\nport: 5432\n"}"##)
        #expect(lines(result) == ["f.max_connections: 100 → 10"])
    }

    @Test("A mark on either side hides both, at any depth")
    func hidesMarked() throws {
        let result = try diff(
            #"{"a": [{"p": "old-secret", "q": 1}, "old-in-list"], "t": "old-text"}"#,
            #"{"a": [{"p": "new-secret", "q": 2}, "new-in-list"], "t": {"new": "object-secret"}}"#,
            """
            {"before_sensitive": {"a": [{"p": true}, false]},
             "after_sensitive": {"a": [{"p": false}, true], "t": {"new": true}}}
            """)
        let shown = "\(result)"
        #expect(!shown.contains("secret"))
        #expect(!shown.contains("in-list"))
        #expect(result.changes.filter(\.isSensitive).map(\.path) == ["a[0].p", "a[1]", "t"])
        #expect(result.changes.first { $0.path == "a[0].q" }?.transition == "1 → 2")
    }

    @Test("Elements in another order, what becomes unknown, and marks of another form show no marked value")
    func hidesWhole() throws {
        let marks = #"{"u": [{"pin": true}, {"pin": true}]}"#
        let cases = [
            (
                #"{"u": [{"n": "a", "pin": 4711}, {"n": "b", "pin": 8822}]}"#,
                #"{"u": [{"n": "b", "pin": 8822}, {"n": "a", "pin": 4711}]}"#,
                #"{"before_sensitive": \#(marks), "after_sensitive": \#(marks)}"#
            ),
            (
                #"{"u": [{"n": "a", "pin": 4711}, {"n": "b", "pin": 8822}]}"#,
                #"{"u": [{"n": "b", "pin": 8822}, {"n": "a", "pin": 4711}]}"#,
                #"{"before_sensitive": {"u": [{}, {"pin": true}]}, "after_sensitive": {"u": [{}, {"pin": true}]}}"#
            ),
            (
                #"{"u": [{"pin": 4711}]}"#, "{}",
                #"{"before_sensitive": \#(marks), "after_sensitive": {}, "after_unknown": {"u": true}}"#
            ),
            (
                #"{"u": {"pin": 4711}}"#, #"{"u": {"pin": 8822}}"#,
                #"{"before_sensitive": {"u": [true]}, "after_sensitive": {"u": [true]}}"#
            ),
            (#"{"u": {"pin": 4711}}"#, #"{"u": 1}"#, #"{"before_sensitive": {"u": {"pin": true}}}"#),
            (#"{"u": [1, 4711]}"#, #"{"u": "x"}"#, #"{"before_sensitive": {"u": [false, true]}}"#),
        ]
        for (before, after, more) in cases {
            let result = try diff(before, after, more)
            let shown = "\(result.changes) \(result.siblings)"
            #expect(!shown.contains("4711") && !shown.contains("8822"), "\(shown)")
            #expect(result.changes.contains { $0.isSensitive })
        }
    }

    @Test("Exact numbers stay exact")
    func keepsNumbers() throws {
        #expect(try diff(#"{"n": 9007199254740993}"#, #"{"n": 9007199254740992}"#).changes.count == 1)
    }
}
