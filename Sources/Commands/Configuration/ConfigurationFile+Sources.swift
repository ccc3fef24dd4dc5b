import Model
import YAML

extension ConfigurationFile {
    /// What the keys of a source say.
    private struct Draft {
        var kind: SourceKind?
        var files: [FileSelection] = []
        var offset: Int?
        var year: Int?
        var url: (text: String, node: YAMLElement)?
        var token: String?
        var user: String?
        var password: String?
        var tenant: String?
        var authorities: String?
        var timeout = Endpoint.standardTimeout
        var response = Endpoint.standardResponse
        /// A key that only a server has.
        var serverKey: Key?
    }

    private static let serverKeys: Set = [
        "url", "token-file", "user", "password-file", "tenant", "ca-file", "timeout", "max-response",
    ]

    func source(_ name: Key, _ node: YAMLElement) throws(CommandError) -> Source {
        guard SourceName.isValid(name.text) else {
            throw fault(name.node, "`\(name.text)` cannot name a source", "use letters, digits, `-`, `_` and `.`")
        }
        var draft = Draft()
        for (key, value) in try members(of: node, "source \(name.text)") {
            if Self.serverKeys.contains(key.text) {
                draft.serverKey = key
                try take(key, value, &draft)
                continue
            }
            switch key.text {
            case "kind":
                let word = try text(value, "kind")
                guard let known = SourceKind(rawValue: word) else {
                    let kinds = SourceKind.allCases.map(\.rawValue).joined(separator: ", ")
                    throw fault(value, "`\(word)` is not a kind of source", "the kinds are \(kinds)")
                }
                draft.kind = known
            case "path", "paths":
                for (path, node) in try paths(value, key.text) { draft.files.append(try selection(path, node)) }
            case "utc-offset": draft.offset = try utcOffset(value)
            case "year":
                guard case .integer(let number)? = value.scalar?.value, 1970...2261 ~= number else {
                    throw fault(value, "`year` is not a year", nil)
                }
                draft.year = number
            default: throw unknown(key, ["kind", "path", "paths", "utc-offset", "year"] + Self.serverKeys.sorted())
            }
        }
        guard let kind = draft.kind else { throw fault(node, "source `\(name.text)` has no `kind`", nil) }
        if kind == .prometheus { return try server(name.text, node, draft) }
        if let key = draft.serverKey {
            throw fault(
                key.node, "`\(key.text)` is for sources of kind prometheus, and this is one of \(kind.rawValue)",
                "leave it out")
        }
        guard !draft.files.isEmpty else { throw fault(node, "source `\(name.text)` has no `path` or `paths`", nil) }
        return Source(name: name.text, kind: kind, files: draft.files, utcOffset: draft.offset, year: draft.year)
    }

    /// A key of a source that is a server.
    private func take(_ key: Key, _ value: YAMLElement, _ draft: inout Draft) throws(CommandError) {
        guard !isConfined else {
            throw fault(
                key.node, "`\(key.text)` stands in a configuration that was found, not named",
                "name the file yourself: --config \(path)")
        }
        switch key.text {
        case "url": draft.url = (try text(value, key.text), value)
        case "token-file": draft.token = try file(value, key.text)
        case "user":
            let user = try text(value, key.text)
            guard !user.isEmpty, user.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), !user.contains(":") else {
                throw fault(value, "`user` cannot be a user's name", nil)
            }
            draft.user = user
        case "password-file": draft.password = try file(value, key.text)
        case "tenant":
            let tenant = try text(value, key.text)
            guard 1...150 ~= tenant.utf8.count, tenant.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw fault(value, "`tenant` is not the name of one", "at most 150 visible ASCII characters")
            }
            draft.tenant = tenant
        case "ca-file": draft.authorities = try file(value, key.text)
        case "timeout": draft.timeout = try milliseconds(value)
        default:
            draft.response = try size(value)
            guard 64 << 10...1 << 30 ~= draft.response else {
                throw fault(value, "`max-response` has to be from 64KiB to 1GiB", nil)
            }
        }
    }

    private func server(_ name: String, _ node: YAMLElement, _ draft: Draft) throws(CommandError) -> Source {
        guard draft.files.isEmpty else {
            throw fault(node, "a source of kind prometheus is a server and no file", "give its `url` instead of a path")
        }
        guard let url = draft.url else {
            throw fault(node, "source `\(name)` of kind prometheus has no `url`", "such as http://127.0.0.1:9090")
        }
        guard let parts = ServerURL(url.text) else {
            throw fault(
                url.node, "this is not the URL of a server",
                "write http://HOST:PORT or https://HOST, without a name, a password or a query in it")
        }
        var credential: Endpoint.Credential?
        switch (draft.token, draft.user, draft.password) {
        case (nil, nil, nil): credential = nil
        case (let token?, nil, nil): credential = .token(file: token)
        case (nil, let user?, let password?): credential = .password(user: user, file: password)
        default:
            throw fault(
                node, "source `\(name)` has to have `token-file` alone, or `user` together with `password-file`", nil)
        }
        let endpoint = Endpoint(
            url: parts.text(""), credential: credential, tenant: draft.tenant, authorities: draft.authorities,
            timeout: draft.timeout, maximumResponse: draft.response)
        return Source(name: name, kind: .prometheus, endpoint: endpoint)
    }

    /// The absolute path of one file.
    private func file(_ node: YAMLElement, _ what: String) throws(CommandError) -> String {
        let path = try text(node, what)
        guard !path.isEmpty else { throw fault(node, "the path in `\(what)` is empty", nil) }
        return PathText.absolute(path, relativeTo: folder)
    }

    /// A duration such as `500ms`, `20s` or `2m`, from a tenth of a second to ten minutes.
    private func milliseconds(_ node: YAMLElement) throws(CommandError) -> Int {
        let text = try text(node, "timeout")
        for (unit, length) in [("ms", 1), ("s", 1000), ("m", 60_000)] where text.hasSuffix(unit) {
            guard let number = Int(text.dropLast(unit.utf8.count)), 1...600_000 ~= number,
                100...600_000 ~= number * length
            else { break }
            return number * length
        }
        throw fault(node, "`\(text)` is not a duration from 100ms to 10m", "write 20s")
    }
}
