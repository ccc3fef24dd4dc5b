/// Lines in the manner of systems of which no log was looked at when the rules were made, with the message that each has.
struct UnseenSystem: Sendable, CustomStringConvertible {
    let description: String
    /// What stands before the message; `{…}` is filled in.
    let header: String
    /// Messages; those first come most.
    let messages: [String]

    /// Lines with the number of the message that each was made from.
    func lines(_ count: Int) -> (lines: [[UInt8]], truth: [Int]) {
        var random = Filling(state: UInt64(description.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
        var lines: [[UInt8]] = []
        var truth: [Int] = []
        for index in 0..<count {
            // Few messages are most of a log, and many come a few times.
            let pick = random.below(100)
            let message = pick < 60 ? random.below(min(4, messages.count)) : random.below(messages.count)
            random.second = index
            lines.append(Array((random.fill(header) + random.fill(messages[message])).utf8))
            truth.append(message)
        }
        return (lines, truth)
    }

    static let all = [blueGene, zookeeper, openStack, spark, mac, windows]

    static let blueGene = UnseenSystem(
        description: "BlueGene",
        header:
            "- 11178{d5} 2005.06.03 R{d2}-M1-N{d1}-C:J{d2}-U{d2} 2005-06-03-15.{m}.{s}.{d6} R{d2}-M1-N{d1}-C:J{d2}-U{d2} RAS KERNEL {bgl} ",
        messages: [
            "instruction cache parity error corrected", "generating core.{n}",
            "{n} double-hummer alignment exceptions",
            "ciod: Error reading message prefix after LOGIN_MESSAGE on CioStream socket to {ip}:{n}",
            "CE sym {n}, at 0x{hex}, mask 0x{d2}", "total of {n} ddr error(s) detected and corrected",
            "ddr: excessive soft failures, consider replacing the card", "data TLB error interrupt",
            "program interrupt: imprecise exception......{d1}", "iar {hex} dear {hex}",
            "ciod: failed to read message prefix on control stream (CioStream socket to {ip}:{n}",
            "L3 ecc control register: {hex}", "rts: kernel terminated for reason {n}",
            "shutdown complete", "machine check interrupt (bit=0x{d2}): L2 dcache unit read return parity error",
            "Lustre mount FAILED : bglio{n} : block_id : location",
        ])

    static let zookeeper = UnseenSystem(
        description: "Zookeeper",
        header: "2015-07-29 17:{m}:{s},{d3} - {lvl}  [{zk}@{n}] - ",
        messages: [
            "Accepted socket connection from /{ip}:{n}",
            "Closed socket connection for client /{ip}:{n} which had sessionid 0x{hex}",
            "Received connection request /{ip}:{n}", "Connection broken for id {n}, my id = {d1}, error = ",
            "Send worker leaving thread", "Interrupted while waiting for message on queue",
            "Established session 0x{hex} with negotiated timeout {n} for client /{ip}:{n}",
            "caught end of stream exception", "Expiring session 0x{hex}, timeout of {n}ms exceeded",
            "Processed session termination for sessionid: 0x{hex}", "Notification time out: {n}",
            "Client attempting to establish new session at /{ip}:{n}",
            "Snapshotting: 0x{hex} to /var/lib/zookeeper/version-2/snapshot.{hex}",
            "Interrupting SendWorker", "New election. My id =  {d1}, proposed zxid=0x{hex}",
            "Cannot open channel to {d1} at election address /{ip}:{n}", "FOLLOWING - LEADER ELECTION TOOK - {n}",
        ])

    static let openStack = UnseenSystem(
        description: "OpenStack",
        header:
            "nova-{nova}.log.1.2017-05-16_13:53:08 2017-05-16 00:{m}:{s}.{d3} {n} {lvl} nova.{nova}.manager [req-{uuid} {hex}{hex} {hex}{hex} - - -] ",
        messages: [
            "{ip} \"GET /v2/{hex}{hex}/servers/detail HTTP/1.1\" status: 200 len: {n} time: 0.{d6}",
            "[instance: {uuid}] VM Started (Lifecycle Event)",
            "[instance: {uuid}] During sync_power_state the instance has a pending task (spawning). Skip.",
            "[instance: {uuid}] Attempting claim: memory {n} MB, disk {n} GB, vcpus {d1} CPU",
            "[instance: {uuid}] Total memory: {n} MB, used: {n}.00 MB", "[instance: {uuid}] Claim successful",
            "[instance: {uuid}] Creating image", "image {uuid} at (/var/lib/nova/instances/_base/{hex}{hex}): checking",
            "Active base files: /var/lib/nova/instances/_base/{hex}{hex}",
            "[instance: {uuid}] Took {n}.{d2} seconds to build instance.",
            "[instance: {uuid}] Terminating instance", "[instance: {uuid}] Instance destroyed successfully.",
            "[instance: {uuid}] Deleting instance files /var/lib/nova/instances/{uuid}_del",
            "Running instance usage audit for host cp-1.slowvm1.tcloud-pg0.utah.cloudlab.us from 2017-05-16 0{d1}:00:00 to 2017-05-16 0{d1}:00:00. {n} instances.",
            "HTTP exception thrown: No instances found for any event",
            "[instance: {uuid}] disk limit not specified, defaulting to unlimited",
        ])

    static let spark = UnseenSystem(
        description: "Spark", header: "17/06/09 20:{m}:{s} {lvl} {spark}: ",
        messages: [
            "Found block rdd_{n}_{n} locally", "Running task {n}.0 in stage {n}.0 (TID {n})",
            "Finished task {n}.0 in stage {n}.0 (TID {n}). {n} bytes result sent to driver", "Got assigned task {n}",
            "Block broadcast_{n} stored as values in memory (estimated size {n}.{d1} KB, free {n}.{d1} KB)",
            "Started reading broadcast variable {n}", "Reading broadcast variable {n} took {n} ms",
            "Input split: hdfs://{ip}:9000/data/wiki/part-{n}:{n}+{n}",
            "Times: total = {n}, boot = {n}, init = {n}, finish = {n}",
            "Registered signal handlers for [TERM, HUP, INT]", "Changing view acls to: yarn,curi",
            "Successfully registered with driver", "MemoryStore started with capacity {n}.{d1} GB",
            "Saved output of task 'attempt_{n}_{d4}_m_{d6}_{n}' to hdfs://{ip}:9000/out/_temporary/{d1}/task_{n}_{d4}_m_{d6}",
            "Partition rdd_{n}_{n} not found, computing it", "Driver commanded a shutdown",
        ])

    static let mac = UnseenSystem(
        description: "Mac", header: "Jul  {day} 09:{m}:{s} calvisitor-10-105-160-{d2} {mac}[{n}]: ",
        messages: [
            "ARPT: {n}.{d6}: wl0: wl_update_tcpkeep_seq: Original Seq: {n}, Ack: {n}, Win size: {n}",
            "ARPT: {n}.{d6}: wl0: setup_keepalive: Remote IP: {ip}",
            "AirPort: Link Down on awdl0. Reason {d1} (Disassociated because station leaving).",
            "en0: BSSID changed to 5c:50:15:{h2}:{h2}:{h2}", "Previous sleep cause: {d1}",
            "AppleCamIn::systemWakeCall - messageType = 0x{hex}", "network changed: v4(en0-:{ip}) DNS- Proxy-",
            "PM response took {n} ms ({n}, powerd)",
            "tcp_connection_destination_perform_socket_connect {n} connectx to {ip}:{n}@0 failed: [50] Network is down",
            "ImportBailout.Error: Asked to exit for Diskarb", "Thunderbolt Self-Reset Count = {n}",
            "Wake reason: RTC (Alarm)", "in6_unlink_ifa: IPv6 address 0x{hex} has no prefix", "TBT W (2): 0x{d4} [x]",
            "Unexpected payload found for message {n}, dataLen {n}",
            "IOThunderboltSwitch<{d1}>(0x{d1})::listenerCallback - Thunderbolt HPD packet for route = 0x{d1} port = {n} unplug = {d1}",
        ])

    static let windows = UnseenSystem(
        description: "Windows", header: "2016-09-28 04:{m}:{s}, {win}   ",
        messages: [
            "SQM: Failed to start upload with file pattern: C:\\Windows\\servicing\\sqm\\*_std.sqm, flags: 0x{d1} [HRESULT = 0x{hex} - E_FAIL]",
            "Read out cached package applicability for package: Package_for_KB{n}~31bf3856ad364e35~amd64~~6.1.1.{d1}, ApplicableState: {n}, CurrentState:{n}",
            "Session: {n}_{n} initialized by client WindowsUpdateAgent.",
            "Warning: Unrecognized packageExtended attribute.",
            "{hex} Created NT transaction (seq {n}) result 0x{hex}, handle @0x{hex}",
            "Expecting attribute name [HRESULT = 0x{hex} - CBS_E_MANIFEST_INVALID_ITEM]",
            "Starting TrustedInstaller initialization.", "Ending TrustedInstaller initialization.",
            "SQM: Cleaning up report files older than {n} days.",
            "Loaded Servicing Stack v6.1.7601.{n} with Core: C:\\Windows\\winsxs\\amd64_{hex}\\cbscore.dll",
            "Scavenge: Begin CSI Store", "Scavenge: Completed, disposition: 0X{d1}",
            "No startup processing required, TrustedInstaller service was not set as autostart, or else a reboot is still pending.",
            "Idle processing thread terminated normally",
            "NonStart: Checking to ensure startup processing was not required.",
            "Reboot mark refs incremented to: {d1}",
        ])
}

/// Fills placeholders with what varies.
private struct Filling {
    var state: UInt64
    var second = 0

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    mutating func fill(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open] + value(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(below(10)) }.joined() }

    private mutating func value(_ name: String) -> String {
        switch name {
        case "n": String(1 + below([9, 90, 900, 40_000][below(4)]))
        case "m": two(second / 60 % 60)
        case "s": two(second % 60)
        case "day": String(1 + second / 2000)
        case "ip": "10.\(below(256)).\(below(256)).\(1 + below(250))"
        case "hex": "1" + String(1_000_000 + below(200_000_000), radix: 16)
        case "h2": String(16 + below(200), radix: 16)
        case "uuid": "\(hexadecimal(8))-\(hexadecimal(4))-4\(hexadecimal(3))-a\(hexadecimal(3))-\(hexadecimal(12))"
        case "lvl": ["INFO", "INFO", "INFO", "WARN", "ERROR"][below(5)]
        case "bgl": ["INFO", "INFO", "FATAL", "ERROR"][below(4)]
        case "zk":
            [
                "NIOServerCxn.Factory:0.0.0.0/0.0.0.0:2181:NIOServerCnxn",
                "QuorumPeer[myid=1]/0:0:0:0:0:0:0:0:2181:FastLeaderElection",
                "SendWorker:188978561024:QuorumCnxManager$SendWorker",
            ][below(3)]
        case "nova": ["api", "compute", "scheduler"][below(3)]
        case "spark":
            ["executor.Executor", "storage.BlockManager", "storage.MemoryStore", "python.PythonRunner"][below(4)]
        case "mac": ["kernel", "com.apple.xpc.launchd", "symptomsd", "networkd"][below(4)]
        case "win":
            ["Info                  CBS ", "Info                  CSI ", "Error                 CBS "][below(3)]
        default: digits(name.last.flatMap { Int(String($0)) } ?? 1)
        }
    }

    private mutating func hexadecimal(_ count: Int) -> String {
        (0..<count).map { _ in String(below(16), radix: 16) }.joined()
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
