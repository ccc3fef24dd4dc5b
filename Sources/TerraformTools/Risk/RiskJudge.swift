internal import JSON

/// Judges one change by the rules.
struct RiskJudge: Sendable {
    private let rules: [RiskRule]

    init(rules: [RiskRule] = RiskRule.all) { self.rules = rules }

    /// What could go wrong by a change, worst first; an attribute is told once.
    func risks(of change: ResourceChange, isDrift: Bool) -> [Risk] {
        let subject = RiskSubject(change, isDrift: isDrift)
        guard change.head.mode == "managed", change.action.kind != .noOp, change.action.kind != .read else { return [] }
        let types = [change.type] + subject.kinds
        let fitting = rules.filter { rule in
            rule.types.contains { pattern in types.contains { RiskRule.matches(pattern, $0) } }
                && !rule.unless.contains { pattern in types.contains { RiskRule.matches(pattern, $0) } }
        }
        var risks = LostRefusal.risks(of: subject) + fitting.compactMap { risk($0, subject) }
        if let kept = lossOfUnknown(subject) { risks.append(kept) }
        if change.action.kind != .delete {
            risks +=
                OpenDoor.risks(of: subject) + PolicyStatement.risks(of: subject) + CapacityChange.risks(of: subject)
        }
        risks = Self.once(risks)
        if isDrift, risks.isEmpty { risks.append(drift(subject)) }
        return risks
    }

    private static func once(_ risks: [Risk]) -> [Risk] {
        var told: Set<String> = []
        var hasLoss = false
        return risks.filter { risk in
            guard let path = risk.attribute?.path else {
                // The first table that knows a type says best what is lost.
                if risk.kind == .dataLoss, hasLoss { return false }
                hasLoss = hasLoss || risk.kind == .dataLoss
                return true
            }
            return told.insert(path).inserted
        }
        .sorted { $0.grade > $1.grade }
    }

    private func drift(_ subject: RiskSubject) -> Risk {
        let first = PlanJudge.telling(subject.change.attributes).first ?? subject.change.attributes.first
        let what =
            subject.head.action.kind == .delete
            ? "it was deleted outside of Terraform" : "it was changed outside of Terraform"
        return Risk(
            rule: "drift", kind: .drift, grade: subject.head.action.kind == .delete ? .medium : .low,
            head: subject.head,
            attribute: first, reason: what, isDrift: true)
    }

    private func lossOfUnknown(_ subject: RiskSubject) -> Risk? {
        guard subject.isDestroyed, let kept = DataTypes.kept(by: subject.head.type) else { return nil }
        return Self.risk(
            "data-destroyed", .dataLoss, kept.grade, subject, forcing(subject),
            subject.isDrift ? "\(kept.what) is gone with what it held" : "\(kept.what) goes away with what it holds")
    }

    private func risk(_ rule: RiskRule, _ subject: RiskSubject) -> Risk? {
        switch rule.test {
        case .destroyed:
            guard subject.isDestroyed else { return nil }
            return Self.risk(rule.name, rule.kind, rule.grade, subject, forcing(subject), rule.reason)
        case .deleted:
            guard subject.head.action.kind == .delete, subject.head.deposed == nil else { return nil }
            return Self.risk(rule.name, rule.kind, rule.grade, subject, nil, rule.reason)
        default:
            guard subject.head.action.kind != .delete, let hit = hit(rule.test, subject) else { return nil }
            // What is born without a protection has lost none.
            let isBorn = !subject.wasThere
            var grade = rule.grade
            if case .isOff = rule.test, isBorn { grade = Risk.Grade(rawValue: max(0, grade.rawValue - 1)) ?? grade }
            if isBorn, let own = rule.born { grade = own }
            let shrinks = Self.shrinks(rule.test, hit)
            if shrinks { grade = max(grade, .high) }
            var reason = shrinks ? "\(rule.reason); it is smaller than before" : rule.reason
            let name = Candidate.lastName(of: hit.path)
            if case .falls(_, false) = rule.test,
                Magnitude.reduction(from: hit.before, to: hit.after, named: name) ?? 0 >= 5
            {
                grade = max(grade, .high)
                reason += ", a small part of the former"
            }
            return Self.risk(rule.name, rule.kind, grade, subject, hit, reason)
        }
    }

