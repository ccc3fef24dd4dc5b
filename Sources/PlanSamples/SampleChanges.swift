/// What happens to one object of a sample.
struct SampleChange {
    let address: String
    let actions: [String]
    /// The entry of `resource_changes` or `resource_drift`.
    let entry: String
    /// The object in `planned_values`; nil where it goes away.
    let planned: String?
    /// The object in `prior_state`; nil where it is new.
    let prior: String?
    let secrets: [String]
    /// The kind of harm that was planted; nil for none.
    let danger: String?
}

/// Decides what happens to each object of a sample.
struct SampleChanges {
    let objects: Int
    let seed: UInt64
    /// A secret that no mark hides, in a form that is known for one.
    private let key: String
    /// The secret of a database that an unmarked text repeats.
    private let copied: String

    init(objects: Int, seed: UInt64) {
        self.objects = objects
        self.seed = seed
        key = "AKIA" + SampleObject.hex(Self.mix(seed ^ 0xABCD)).uppercased()
        // The first database of all.
        copied = SampleObject.object(2, Self.mix(seed &+ 2)).secrets.first ?? ""
    }

    /// What is hidden without being marked where it stands.
    var ownSecrets: [String] { [key, "postgres-\(seed)-connection"] }

    /// A value that is sensitive and handed out.
    var output: String {
        #"{"actions":["update"],"before":"postgres-\#(seed)-connection-old","after":"postgres-\#(seed)-connection","#
            + #""after_unknown":false,"before_sensitive":true,"after_sensitive":true}"#
    }

    /// Objects with a planted change stand about this far apart, more densely in a small sample; each kind in turn.
    private var stride: Int { max(1, objects / 64 / SampleObject.kinds) * SampleObject.kinds }

    func change(_ index: Int) -> SampleChange {
        let object = SampleObject.object(index, Self.mix(seed &+ UInt64(index)))
        let place = index / stride
        if index % stride == place % SampleObject.kinds, place < 60 {
            return planted(object, index, place / SampleObject.kinds)
        }
        // Of a hundred others three are changed harmlessly.
        switch Self.mix(seed ^ UInt64(index) &* 31) % 100 {
        case 0, 1: return made(object, ["update"], ("\"tags\":{", "\"touched\":\"yes\",\"tags\":{"), nil)
        case 2: return made(object, ["create"], nil, nil)
        default: return made(object, ["no-op"], nil, nil)
        }
    }

