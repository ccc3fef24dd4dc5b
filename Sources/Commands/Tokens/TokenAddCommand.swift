import ArgumentParser
import JSON
import Model
import Policy
import Sessions
import Workflows

/// `casebook token add`: makes a token, which is shown once.
struct TokenAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token and print it; it cannot be shown again.",
        discussion:
            "Whoever bears it is the principal of that name, for good: a name that was borne before needs --again. "
            + "Roles: viewer, investigator, approver, operator, and those of the configuration.")

    @Argument(help: "The principal's name: a-z, 0-9, `.`, `_` and `-`.")
    var name: String

    @Option(help: ArgumentHelp("When it ends: a duration, or `never`.", valueName: "duration"))
    var expires = "90d"

    @Option(help: ArgumentHelp("What it may do; investigator when none is given.", valueName: "role"))
    var role: [String] = []

    @Option(help: ArgumentHelp("A group that it decides for.", valueName: "group"))
    var group: [String] = []

    @Flag(help: "The name was borne before, and the same principal is meant: it has its sessions again.")
    var again = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let book = wiring.configuration.roles
        let (roles, groups) = try standing(in: book)
        let decides = book.standing(of: name, roles: roles, groups: groups).privileges.decides
        let workplace = try await wiring.open()
        let token = AccessToken(from: workplace.manager.identifiers)
        let added = TokenAdded(
            name: name, kind: decides ? .person : .model, roles: roles, groups: groups,
            hash: token.digest, expires: try end(after: workplace.manager.clock.now), author: workplace.principal)
        try await workplace.manager.add(added, again: again)
        await workplace.close()
        guard options.json else { return options.output.text(token.text) }
        var object = added.interface
        object["token"] = .string(token.text)
        options.output.json(.object(object))
    }

    /// Roles and groups: those that are given, or those of the configuration, which count where it lists the principal.
    private func standing(in book: RoleBook) throws(CommandError) -> (roles: [String], groups: [String]) {
        if let assignment = book.assignments[name] {
            guard role.isEmpty, group.isEmpty else {
                throw CommandError(
                    .usage, "the configuration says which roles and groups \(name) has",
                    hint: "leave out --role and --group")
            }
            return (assignment.roles, assignment.groups)
        }
        guard role.allSatisfy({ book[$0] != nil }) else {
            throw CommandError(
                .usage, "there is no such role", hint: "the roles are \(book.names.joined(separator: ", "))")
        }
        return (role.isEmpty ? [Role.investigator.rawValue] : Set(role).sorted(), group)
    }

    private func end(after now: Timestamp) throws(CommandError) -> Timestamp? {
        guard expires != "never" else { return nil }
        guard let duration = Quantities.duration(expires), duration.nanoseconds > 0 else {
            throw CommandError(.usage, "--expires is not a duration", hint: Quantities.durationHint)
        }
        return now.advanced(byNanoseconds: duration.nanoseconds)
    }
}

extension TokenAdded {
    /// With the roles and groups that count: those of the configuration where it lists the principal.
    func assigned(by book: RoleBook) -> TokenAdded {
        guard let assignment = book.assignments[name] else { return self }
        return TokenAdded(
            name: name, kind: kind, roles: assignment.roles, groups: assignment.groups, hash: hash, expires: expires,
            author: author)
    }

    /// As the command line's JSON shows it.
    var interface: JSONObject {
        [
            "name": .string(name), "kind": .string(kind.rawValue), "roles": .array(roles.map { .string($0) }),
            "groups": .array(groups.map { .string($0) }),
            "expires": expires.map { .string($0.description) } ?? .null,
        ]
    }
}