    /// Whether a change of size goes to less than two thirds.
    private static func shrinks(_ test: RiskRule.Test, _ hit: AttributeChange) -> Bool {
        guard case .changes = test else { return false }
        let reduction = Magnitude.reduction(from: hit.before, to: hit.after)
        return (reduction ?? MachineSize.reduction(from: hit.before, to: hit.after)) ?? 0 >= 1.5
    }

    static func risk(
        _ name: String, _ kind: Risk.Kind, _ grade: Risk.Grade, _ subject: RiskSubject, _ attribute: AttributeChange?,
        _ reason: String
    ) -> Risk {
        var text = reason
        if subject.head.deposed != nil { text += "; it is what a failed replacement left behind" }
        if kind == .dataLoss, subject.isLeftBehind { text += "; the old one is left behind, the new one is empty" }
        if subject.isDrift { text += "; it was done outside of Terraform" }
        return Risk(
            rule: name, kind: subject.isDrift ? .drift : kind, grade: grade, head: subject.head, attribute: attribute,
            reason: text, isDrift: subject.isDrift)
    }

    /// The attribute that forces a replacement.
    private func forcing(_ subject: RiskSubject) -> AttributeChange? {
        subject.change.attributes.first { $0.forcesReplacement }
    }

    // MARK: - Tests of attributes

    private func hit(_ test: RiskRule.Test, _ subject: RiskSubject) -> AttributeChange? {
        switch test {
        case .destroyed, .deleted: nil
        case .becomes(let names, let values): becomes(Set(names), values.map { $0.lowercased() }, subject)
        case .turnsInto(let names, let values): turnsInto(Set(names), values.map { $0.lowercased() }, subject)
        case .says(let names, let texts): says(Set(names), texts, subject)
        case .weakens(let words): weakens(Set(words), subject)
        case .appears(let names): appears(Set(names), subject)
        case .turnsOff(let names): turnsOff(Set(names), subject)
        case .isOff(let names): turnsOff(Set(names), subject) ?? (subject.wasThere ? nil : isNow(false, names, subject))
        case .turnsOn(let names): subject.wasThere ? isNow(true, names, subject) : nil
        case .isOn(let names): isNow(true, names, subject)
        case .vanishes(let names): vanishes(names, subject)
        case .falls(let names, let toNothing): falls(Set(names), toNothing, subject)
        case .changes(let names): changes(Set(names), subject)
        case .expires(let names): expires(Set(names), subject)
        case .gains(let names, let values):
            subject.wasThere ? becomes(Set(names), values.map { $0.lowercased() }, subject) : nil
        case .stops: stops(subject)
        }
    }

    private func isNow(_ state: Bool, _ names: [String], _ subject: RiskSubject) -> AttributeChange? {
        let names = Set(names)
        for leaf in subject.after where leaf.isNamed(names) && leaf.isOn == state {
            let former = subject.former(at: leaf.place)
            guard !former.contains(where: { $0.isOn == state }) else { continue }
            return subject.attribute(leaf.path, former.first?.value, leaf.value)
        }
        return nil
    }

    private func turnsOff(_ names: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.before where leaf.isNamed(names) && leaf.isOn == true {
            let latter = subject.latter(at: leaf.place)
            guard !subject.isUnknown(leaf.place) else { continue }
            let former = subject.former(at: leaf.place)
            let stays = latter.count { $0.isOn == true }
            guard stays < former.count(where: { $0.isOn == true }) else { continue }
            // Of a list of blocks one may go away without the others being turned off.
            let off = latter.first { $0.isOn == false }
            guard off != nil || latter.isEmpty else { continue }
            return subject.attribute(leaf.path, leaf.value, off?.value)
        }
        return nil
    }

    private func falls(_ names: Set<String>, _ toNothing: Bool, _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.after where leaf.isNamed(names) {
            guard let former = subject.former(at: leaf.place).first,
                let old = Magnitude(former.value, named: leaf.name), let new = Magnitude(leaf.value, named: leaf.name),
                old.dimension == new.dimension, new.value < old.value,
                (new.value == 0) == toNothing
            else { continue }
            return subject.attribute(leaf.path, former.value, leaf.value)
        }
        return nil
    }

    private func changes(_ names: Set<String>, _ subject: RiskSubject) -> AttributeChange? {
        for leaf in subject.after where leaf.isNamed(names) {
            let former = subject.former(at: leaf.place)
            guard former.count == 1, subject.latter(at: leaf.place).count == 1, former[0].value != leaf.value else {
                continue
            }
            return subject.attribute(leaf.path, former[0].value, leaf.value)
        }
        return nil
    }
}
