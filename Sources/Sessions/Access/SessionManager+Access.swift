package import Model
import Policy
import Store

extension SessionManager {
    /// Lets a principal into a session; nothing is written when it is in already.
    ///
    /// Who does not own all that a fork goes on from would give away with it what is another's. A model on this machine,
    /// which sees everything, gives nothing away at all: what it reads could tell it to.
    /// - Throws: `SessionsError`: `validation` for what is no name, `notPermitted` for who is not the owner.
    package func share(
        _ session: Session, with member: String, by author: Principal, isOperator: Bool
    ) async throws {
        guard PrincipalName.isValid(member) else { throw Self.badName }
        if !isOperator {
            guard author.name != PrincipalName.agent else { throw Self.notShared }
            for part in await session.lineage.inherited {
                let owner = try await self.session(part.session).reading { $0.owner.name }
                guard owner == author.name else { throw Self.notShared }
            }
        }
        let now = clock.now
        try await session.append { state in
            guard isOperator || state.owner.name == author.name else { throw Self.notShared }
            guard state.owner.name != member, !state.members.contains(member) else { return Batch([]) }
            let shared = SessionShared(member: member, author: author)
            return Batch([EntryDraft(.sessionShared(shared), principal: author.name, time: now)])
        }
    }

    /// Takes a session from a member again; nothing is written when it is none.
    ///
    /// What it has read it has read, and forks that it made are its own.
    /// - Throws: `SessionsError`: `validation` for what is no name, `notPermitted` for who is not the owner.
    package func unshare(
        _ session: Session, with member: String, by author: Principal, isOperator: Bool
    ) async throws {
        guard PrincipalName.isValid(member) else { throw Self.badName }
        guard isOperator || author.name != PrincipalName.agent else { throw Self.notShared }
        let now = clock.now
        try await session.append { state in
            guard isOperator || state.owner.name == author.name else { throw Self.notShared }
            guard state.members.contains(member) else { return Batch([]) }
            let unshared = SessionUnshared(member: member, author: author)
            return Batch([EntryDraft(.sessionUnshared(unshared), principal: author.name, time: now)])
        }
    }

    /// Writes down that a principal asked for what it may not use or know of, or what is not there.
    ///
    /// - Parameter subject: Redacted already.
    package func refused(_ subject: String, to principal: Principal) async throws {
        let refused = AccessRefused(subject: subject.shortened(to: 200))
        let draft = EntryDraft(.accessRefused(refused), principal: principal.name, time: clock.now)
        try await strayJournal().append(Batch([draft]))
    }

    private static var notShared: SessionsError {
        SessionsError(
            .notPermitted,
            "only the owner of a session and of all that it goes on from shares it, or takes it from a member",
            hint: "a person does with `casebook sessions share`")
    }

    /// The tokens that were not revoked, in the order of their names; expired ones among them.
    package func tokens() async throws -> [TokenAdded] {
        try await serverJournal().reading { $0.tokens.values.sorted { $0.name < $1.name } }
    }

    /// The most tokens that there are at once.
    private static let maximumTokens = 500

    /// Writes down a token by its hash.
    ///
    /// A name means one principal for good: who bears it has the sessions of whoever bore it before.
    /// - Parameter isAgain: Whether it is known that the name was borne before, and the same principal is meant.
    /// - Throws: `SessionsError`: `validation`, or `conflict` when a valid token has that name, or one has had it.
    package func add(_ token: TokenAdded, again isAgain: Bool = false) async throws {
        guard PrincipalName.isValid(token.name), token.name != PrincipalName.agent else { throw Self.badName }
        let now = clock.now
        try await serverJournal().append { state in
            guard state.tokens[token.name].map({ !$0.isValid(at: now) }) ?? true else {
                throw SessionsError(
                    .conflict, "there is a token `\(token.name)`", hint: "`casebook token revoke \(token.name)` ends it"
                )
            }
            guard isAgain || !state.tokenNames.contains(token.name) else {
                throw SessionsError(
                    .conflict, "`\(token.name)` was borne before: whoever bears it has the sessions of that time",
                    hint: "--again says that the same principal is meant; for another one take another name")
            }
            guard state.tokens.count < Self.maximumTokens else {
                throw SessionsError(.validation, "there are \(Self.maximumTokens) tokens", hint: "revoke some first")
            }
            return Batch([EntryDraft(.tokenAdded(token), principal: token.author.name, time: now)])
        }
    }

    /// Ends a token.
    ///
    /// - Throws: `SessionsError` of code `notFound`.
    package func revokeToken(_ name: String, by author: Principal) async throws {
        let now = clock.now
        try await serverJournal().append { state in
            guard state.tokens[name] != nil else {
                throw SessionsError(
                    .notFound, "there is no such token", hint: "`casebook token list` shows those there are")
            }
            let revoked = TokenRevoked(name: name, author: author)
            return Batch([EntryDraft(.tokenRevoked(revoked), principal: author.name, time: now)])
        }
    }

    private static var badName: SessionsError {
        SessionsError(
            .validation, "a principal's name has 1 to 64 characters of a-z, 0-9, `.`, `_` and `-`, and is not `agent`",
            hint: "such as oncall-bot")
    }
}
