/// The names that an expression may use beside the standard ones.
public struct CELEnvironment: Sendable {
    /// The variables with their types; a name may have points (`request.auth`).
    public var variables: [String: CELType]
    /// The namespace in which names are looked up first, such as `com.example`.
    public var container: String
    private(set) var functions: [String: [CELFunction]] = [:]

    /// Names.
    public init(variables: [String: CELType] = [:], functions: [CELFunction] = [], container: String = "") {
        self.variables = variables
        self.container = container
        for function in functions { declare(function) }
    }

    /// No names but the standard ones.
    public static let standard = CELEnvironment()

    /// Adds a function, or an overload of one.
    ///
    /// Standard functions cannot be replaced; theirs are looked up first.
    public mutating func declare(_ function: CELFunction) {
        functions[function.name, default: []].append(function)
    }

    /// The names that a name in the text may stand for: in the container, in those around it, by itself.
    func candidates(for name: String, isAbsolute: Bool) -> [String] {
        guard !isAbsolute, !container.isEmpty else { return [name] }
        var names: [String] = []
        var scope = container.split(separator: ".")
        while !scope.isEmpty {
            names.append(scope.joined(separator: ".") + "." + name)
            scope.removeLast()
        }
        return names + [name]
    }

    enum Name: Hashable {
        case variable(String)
        case type(String)
    }

    /// What a name or a chain of selections stands for; nil when nothing of that name is declared.
    func resolve(_ path: [String], isAbsolute: Bool) -> Name? {
        let candidates = candidates(for: path.joined(separator: "."), isAbsolute: isAbsolute)
        for candidate in candidates where variables[candidate] != nil { return .variable(candidate) }
        for candidate in candidates {
            if let type = StandardLibrary.types[candidate] { return .type(type) }
        }
        return nil
    }

    /// The name of the function that a call stands for; nil when none is declared.
    func functionName(_ name: String) -> String? {
        candidates(for: name, isAbsolute: false).first { StandardLibrary.functions[$0] != nil || functions[$0] != nil }
    }

    func signatures(of name: String) -> [Signature] {
        (StandardLibrary.functions[name] ?? []).flatMap(\.signatures) + (functions[name] ?? []).map(\.signature)
    }
}