    /// A dangerous change in the first rounds, harmless ones later.
    private func planted(_ object: SampleObject.Object, _ index: Int, _ round: Int) -> SampleChange {
        func edit(_ before: String, _ after: String, _ kind: String?) -> SampleChange {
            made(object, ["update"], (before, after), kind)
        }
        switch (index % SampleObject.kinds, round) {
        case (0, 0): return edit("\"disable_api_termination\":true", "\"disable_api_termination\":false", "exposure")
        case (0, 1): return edit("\"instance_type\":\"m6i.large\"", "\"instance_type\":\"m6i.8xlarge\"", "capacity")
        case (0, 2): return edit("export REGION", "export DB=\(copied)\\nexport KEY=\(key)\\nexport REGION", nil)
        case (1, 0): return edit("\"10.0.0.0/8\"", "\"0.0.0.0/0\"", "exposure")
        case (1, 1): return edit("\"10.0.0.0/8\"", "\"10.0.0.0/8\",\"::/0\"", "exposure")
        case (2, 0): return made(object, ["delete"], nil, "data-loss")
        case (2, 1): return made(object, ["delete", "create"], ("\"orders-", "\"shop-"), "data-loss")
        case (2, 2): return edit("\"deletion_protection\":true", "\"deletion_protection\":false", "exposure")
        case (2, 3): return edit("\"publicly_accessible\":false", "\"publicly_accessible\":true", "exposure")
        case (2, 4): return edit("\"db.r6g.xlarge\"", "\"db.r6g.large\"", "capacity")
        case (2, 5): return edit("\"iops\":12000", "\"iops\":3000", "capacity")
        case (2, 6): return edit("\"multi_az\":true", "\"multi_az\":false", "capacity")
        case (2, 7): return edit("\"\(object.secrets.first ?? "")\"", "\"\(object.secrets.first ?? "")-new\"", nil)
        case (3, 0): return edit(#"[\"s3:GetObject\",\"s3:ListBucket\"]"#, #"\"*\""#, nil)
        case (3, 1): return edit(#"\"Service\":\"ec2.amazonaws.com\""#, #"\"AWS\":\"*\""#, "exposure")
        case (4, 0): return edit("\"privileged\":false", "\"privileged\":true", "exposure")
        case (4, 1): return edit("\"replicas\":\"6\"", "\"replicas\":\"1\"", "capacity")
        case (4, 2): return edit("\"512Mi\"", "\"64Mi\"", "capacity")
        case (5, 0): return made(object, ["delete"], nil, "data-loss")
        case (5, 1): return edit("\"enforced\"", "\"inherited\"", "exposure")
        case (5, 2):
            return edit("\"uniform_bucket_level_access\":true", "\"uniform_bucket_level_access\":false", "exposure")
        case (5, 3): return edit("[{\"enabled\":true}]", "[{\"enabled\":false}]", "exposure")
        default: return made(object, ["update"], ("\"tags\":{", "\"touched\":\"yes\",\"tags\":{"), nil)
        }
    }

    private func made(
        _ object: SampleObject.Object, _ actions: [String], _ edit: (before: String, after: String)?, _ danger: String?
    ) -> SampleChange {
        let before = "{\(object.members)}"
        let after = edit.map { before.replacing($0.before, with: $0.after) } ?? before
        // An edit that finds nothing to edit changes nothing.
        let words = actions == ["update"] && before == after ? ["no-op"] : actions
        let isNew = words == ["create"]
        let isGone = words == ["delete"]
        let marks = "{\(object.marks)}"
        let list = words.map { "\"\($0)\"" }.joined(separator: ",")
        let head = Self.head(object)
        let entry =
            "\(head)\"change\":{\"actions\":[\(list)],\"before\":\(isNew ? "null" : before),"
            + "\"after\":\(isGone ? "null" : after),\"after_unknown\":\(isGone ? "{}" : #"{"touched_at":true}"#),"
            + "\"before_sensitive\":\(isNew ? "false" : marks),\"after_sensitive\":\(isGone ? "false" : marks)"
            + (words.count == 2
                ? ",\"replace_paths\":[[\"identifier\"]]},\"action_reason\":\"replace_because_cannot_update\"}" : "}}")
        func state(_ values: String) -> String {
            "\(head)\"schema_version\":1,\"values\":\(values),\"sensitive_values\":\(marks)}"
        }
        return SampleChange(
            address: object.address, actions: words, entry: entry, planned: isGone ? nil : state(after),
            prior: isNew ? nil : state(before), secrets: object.secrets, danger: words == ["no-op"] ? nil : danger)
    }

    private static func head(_ object: SampleObject.Object) -> String {
        "{\"address\":\"\(object.address)\",\"mode\":\"managed\",\"type\":\"\(object.type)\",\"name\":\"\(object.name)\","
            + "\"provider_name\":\"\(object.provider)\","
    }

    /// Some machines were stopped from being protected, by hand.
    var drift: [SampleChange] {
        (0..<3).map { number in
            let index = number * SampleObject.kinds + SampleObject.kinds * stride
            let object = SampleObject.object(index - index % SampleObject.kinds, Self.mix(seed &+ UInt64(number)))
            return made(
                object, ["update"], ("\"disable_api_termination\":true", "\"disable_api_termination\":false"), "drift")
        }
    }

    /// One machine refers to the database that is replaced.
    var configuration: String {
        let replaced = SampleObject.object(0, 0)
        return
            "{\"address\":\"\(replaced.address)\",\"mode\":\"managed\",\"type\":\"\(replaced.type)\",\"name\":\"n0\","
            + "\"expressions\":{\"user_data\":{\"references\":[\"aws_db_instance.n2.address\",\"aws_db_instance.n2\"]}}}"
    }

    /// SplitMix64's mixing: numbers that follow one another give numbers that do not.
    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
