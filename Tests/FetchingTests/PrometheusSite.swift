#if HTTP
import Foundation
import MetricTools
import Model
import TestSupport

@testable import Fetching

/// A real Prometheus with the samples of two hours, a real exporter that it scrapes, and a proxy of faults before it.
struct PrometheusSite {
    /// Milliseconds since 1970 of the first sample; one comes each 15 s.
    static let start: Int64 = 1_763_800_005_000
    static let samples = 480
    static let span = TimeSpan(
        start: Timestamp(milliseconds: start), end: Timestamp(milliseconds: start + Int64(samples) * 15_000))

    static var isInstalled: Bool {
        ["prometheus", "promtool", "prometheus-node-exporter", "python3"].allSatisfy {
            FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
        }
    }

    let folder: TemporaryFolder
    let url: String
    let proxy: String
    private let processes: [RunningProcess]

    /// - Parameter series: How many series of `http_requests_total` there are.
    init(series: Int = 40) async throws {
        folder = try TemporaryFolder()
        let text = try folder.write(Self.exposition(series), to: "samples.om")
        let tool = ProcessHarness(executable: "/usr/bin/promtool")
        let made = try await tool.run(["tsdb", "create-blocks-from", "openmetrics", text, folder.path("data")])
        guard made.code == 0 else { throw TestFailure("promtool: \(made.errorText)") }
        let exporter = try ProcessHarness(executable: "/usr/bin/prometheus-node-exporter").start([
            "--web.listen-address=127.0.0.1:0", "--collector.disable-defaults", "--collector.loadavg",
        ])
        let target = try await Self.address(exporter)
        let configuration = try folder.write(
            """
            global: {scrape_interval: 1s}
            scrape_configs: [{job_name: node, static_configs: [{targets: ['\(target)']}]}]
            """, to: "prometheus.yml")
        let server = try ProcessHarness(executable: "/usr/bin/prometheus").start([
            "--config.file=\(configuration)", "--storage.tsdb.path=\(folder.path("data"))",
            "--web.listen-address=127.0.0.1:0", "--storage.tsdb.retention.time=50y",
        ])
        url = "http://\(try await Self.address(server))"
        _ = try await server.waitForErrors(until: "Server is ready")
        let faults = try ProcessHarness(executable: "/usr/bin/python3").start([
            "-I", "-B", FaultSite.script, url, folder.path("record"),
        ])
        proxy = "http://127.0.0.1:\(try await faults.line() ?? "")"
        processes = [exporter, server, faults]
    }

    /// Ends what was started.
    func end() async throws {
        // A program started by one that ignores the signal to end ignores it too, and theirs is to be thrown away.
        for process in processes { process.send(signal: SIGKILL) }
        for process in processes { _ = try await process.wait() }
    }

    /// What the proxy was asked.
    var record: String { (try? String(decoding: folder.read("record"), as: UTF8.self)) ?? "" }

    func source(
        fault: String? = nil, credential: Endpoint.Credential? = nil, timeout: Int = 10_000, response: Int = 8 << 20
    ) -> Source {
        let place = fault.map { "\(proxy)/\($0)" } ?? url
        return Source(
            name: "prod", kind: .prometheus,
            endpoint: Endpoint(url: place, credential: credential, timeout: timeout, maximumResponse: response))
    }

    func prometheus(fault: String? = nil, timeout: Int = 10_000, response: Int = 8 << 20) throws -> PrometheusSource {
        try PrometheusSource(
            source(fault: fault, timeout: timeout, response: response),
            asking: ServerClient(clock: SystemWallClock()))
    }

    private static func address(_ process: RunningProcess) async throws -> String {
        let told = try await process.waitForErrors(until: "Listening on")
        guard let match = told.firstMatch(of: /Listening on" address=(127\.0\.0\.1:\d+)/) else {
            throw TestFailure("no address: \(told)")
        }
        return String(match.output.1)
    }

    private static func exposition(_ series: Int) -> String {
        var lines = ["# TYPE http_requests counter"]
        for number in 0..<series {
            var total = 0
            for index in 0..<samples {
                total += number == 3 && index >= 400 ? 90 : 10 + (index * 7 + number) % 3
                let labels = "service=\"service-\(number)\",path=\"/a\\\"b\""
                lines.append("http_requests_total{\(labels)} \(total) \((start + Int64(index) * 15_000) / 1000)")
            }
        }
        return lines.joined(separator: "\n") + "\n# EOF\n"
    }
}
#endif
