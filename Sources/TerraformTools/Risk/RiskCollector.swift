/// Judges every change of a plan and keeps the worst risks, within a limit.
struct RiskCollector: PlanVisitor, Sendable {
    private static let maximumReplaced = 2000

    private let judge: RiskJudge
    private let limit: Int
    private(set) var counts = PlanCounts()
    private(set) var kinds: [Risk.Kind: Int] = [:]
    private(set) var grades: [Risk.Grade: Int] = [:]
    private var kept: [Risk] = []
    /// Replaced objects, which others may hang on; the configuration that tells stands at the end of a plan.
    private var replaced: [ResourceChange] = []
    private var graph = ReferenceGraph()
    /// Changes with values that a rule would look at and that only applying will tell.
    private(set) var unknown = 0
    /// Changes with values that a rule would look at and that a mark hides.
    private(set) var masked = 0
    private(set) var judged = 0

    /// - Parameter limit: How many risks are kept.
    init(judge: RiskJudge = RiskJudge(), limit: Int) {
        self.judge = judge
        self.limit = limit
    }

    var wantsValues: Bool { true }
    var wantsReferences: Bool { true }
    var itemCount: Int { counts.shown }

    mutating func count(_ head: ChangeHead, in list: PlanList) -> Bool {
        switch list {
        case .planned:
            counts.count(head)
            return head.isShown && head.action.kind != .noOp
        case .drift: return head.action.kind != .noOp
        case .deferred: return head.action.kind != .noOp && head.action.kind != .read
        }
    }

    mutating func visit(_ change: ResourceChange, in list: PlanList) {
        judged += 1
        if change.attributes.contains(where: { $0.isUnknown && RiskRule.looksAt(Candidate.lastName(of: $0.path)) }) {
            unknown += 1
        }
        if change.attributes.contains(where: { $0.isSensitive && RiskRule.looksAt(Candidate.lastName(of: $0.path)) }) {
            masked += 1
        }
        for risk in judge.risks(of: change, isDrift: list == .drift) { keep(risk) }
        guard list == .planned, change.action.kind == .replace, !DataTypes.isPlaceholder(change.type),
            !Self.renewed.contains(where: { RiskRule.matches($0, change.type) })
        else { return }
        if replaced.count < Self.maximumReplaced {
            var bare = change
            bare.values = nil
            bare.siblings = []
            bare.attributes = change.attributes.filter(\.forcesReplacement)
            replaced.append(bare)
        }
    }

    mutating func visit(reference name: String, to references: [String], in module: String) {
        guard !replaced.isEmpty else { return }
        graph.add(name, to: references, in: module)
    }

    mutating func hide(by concealer: Concealer) {
        for change in replaced { keepDependency(change) }
        replaced = []
        for index in kept.indices { concealer.hide(&kept[index]) }
    }

    /// The kept risks, the worst first.
    var risks: [Risk] { kept.sorted(by: Self.precedes).prefix(limit).map { $0 } }

    var count: Int { grades.values.reduce(0, +) }

    private mutating func keepDependency(_ change: ResourceChange) {
        let all = graph.dependents(of: change.address)
        let dependents = all.filter { node in
            let type = node.split(separator: ".").dropLast().last.map { String($0) } ?? ""
            return !DataTypes.isPlaceholder(type) && !node.hasPrefix("data.")
        }
        guard let first = dependents.first else { return }
        let isBase = Self.isBase(change.type)
        let more = dependents.count > 1 ? " and \(dependents.count - 1) more hang on it" : " hangs on it"
        var risk = Risk(
            rule: "replaced-under-others", kind: .dependency, grade: isBase ? .high : .medium, head: change.head,
            attribute: change.attributes.first, reason: "it becomes another object while \(first)\(more)",
            isDrift: false)
        risk.dependents = Array(dependents.prefix(10))
        risk.dependentCount = dependents.count
        keep(risk)
    }

    /// Whether a type's replacement reaches far, by the word that it ends with.
    private static func isBase(_ type: String) -> Bool {
        var words = type.split(separator: "_").map { String($0) }
        if let last = words.last, words.count > 1, last.first == "v", last.dropFirst().allSatisfy(\.isNumber) {
            words.removeLast()
        }
        guard let last = words.popLast() else { return false }
        let isServer = ["instance", "server"].contains(last) && !stores.isDisjoint(with: words)
        return bases.contains(last) || isServer
    }

    private static let bases: Set<String> = [
        "vpc", "network", "subnet", "subnetwork", "cluster", "role", "lb", "alb", "elb", "balancer", "loadbalancer",
        "zone", "database", "db", "certificate", "gateway", "group", "namespace", "project", "account", "key", "rule",
        "api", "domain", "vault", "registry", "listener",
    ]
    private static let stores: Set<String> = ["db", "sql", "database", "postgresql", "mysql", "mariadb", "mssql"]

    /// Types whose every new version is another object: they are made to be replaced under others.
    private static let renewed = [
        "aws_api_gateway_deployment", "aws_apigatewayv2_deployment", "*_task_definition", "*_layer_version",
        "*_launch_configuration", "*_launch_template", "*_instance_template", "*_template_version", "*_secret_version",
        "*_job_definition", "*_image_version", "*_revision", "*_object", "*_object_copy", "*_file", "*_blob",
        "docker_image", "docker_registry_image", "*_package", "*_config_version", "*_configuration_version",
        "kubernetes_job*", "kubernetes_pod", "kubernetes_pod_v1", "*_policy_version", "*_parameters_version",
        "*_release", "*_deployment_version", "*_invocation", "aws_ami_copy", "aws_ami_from_instance",
    ]

    private mutating func keep(_ risk: Risk) {
        kinds[risk.kind, default: 0] += 1
        grades[risk.grade, default: 0] += 1
        kept.append(risk)
        guard kept.count >= limit * 2 + 64 else { return }
        kept = kept.sorted(by: Self.precedes).prefix(limit).map { $0 }
    }

    private static func precedes(_ left: Risk, _ right: Risk) -> Bool {
        if left.grade != right.grade { return left.grade > right.grade }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return (left.head.key, left.rule, left.attribute?.path ?? "")
            < (right.head.key, right.rule, right.attribute?.path ?? "")
    }
}
