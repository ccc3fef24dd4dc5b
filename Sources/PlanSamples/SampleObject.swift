/// Objects of several providers, each a text of JSON that its number decides.
enum SampleObject {
    /// About how many bytes of a plan an object takes.
    static let bytes = 3350

    /// What is told of an object.
    struct Object {
        let type: String
        let provider: String
        let name: String
        /// The value's members, without braces.
        let members: String
        /// Which of them are sensitive.
        let marks: String
        let secrets: [String]

        var address: String { "\(type).\(name)" }
    }

    static let kinds = 6

    static func object(_ index: Int, _ noise: UInt64) -> Object {
        let name = "n\(index)"
        let hash = hex(noise)
        switch index % kinds {
        case 0: return machine(index, name, hash)
        case 1: return group(index, name, hash)
        case 2: return database(index, name, hash)
        case 3: return role(index, name, hash)
        case 4: return deployment(index, name, hash)
        default: return bucket(index, name, hash)
        }
    }

    static func hex(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }

    private static let aws = "registry.terraform.io/hashicorp/aws"

    private static func machine(_ index: Int, _ name: String, _ hash: String) -> Object {
        Object(
            type: "aws_instance", provider: aws, name: name,
            members: #""ami":"ami-\#(hash)","arn":"arn:aws:ec2:eu-central-1:123456789012:instance/i-\#(hash)","#
                + #""associate_public_ip_address":false,"availability_zone":"eu-central-1\#(["a", "b", "c"][index % 3])","#
                + #""cpu_core_count":2,"disable_api_termination":true,"ebs_optimized":true,"id":"i-\#(hash)","#
                + #""instance_type":"m6i.large","ipv6_addresses":[],"key_name":null,"monitoring":true,"#
                + #""private_ip":"10.\#(index / 65_536 % 256).\#(index / 256 % 256).\#(index % 256)","#
                + #""root_block_device":[{"delete_on_termination":true,"device_name":"/dev/xvda","encrypted":true,"#
                + #""iops":3000,"tags":{},"throughput":125,"volume_id":"vol-\#(hash)","volume_size":40,"volume_type":"gp3"}],"#
                + #""tags":{"Name":"worker-\#(index)","Team":"payments"},"user_data":"#
                + #""\u0023!/bin/sh\nset -eu\nexport REGION=eu-central-1\nexec /opt/worker \u003e /var/log/worker.log\n","#
                + #""vpc_security_group_ids":["sg-\#(hash)"]"#,
            marks: #""ipv6_addresses":[],"root_block_device":[{"tags":{}}],"tags":{},"vpc_security_group_ids":[false]"#,
            secrets: [])
    }

    private static func group(_ index: Int, _ name: String, _ hash: String) -> Object {
        Object(
            type: "aws_security_group", provider: aws, name: name,
            members:
                #""arn":"arn:aws:ec2:eu-central-1:123456789012:security-group/sg-\#(hash)","description":"worker \#(index)","#
                + #""egress":[{"cidr_blocks":["0.0.0.0/0"],"description":"","from_port":0,"ipv6_cidr_blocks":[],"#
                + #""prefix_list_ids":[],"protocol":"-1","security_groups":[],"self":false,"to_port":0}],"id":"sg-\#(hash)","#
                + #""ingress":[{"cidr_blocks":["10.0.0.0/8"],"description":"from the inside","from_port":8443,"#
                + #""ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":8443}],"#
                + #""name":"worker-\#(index)","revoke_rules_on_delete":false,"tags":{},"vpc_id":"vpc-0a1b2c3d4e5f60718""#,
            marks:
                #""egress":[{"cidr_blocks":[false],"ipv6_cidr_blocks":[]}],"ingress":[{"cidr_blocks":[false]}],"tags":{}"#,
            secrets: [])
    }

