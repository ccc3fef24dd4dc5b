/// The roles of an installation: the four that there always are, as the operator limits them, and the operator's own.
package struct RoleBook: Hashable, Sendable {
    /// What a role allows.
    package struct Definition: Hashable, Sendable {
        /// The role whose work it does.
        package var base: Role
        /// Names, or `*` for all.
        package var tools: Set<String>
        /// Names, or `*` for all.
        package var sources: Set<String>
        /// Absolute paths of folders, those of its sources among them; nil for all that the operator names.
        package var roots: [String]?
        /// Nil where nobody wrote any.
        package var limits: PrincipalLimits?

        package init(
            base: Role, tools: Set<String> = ["*"], sources: Set<String> = ["*"], roots: [String]? = nil,
            limits: PrincipalLimits? = nil
        ) {
            self.base = base
            self.tools = tools
            self.sources = sources
            self.roots = roots
            self.limits = limits
        }
    }

    /// What the operator says of a principal, whatever its token says.
    package struct Assignment: Hashable, Sendable {
        package var roles: [String]
        package var groups: [String]

        package init(roles: [String], groups: [String] = []) {
            self.roles = roles
            self.groups = groups
        }
    }

    /// All that a principal is.
    package struct Standing: Hashable, Sendable {
        package let privileges: Privileges
        package let rights: Rights
        package let groups: Set<String>
        package let limits: PrincipalLimits
    }

    private let own: [String: Definition]
    /// By the names of principals.
    package let assignments: [String: Assignment]

    /// - Parameter roles: The operator's own, and those of the four that are limited.
    package init(roles: [String: Definition] = [:], assignments: [String: Assignment] = [:]) {
        own = roles
        self.assignments = assignments
    }

    /// The role of that name; nil when there is none.
    package subscript(_ name: String) -> Definition? { own[name] ?? Role(rawValue: name).map { Definition(base: $0) } }

    /// The four, then the operator's own.
    package var names: [String] {
        let standard = Role.allCases.map(\.rawValue)
        return standard + own.keys.filter { !standard.contains($0) }.sorted()
    }

    /// Principals of which the operator says something and that nobody is: misspelt, perhaps, so that it limits nobody.
    ///
    /// - Parameter names: Of those that bear a token.
    package func strangers(beside names: some Collection<String>) -> [String] {
        assignments.keys.filter { $0 != PrincipalName.agent && !names.contains($0) }.sorted()
    }

    /// Every folder that a role names.
    package var roots: [String] { own.sorted { $0.key < $1.key }.flatMap { $0.value.roots ?? [] } }

    /// What a principal may do; a role that is not known here allows nothing.
    ///
    /// - Parameters:
    ///   - roles: Those of its token, which count unless the operator says otherwise.
    ///   - groups: Likewise.
    package func standing(of principal: String, roles: [String], groups: [String]) -> Standing {
        let assignment = assignments[principal] ?? Assignment(roles: roles, groups: groups)
        let privileges = Privileges(roles: assignment.roles.compactMap { self[$0]?.base.rawValue })
        let widest = widest(of: assignment.roles)
        return Standing(
            privileges: privileges, rights: Rights(widest.map(\.grant)), groups: Set(assignment.groups),
            limits: PrincipalLimits(most: widest.compactMap(\.limits)))
    }

    /// The same of a client that the local user starts: it works in every session and decides nothing, and is limited
    /// where the operator says so of it.
    package func standing(ofLocal principal: String) -> Standing {
        guard let assignment = assignments[principal] else {
            return Standing(privileges: .local, rights: .all, groups: [], limits: .none)
        }
        let given = Privileges(roles: assignment.roles.compactMap { self[$0]?.base.rawValue })
        let widest = widest(of: assignment.roles)
        return Standing(
            privileges: Privileges(investigates: given.investigates, decides: false, seesAll: true),
            rights: Rights(widest.map(\.grant)), groups: [],
            limits: PrincipalLimits(most: widest.compactMap(\.limits)))
    }

    /// Those of a principal's roles that say what it reads and how much it may use.
    ///
    /// Beside a role that asks, one that does not widens nothing; nor does one of the four beside one that the operator
    /// wrote: an approver of some sources is still one of some sources.
    private func widest(of roles: [String]) -> [Definition] {
        let known = roles.compactMap { name in self[name].map { (name: name, definition: $0) } }
        let asking = known.filter(\.definition.grant.asks)
        guard asking.isEmpty else { return asking.map(\.definition) }
        let written = known.filter { own[$0.name] != nil }
        return (written.isEmpty ? known : written).map(\.definition)
    }
}

extension RoleBook.Definition {
    fileprivate var grant: Rights.Grant {
        let asks = Privileges(roles: [base.rawValue]).investigates
        return Rights.Grant(tools: tools, sources: sources, roots: roots, asks: asks)
    }
}
