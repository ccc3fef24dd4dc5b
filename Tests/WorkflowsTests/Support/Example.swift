import JSON
import Testing
import YAML

@testable import Workflows

/// The whole files that `docs/workflows.md` shows.
enum Example {
    /// Their texts by the name in their first line, `# example: NAME`.
    static let all: [String: String] = {
        var found: [String: String] = [:]
        let guide = (try? Repository.text("docs/workflows.md")) ?? ""
        for block in guide.split(separator: "```yaml\n", omittingEmptySubsequences: false).dropFirst() {
            let text = String(block.prefix(upTo: block.firstRange(of: "```")?.lowerBound ?? block.endIndex))
            let first = text.prefix { $0 != "\n" }
            guard first.hasPrefix("# example: ") else {
                Issue.record("a block of docs/workflows.md has no name: \(first)")
                continue
            }
            let name = String(first.dropFirst("# example: ".count))
            if found.updateValue(text, forKey: name) != nil { Issue.record("two examples are called \(name)") }
        }
        return found
    }()

    static var names: [String] { all.keys.sorted() }
}

/// YAML as the JSON that a JSON Schema is about.
enum PlainYAML {
    static func json(_ text: String) throws -> JSONValue {
        let (root, problems) = YAMLReader.parse(SourceFile(name: "t", text: text))
        #expect(problems.isClean)
        return json(try #require(root))
    }

    private static func json(_ node: YAMLNode) -> JSONValue {
        switch node.kind {
        case .sequence(let elements): .array(elements.map(json))
        case .mapping(let pairs):
            .object(JSONObject(pairs.map { ($0.key.text, json($0.value)) }, uniquingKeysWith: { $1 }))
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: .null
            case .bool(let value): .bool(value)
            case .integer(let value): JSONValue(value)
            case .number(let value): .number(value)
            case .text(let text), .ambiguous(let text), .unrepresentable(let text): .string(text)
            }
        }
    }
}