    private static func database(_ index: Int, _ name: String, _ hash: String) -> Object {
        let secret = "pw-\(hash)-\(index)"
        return Object(
            type: "aws_db_instance", provider: aws, name: name,
            members: #""address":"db-\#(index).abc.eu-central-1.rds.amazonaws.com","allocated_storage":500,"#
                + #""backup_retention_period":14,"db_subnet_group_name":"main","deletion_protection":true,"engine":"postgres","#
                + #""engine_version":"16.4","id":"db-\#(hash)","identifier":"orders-\#(index)","instance_class":"db.r6g.xlarge","#
                + #""iops":12000,"max_allocated_storage":2000,"multi_az":true,"password":"\#(secret)","port":5432,"#
                + #""publicly_accessible":false,"skip_final_snapshot":false,"storage_encrypted":true,"tags":{"Team":"orders"},"#
                + #""username":"orders","resource_bytes":9007199254740993"#,
            marks: #""password":true,"tags":{}"#, secrets: [secret])
    }

    private static func role(_ index: Int, _ name: String, _ hash: String) -> Object {
        Object(
            type: "aws_iam_role", provider: aws, name: name,
            members: #""arn":"arn:aws:iam::123456789012:role/worker-\#(index)","assume_role_policy":"#
                + #""{\"Statement\":[{\"Action\":\"sts:AssumeRole\",\"Effect\":\"Allow\",\"Principal\":"#
                + #"{\"Service\":\"ec2.amazonaws.com\"}}],\"Version\":\"2012-10-17\"}","create_date":"2025-01-02T03:04:05Z","#
                + #""description":"","force_detach_policies":false,"id":"worker-\#(index)","inline_policy":[{"name":"read","#
                + #""policy":"{\"Statement\":[{\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Effect\":\"Allow\","#
                + #"\"Resource\":\"arn:aws:s3:::assets-\#(index)/*\"}],\"Version\":\"2012-10-17\"}"}],"managed_policy_arns":[],"#
                + #""max_session_duration":3600,"name":"worker-\#(index)","path":"/","tags":{},"unique_id":"\#(hash)""#,
            marks: #""inline_policy":[{}],"managed_policy_arns":[],"tags":{}"#, secrets: [])
    }

    private static func deployment(_ index: Int, _ name: String, _ hash: String) -> Object {
        Object(
            type: "kubernetes_deployment_v1", provider: "registry.terraform.io/hashicorp/kubernetes", name: name,
            members:
                #""id":"shop/svc-\#(index)","metadata":[{"annotations":{},"generation":4,"labels":{"app":"svc-\#(index)"},"#
                + #""name":"svc-\#(index)","namespace":"shop","uid":"\#(hash)"}],"spec":[{"min_ready_seconds":0,"replicas":"6","#
                + #""selector":[{"match_labels":{"app":"svc-\#(index)"}}],"template":[{"metadata":[{"labels":{"app":"svc-\#(index)"}}],"#
                + #""spec":[{"container":[{"image":"registry.example/svc:2.15.\#(index % 100)","image_pull_policy":"IfNotPresent","#
                + #""liveness_probe":[{"http_get":[{"path":"/live","port":"8080"}],"period_seconds":10,"timeout_seconds":1}],"#
                + #""name":"svc","resources":[{"limits":{"cpu":"500m","memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}}],"#
                + #""security_context":[{"privileged":false,"run_as_non_root":true}]}],"host_network":false}]}]}],"wait_for_rollout":true"#,
            marks:
                #""metadata":[{"annotations":{},"labels":{}}],"spec":[{"template":[{"spec":[{"container":[{}]}]}]}]"#,
            secrets: [])
    }

    private static func bucket(_ index: Int, _ name: String, _ hash: String) -> Object {
        Object(
            type: "google_storage_bucket", provider: "registry.terraform.io/hashicorp/google", name: name,
            members:
                #""autoclass":[],"cors":[],"force_destroy":false,"id":"assets-\#(index)","labels":{"team":"shop"},"#
                + #""lifecycle_rule":[{"action":[{"storage_class":"","type":"Delete"}],"condition":[{"age":365,"#
                + #""matches_prefix":[],"num_newer_versions":3,"with_state":"ARCHIVED"}]}],"location":"EU","name":"assets-\#(index)","#
                + #""project":"shop-prod","public_access_prevention":"enforced","self_link":"https://example.invalid/b/assets-\#(index)","#
                + #""storage_class":"STANDARD","uniform_bucket_level_access":true,"url":"gs://assets-\#(index)-\#(hash)","#
                + #""versioning":[{"enabled":true}]"#,
            marks: #""autoclass":[],"cors":[],"labels":{},"lifecycle_rule":[{"condition":[{}]}],"versioning":[{}]"#,
            secrets: [])
    }
}
